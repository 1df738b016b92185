// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.micrometer;

import io.micrometer.tracing.CurrentTraceContext;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.propagation.Propagator;
import org.jspecify.annotations.Nullable;

/**
 * Micrometer Tracing over a {@link dev.tracer.Tracer}: what is observed through Micrometer becomes
 * spans of the tracer, in the same traces as its own.
 *
 * <pre>{@code
 * MicrometerTracing tracing = MicrometerTracing.of(tracer);
 * registry.observationConfig().observationHandler(
 *     new ObservationHandler.FirstMatchingCompositeObservationHandler(
 *         new PropagatingSenderTracingObservationHandler<>(tracing.tracer(), tracing.propagator()),
 *         new PropagatingReceiverTracingObservationHandler<>(tracing.tracer(), tracing.propagator()),
 *         new DefaultTracingObservationHandler(tracing.tracer())));
 * }</pre>
 *
 * <p>The current span of both sides is one thing: either sees what the other made current.
 * Immutable; thread-safe. Close the tracer, not this.
 *
 * @since 0.1
 */
public final class MicrometerTracing {
  private final BridgedTracer tracer;
  private final BridgedPropagator propagator;

  MicrometerTracing(dev.tracer.Tracer tracer, BaggageFields fields) {
    this.tracer = new BridgedTracer(tracer, fields);
    this.propagator = new BridgedPropagator(tracer, fields);
  }

  /**
   * Micrometer Tracing over {@code tracer}, without fields of baggage that are named beforehand.
   *
   * @throws NullPointerException if {@code tracer} is null
   */
  public static MicrometerTracing of(dev.tracer.Tracer tracer) {
    return builder(tracer).build();
  }

  /**
   * Describes Micrometer Tracing over {@code tracer}.
   *
   * @throws NullPointerException if {@code tracer} is null
   */
  public static MicrometerTracingBuilder builder(dev.tracer.Tracer tracer) {
    return new MicrometerTracingBuilder(tracer);
  }

  /** What starts spans, tells the current one and manages baggage. */
  public io.micrometer.tracing.Tracer tracer() {
    return tracer;
  }

  /** The formats of the tracer: the same that its own instrumentation reads and writes. */
  public Propagator propagator() {
    return propagator;
  }

  /** What tells and changes the current span. */
  public CurrentTraceContext currentTraceContext() {
    return tracer.currentTraceContext();
  }

  /**
   * The span of Tracer behind one of Micrometer's. For a span of another implementation, one that
   * passes its ids on; for null or one without ids, {@link dev.tracer.Span#invalid()}.
   */
  public static dev.tracer.Span unwrap(@Nullable Span span) {
    return BridgedSpan.contextOf(span).span();
  }

  @Override
  public String toString() {
    return "MicrometerTracing";
  }
}
