// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.micrometer;

import static java.util.Objects.requireNonNull;

import dev.tracer.Tracer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * What a tracer tells about itself, {@link Tracer#stats()}, as meters.
 *
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

  @Override
  public void bindTo(MeterRegistry registry) {}
}
