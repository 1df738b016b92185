// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tracer.Tracer;
import dev.tracer.sampling.Sampler;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * How many bytes an observation with two key values and a scope allocates. {@link #main} prints it
 * beside OpenTelemetry's bridge; to be run with that one's own context storage:
 *
 * <pre>-Dio.opentelemetry.context.contextStorageProvider=default</pre>
 */
class ObservationCostTest {
  private static final int OPERATIONS = 5_000;
  private static final int MOST_ROUNDS = 1_000;
  private static final int BOUND = 2_500;

  private static final ThreadMXBean MEMORY = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static volatile Object sink;

  private ObservationCostTest() {}

  @Test
  void observation_thatIsSampled_staysWithinItsBound() {
    assertThat(ofTracer(Sampler.alwaysOn(), BOUND)).isLessThanOrEqualTo(BOUND);
  }

  private static long ofTracer(Sampler sampler, long goal) {
    try (Tracer tracer = Tracer.builder("s").processor(s -> sink = s).sampler(sampler).build()) {
      return bytes(registry(MicrometerTracing.of(tracer).tracer()), goal);
    }
  }

  private static long ofOpenTelemetry(io.opentelemetry.sdk.trace.samplers.Sampler sampler) {
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder().setSampler(sampler).addSpanProcessor(new OtelSink()).build()) {
      var tracer = new OtelTracer(provider.get("s"), new OtelCurrentTraceContext(), event -> {});
      return bytes(registry(tracer), 0);
    }
  }

  private static ObservationRegistry registry(io.micrometer.tracing.Tracer tracer) {
    ObservationRegistry registry = ObservationRegistry.create();
    registry.observationConfig().observationHandler(new DefaultTracingObservationHandler(tracer));
    return registry;
  }

  private static void observe(ObservationRegistry registry) {
    Observation observation =
        Observation.createNotStarted("work", registry)
            .lowCardinalityKeyValue("method", "GET")
            .highCardinalityKeyValue("url", "/orders")
            .start();
    try (Observation.Scope scope = observation.openScope()) {
      sink = scope;
    }
    observation.stop();
  }

  /** The least of many rounds, or the first that is as good as the goal. */
  private static long bytes(ObservationRegistry registry, long goal) {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < MOST_ROUNDS && least > goal; round++) {
      long before = MEMORY.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < OPERATIONS; i++) {
        observe(registry);
      }
      long used = MEMORY.getCurrentThreadAllocatedBytes() - before;
      least = Math.min(least, used / OPERATIONS);
    }
    return least;
  }

  /** Prints bytes for each observation. */
  public static void main(String[] args) {
    ObservationRegistry none = ObservationRegistry.create();
    none.observationConfig().observationHandler(context -> true);
    print("a handler that does nothing", bytes(none, 0));
    print("Tracer, sampled", ofTracer(Sampler.alwaysOn(), 0));
    print("Tracer, not sampled", ofTracer(Sampler.alwaysOff(), 0));
    var on = io.opentelemetry.sdk.trace.samplers.Sampler.alwaysOn();
    print("OpenTelemetry's bridge, sampled", ofOpenTelemetry(on));
    var off = io.opentelemetry.sdk.trace.samplers.Sampler.alwaysOff();
    print("OpenTelemetry's bridge, not sampled", ofOpenTelemetry(off));
  }

  private static void print(String what, long bytes) {
    System.out.println(String.format(Locale.ROOT, "%-40s %5d", what, bytes));
  }

  /** Takes a span as a queue does. */
  private static final class OtelSink implements io.opentelemetry.sdk.trace.SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      sink = span;
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }
}
