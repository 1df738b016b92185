// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.micrometer;

import static java.util.Objects.requireNonNull;

import dev.tracer.StatusCode;
import dev.tracer.export.MeasuringProcessor;
import dev.tracer.export.SpanData;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Rate, errors and duration of every operation, whatever is sampled: a timer {@code
 * tracer.span.duration} with the tags {@code operation} (the span's name when it ended), {@code
 * kind} ({@code server} ...), {@code outcome} ({@code success} or {@code error}) and {@code
 * service}.
 *
 * <pre>{@code
 * SpanMetrics metrics = SpanMetrics.create();
 * Tracer tracer = Tracer.builder("shop").processor(metrics).build();
 * metrics.bindTo(registry);
 * }</pre>
 *
 * <p>Spans that the sampler drops have to be recorded for that, see {@link MeasuringProcessor}.
 * Names count up to a number of different ones; spans of more names are those of an operation
 * {@code other}, so that a name with an id in it does not fill the registry. Spans that end before
 * there is a registry are not counted, nor are those with a negative duration. Thread-safe.
 *
 * @since 0.1
 */
public final class SpanMetrics implements MeasuringProcessor, MeterBinder {
  private static final int DEFAULT_OPERATIONS = 1_000;
  private static final String OTHER = "other";

  // immutable state
  private final int mostOperations;

  // mutable state
  /** By registry; more are added seldom. */
  private final List<Target> targets = new CopyOnWriteArrayList<>();

  /** Names that count by themselves. A race may let in a few more than there should be. */
  private final Map<String, String> operations = new ConcurrentHashMap<>();

  /** At most two outcomes and five kinds of each name. */
  private final Map<Key, Tags> tags = new ConcurrentHashMap<>();

  private SpanMetrics(int mostOperations) {
    this.mostOperations = mostOperations;
  }

  /** Measures up to 1000 operations. */
  public static SpanMetrics create() {
    return of(DEFAULT_OPERATIONS);
  }

  /**
   * Measures up to a number of operations.
   *
   * @param operations how many different names of spans count by themselves; positive
   * @throws IllegalArgumentException if {@code operations} is not positive
   */
  public static SpanMetrics of(int operations) {
    if (operations <= 0) {
      throw new IllegalArgumentException("operations must be positive: " + operations);
    }
    return new SpanMetrics(operations);
  }

  /** Has spans that end from now on measured in {@code registry}; a second time does nothing. */
  @Override
  public void bindTo(MeterRegistry registry) {
    requireNonNull(registry, "registry");
    if (targets.stream().noneMatch(target -> target.registry == registry)) {
      targets.add(new Target(registry));
    }
  }

  @Override
  public void measure(SpanData span) {
    long nanos = span.durationNanos();
    if (targets.isEmpty() || nanos < 0) {
      return;
    }
    Tags of = tags(span);
    for (Target target : targets) {
      target.timers.withTags(of).record(nanos, TimeUnit.NANOSECONDS);
    }
  }

  private Tags tags(SpanData span) {
    boolean failed = span.statusCode() == StatusCode.ERROR;
    Key key =
        new Key(
            operation(span.name()),
            span.kind().name(),
            failed ? "error" : "success",
            span.resource().serviceName());
    @Nullable Tags known = tags.get(key);
    if (known == null) {
      known = key.tags();
      tags.put(key, known);
    }
    return known;
  }

  private String operation(String name) {
    String known = operations.get(name);
    if (known != null) {
      return known;
    }
    if (operations.size() >= mostOperations) {
      return OTHER;
    }
    String counted = name.isEmpty() ? "unnamed" : name; // registries leave out tags without value
    operations.put(name, counted);
    return counted;
  }

  /** What spans of one timer have in common. */
  private record Key(String operation, String kind, String outcome, String service) {
    Tags tags() {
      return Tags.of(
          "operation",
          operation,
          "kind",
          kind.toLowerCase(Locale.ROOT),
          "outcome",
          outcome,
          "service",
          service);
    }
  }

  /** A registry with its timers, which it looks up each time: it may lose them. */
  private static final class Target {
    private final MeterRegistry registry;
    private final Meter.MeterProvider<Timer> timers;

    Target(MeterRegistry registry) {
      this.registry = registry;
      this.timers =
          Timer.builder("tracer.span.duration")
              .description("How long operations took, whatever is sampled")
              .withRegistry(registry);
    }
  }
}
