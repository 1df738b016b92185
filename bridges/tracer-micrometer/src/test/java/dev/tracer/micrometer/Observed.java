// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.micrometer;

import dev.tracer.SpanLimits;
import io.micrometer.observation.ObservationHandler.FirstMatchingCompositeObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;

/** Registries of observations with the handlers that applications have. */
final class Observed {
  /** Limits that no stack trace of a test reaches: each cut would be told when a tracer closes. */
  static final SpanLimits NO_CUTS = SpanLimits.DEFAULT.withStackTraceLength(1 << 20);

  private Observed() {}

  static ObservationRegistry by(MicrometerTracing tracing) {
    ObservationRegistry registry = ObservationRegistry.create();
    addTo(registry, tracing);
    return registry;
  }

  static void addTo(ObservationRegistry registry, MicrometerTracing tracing) {
    registry
        .observationConfig()
        .observationHandler(
            new FirstMatchingCompositeObservationHandler(
                new PropagatingSenderTracingObservationHandler<>(
                    tracing.tracer(), tracing.propagator()),
                new PropagatingReceiverTracingObservationHandler<>(
                    tracing.tracer(), tracing.propagator()),
                new DefaultTracingObservationHandler(tracing.tracer())));
  }
}
