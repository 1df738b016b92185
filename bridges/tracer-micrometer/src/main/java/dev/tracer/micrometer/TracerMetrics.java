// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.micrometer;

import static java.util.Objects.requireNonNull;

import dev.tracer.DropReason;
import dev.tracer.Tracer;
import dev.tracer.TracerStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * What a tracer tells about itself, {@link Tracer#stats()}, as meters. All have the tag {@code
 * service}; those of an exporter have {@code exporter}, and what it lost {@code reason}, a {@link
 * DropReason} in lower case.
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><th>name</th><th>is</th></tr>
 * <tr><td>{@code tracer.spans.started}, {@code .ended}</td><td>counters</td></tr>
 * <tr><td>{@code tracer.spans.open}</td><td>gauge: started and not ended</td></tr>
 * <tr><td>{@code tracer.spans.sampled.out}</td><td>counter: left out by samplers</td></tr>
 * <tr><td>{@code tracer.spans.exported}</td><td>counter, by exporter</td></tr>
 * <tr><td>{@code tracer.spans.queued}</td><td>gauge, by exporter</td></tr>
 * <tr><td>{@code tracer.spans.dropped}</td><td>counter, by exporter and reason</td></tr>
 * <tr><td>{@code tracer.export.age}</td><td>gauge, by exporter: seconds since a batch was last
 *     acknowledged; NaN before the first</td></tr>
 * <tr><td>{@code tracer.tail.fallbacks}</td><td>counter</td></tr>
 * <tr><td>{@code tracer.values.truncated}</td><td>counter</td></tr>
 * <tr><td>{@code tracer.details.dropped}</td><td>counter</td></tr>
 * <tr><td>{@code tracer.headers.refused}</td><td>counter</td></tr>
 * <tr><td>{@code tracer.faults}</td><td>counter</td></tr>
 * <tr><td>{@code tracer.scope.misuses}</td><td>counter</td></tr>
 * </table>
 *
 * <p>Each counts what its namesake in {@link TracerStats} does. Read from the tracer when the
 * registry asks; nothing is counted twice. The tracer is not kept from becoming garbage. Immutable.
 *
 * @see SpanMetrics
 * @since 0.1
 */
public final class TracerMetrics implements MeterBinder {
  private final Tracer tracer;

  private TracerMetrics(Tracer tracer) {
    this.tracer = tracer;
  }

  /**
   * The meters of {@code tracer}.
   *
   * @throws NullPointerException if {@code tracer} is null
   */
  public static TracerMetrics of(Tracer tracer) {
    return new TracerMetrics(requireNonNull(tracer, "tracer"));
  }

  /** Adds the meters; a second time does nothing. Exporters are those that the tracer has now. */
  @Override
  public void bindTo(MeterRegistry registry) {
    requireNonNull(registry, "registry");
    Tags tags = Tags.of("service", tracer.resource().serviceName());
    Binding all = new Binding(registry, tags);
    all.counter("tracer.spans.started", "Spans that were started", TracerStats::started);
    all.counter("tracer.spans.ended", "Spans that have ended", TracerStats::ended);
    all.gauge("tracer.spans.open", "Spans that were started and have not ended", TracerStats::open);
    all.counter(
        "tracer.spans.sampled.out", "Spans that the samplers left out", TracerStats::sampledOut);
    all.counter(
        "tracer.tail.fallbacks",
        "Local traces that the tail sampler had no room for",
        TracerStats::tailFallbacks);
    all.counter(
        "tracer.values.truncated",
        "Attribute values and stack traces that were cut",
        TracerStats::truncatedValues);
    all.counter(
        "tracer.details.dropped",
        "Attributes, events and links that were too many",
        TracerStats::droppedDetails);
    all.counter(
        "tracer.headers.refused",
        "Propagation fields and entries that were malformed or too large",
        TracerStats::refusedHeaders);
    all.counter(
        "tracer.faults", "How often a part given by the application threw", TracerStats::faults);
    all.counter(
        "tracer.scope.misuses",
        "Scopes closed out of order or on another thread",
        TracerStats::scopeMisuses);
    Set<String> exporters = new LinkedHashSet<>();
    tracer.stats().exporters().forEach(exporter -> exporters.add(exporter.name()));
    for (String name : exporters) {
      bindExporter(new Binding(registry, tags.and("exporter", name)), name);
    }
  }

  private void bindExporter(Binding of, String name) {
    of.counter(
        "tracer.spans.exported",
        "Spans that the destination acknowledged",
        stats -> sum(stats, name, TracerStats.Exporter::exported));
    of.gauge(
        "tracer.spans.queued",
        "Spans waiting or under way",
        stats -> sum(stats, name, TracerStats.Exporter::queued));
    for (DropReason reason : DropReason.values()) {
      String text = reason.name().toLowerCase(Locale.ROOT);
      new Binding(of.registry, of.tags.and("reason", text))
          .counter(
              "tracer.spans.dropped",
              "Spans lost",
              stats -> sum(stats, name, account -> account.dropped().getOrDefault(reason, 0L)));
    }
    TimeGauge.builder("tracer.export.age", tracer, TimeUnit.SECONDS, t -> age(t, name))
        .description("Time since a batch was last acknowledged")
        .tags(of.tags)
        .register(of.registry);
  }

  /** Exporters of the same name count as one. */
  private static long sum(
      TracerStats stats, String exporter, ToLongFunction<TracerStats.Exporter> number) {
    return stats.exporters().stream()
        .filter(account -> account.name().equals(exporter))
        .mapToLong(number)
        .sum();
  }

  private static double age(Tracer tracer, String exporter) {
    Instant last = null;
    for (TracerStats.Exporter account : tracer.stats().exporters()) {
      Instant success = account.lastSuccess();
      if (account.name().equals(exporter)
          && success != null
          && (last == null || success.isAfter(last))) {
        last = success;
      }
    }
    return last == null
        ? Double.NaN
        : (tracer.clock().epochNanos() - nanos(last)) / (double) TimeUnit.SECONDS.toNanos(1);
  }

  private static long nanos(Instant instant) {
    return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
  }

  /** Where meters go, and what they have in common. */
  private final class Binding {
    private final MeterRegistry registry;
    private final Tags tags;

    Binding(MeterRegistry registry, Tags tags) {
      this.registry = registry;
      this.tags = tags;
    }

    void counter(String name, String description, ToLongFunction<TracerStats> value) {
      FunctionCounter.builder(name, tracer, read(value))
          .description(description)
          .tags(tags)
          .register(registry);
    }

    void gauge(String name, String description, ToLongFunction<TracerStats> value) {
      Gauge.builder(name, tracer, read(value))
          .description(description)
          .tags(tags)
          .register(registry);
    }

    private ToDoubleFunction<Tracer> read(ToLongFunction<TracerStats> value) {
      return of -> value.applyAsLong(of.stats());
    }
  }
}
