// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * OpenTelemetry's SDK, configured as {@link TracerState}: default limits, parent-based sampler, a
 * processor that asks for ended spans only and keeps the last one.
 */
@State(Scope.Benchmark)
public class OpenTelemetryState {
  /** Makes the tracer. */
  public SdkTracerProvider provider;

  /** Makes the spans. */
  public Tracer tracer;

  /** Gets them. */
  public LastSpan last;

  /** Builds the tracer. */
  @Setup
  public void open() {
    last = new LastSpan();
    provider =
        SdkTracerProvider.builder()
            .setResource(Resource.getDefault())
            .setSampler(sampler())
            .addSpanProcessor(last)
            .build();
    tracer = provider.get("benchmark");
  }

  Sampler sampler() {
    return Sampler.parentBased(rootSampler());
  }

  Sampler rootSampler() {
    return Sampler.alwaysOn();
  }

  /** Closes the tracer. */
  @TearDown
  public void close() {
    provider.close();
  }

  /** The same, but no trace is sampled. */
  public static class Unsampled extends OpenTelemetryState {
    @Override
    Sampler rootSampler() {
      return Sampler.alwaysOff();
    }
  }

  /** The same, but every span is recorded, and left out where a batch processor leaves it out. */
  public static class RecordedOnly extends OpenTelemetryState {
    @Override
    Sampler sampler() {
      return new RecordOnly();
    }
  }

  /** Records all and samples nothing: what a tail sampler behind the SDK needs. */
  private static final class RecordOnly implements Sampler {
    @Override
    public SamplingResult shouldSample(
        Context parent,
        String traceId,
        String name,
        SpanKind kind,
        Attributes attributes,
        List<LinkData> parentLinks) {
      return SamplingResult.recordOnly();
    }

    @Override
    public String getDescription() {
      return "RecordOnly";
    }
  }

  /** Keeps the span that ended last. */
  public static final class LastSpan implements SpanProcessor {
    /** The last one; null before the first. */
    public ReadableSpan span;

    @Override
    public void onStart(Context parent, ReadWriteSpan started) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan ended) {
      span = ended;
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }
}
