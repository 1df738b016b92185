// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks.instrumentation;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.DoubleGaugeBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.DoubleHistogramBuilder;
import io.opentelemetry.api.metrics.LongCounterBuilder;
import io.opentelemetry.api.metrics.LongHistogramBuilder;
import io.opentelemetry.api.metrics.LongUpDownCounterBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterBuilder;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.propagation.ContextPropagators;

/**
 * OpenTelemetry that traces and does nothing else, as we do. Its instrumentation libraries record
 * metrics beside the spans unless their histograms are of a kind that they refuse: that is how they
 * tell an application which has no use for metrics.
 */
record BareOpenTelemetry(TracerProvider tracers, ContextPropagators propagators)
    implements OpenTelemetry {
  @Override
  public TracerProvider getTracerProvider() {
    return tracers;
  }

  @Override
  public ContextPropagators getPropagators() {
    return propagators;
  }

  @Override
  public MeterProvider getMeterProvider() {
    return name -> new BareMeterBuilder();
  }

  private static final class BareMeterBuilder implements MeterBuilder {
    @Override
    public MeterBuilder setSchemaUrl(String schemaUrl) {
      return this;
    }

    @Override
    public MeterBuilder setInstrumentationVersion(String version) {
      return this;
    }

    @Override
    public Meter build() {
      return new BareMeter(MeterProvider.noop().get("bare"));
    }
  }

  private record BareMeter(Meter noop) implements Meter {
    @Override
    public LongCounterBuilder counterBuilder(String name) {
      return noop.counterBuilder(name);
    }

    @Override
    public LongUpDownCounterBuilder upDownCounterBuilder(String name) {
      return noop.upDownCounterBuilder(name);
    }

    @Override
    public DoubleHistogramBuilder histogramBuilder(String name) {
      return new NoopDoubleHistogramBuilder(noop.histogramBuilder(name));
    }

    @Override
    public DoubleGaugeBuilder gaugeBuilder(String name) {
      return noop.gaugeBuilder(name);
    }
  }

  /** The libraries know it by its name, and say nothing. */
  private record NoopDoubleHistogramBuilder(DoubleHistogramBuilder noop)
      implements DoubleHistogramBuilder {
    @Override
    public DoubleHistogramBuilder setDescription(String description) {
      return this;
    }

    @Override
    public DoubleHistogramBuilder setUnit(String unit) {
      return this;
    }

    @Override
    public LongHistogramBuilder ofLongs() {
      return noop.ofLongs();
    }

    @Override
    public DoubleHistogram build() {
      return noop.build();
    }
  }
}
