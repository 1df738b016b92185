// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.micrometer;

import io.micrometer.tracing.TraceContext;
import org.jspecify.annotations.Nullable;

/** Makes a trace context from ids that somebody got by his own ways. Confined to one thread. */
final class BridgedTraceContextBuilder implements TraceContext.Builder {
  private @Nullable String traceId;
  private @Nullable String parentId;
  private @Nullable String spanId;
  private @Nullable Boolean sampled;

  @Override
  public TraceContext.Builder traceId(@Nullable String traceId) {
    this.traceId = traceId;
    return this;
  }

  @Override
  public TraceContext.Builder parentId(@Nullable String parentId) {
    this.parentId = parentId == null || parentId.isEmpty() ? null : parentId;
    return this;
  }

  @Override
  public TraceContext.Builder spanId(@Nullable String spanId) {
    this.spanId = spanId;
    return this;
  }

  @Override
  public TraceContext.Builder sampled(@Nullable Boolean sampled) {
    this.sampled = sampled;
    return this;
  }

  @Override
  public TraceContext build() {
    return Conversions.ofIds(traceId, spanId, parentId, sampled);
  }
}
