// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks.instrumentation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tracer.Span;
import dev.tracer.benchmarks.OpenTelemetryState;
import dev.tracer.benchmarks.TracerState;
import dev.tracer.kafka.KafkaTracing;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What does it cost to carry a context in record headers? Into the new headers of one record,
 * beside one header of the application's, and out of them again.
 *
 * <p>Dimensions: the library, each with its default formats, trace context and baggage, of which
 * there is none; OpenTelemetry with the getter and setter of its instrumentation's kind.
 */
public class KafkaHeadersBenchmark {
  /** Current spans of both libraries. */
  @State(Scope.Thread)
  public static class Carriers {
    private static final byte[] TENANT = "blue".getBytes(UTF_8);

    KafkaTracing kafka;
    final TextMapPropagator w3c =
        TextMapPropagator.composite(
            W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance());
    private Span ours;
    private io.opentelemetry.api.trace.Span theirs;
    private dev.tracer.Scope ourScope;
    private io.opentelemetry.context.Scope theirScope;

    /** Makes spans current. */
    @Setup
    @SuppressWarnings("MustBeClosedChecker") // close() does
    public void open(TracerState tracer, OpenTelemetryState openTelemetry) {
      kafka = KafkaTracing.of(tracer.tracer);
      ours = tracer.tracer.startSpan("order");
      ourScope = ours.makeCurrent();
      theirs = openTelemetry.tracer.spanBuilder("order").startSpan();
      theirScope = theirs.makeCurrent();
    }

    /** Ends them. */
    @TearDown
    public void close() {
      ourScope.close();
      ours.end();
      theirScope.close();
      theirs.end();
    }

    Headers headers() {
      return new RecordHeaders().add("tenant", TENANT);
    }
  }

  /** As the instrumentation reads headers. */
  private enum Getter implements TextMapGetter<Headers> {
    INSTANCE;

    @Override
    public Iterable<String> keys(Headers carrier) {
      List<String> keys = new ArrayList<>();
      for (Header header : carrier) {
        keys.add(header.key());
      }
      return keys;
    }

    @Override
    public String get(Headers carrier, String key) {
      Header header = carrier.lastHeader(key);
      return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }
  }

  /** In and out. */
  @Benchmark
  public Object tracer(Carriers carriers) {
    Headers headers = carriers.headers();
    carriers.kafka.inject(headers);
    return carriers.kafka.extract(headers);
  }

  /** In and out. */
  @Benchmark
  public Object openTelemetry(Carriers carriers) {
    Headers headers = carriers.headers();
    carriers.w3c.inject(
        Context.current(),
        headers,
        (c, key, value) -> c.remove(key).add(key, value.getBytes(UTF_8)));
    return carriers.w3c.extract(Context.current(), headers, Getter.INSTANCE);
  }

  /** The headers alone. */
  @Benchmark
  public Object untraced(Carriers carriers) {
    return carriers.headers();
  }
}
