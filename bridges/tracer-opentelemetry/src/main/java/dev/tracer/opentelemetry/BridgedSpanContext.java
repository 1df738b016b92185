// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.opentelemetry;

import dev.tracer.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a span of Tracer as OpenTelemetry's API sees it. Immutable. Not made by {@code
 * SpanContext.create}, which has no room for all that comes back with it: members of the trace
 * state that OpenTelemetry does not know, and whether the sampling is decided.
 */
final class BridgedSpanContext implements io.opentelemetry.api.trace.SpanContext {
  private final SpanContext ours;

  BridgedSpanContext(SpanContext ours) {
    this.ours = ours;
  }

  SpanContext ours() {
    return ours;
  }

  @Override
  public String getTraceId() {
    return ours.traceId();
  }

  @Override
  public String getSpanId() {
    return ours.spanId();
  }

  @Override
  public byte[] getTraceIdBytes() {
    return ours.traceIdBytes();
  }

  @Override
  public byte[] getSpanIdBytes() {
    return ours.spanIdBytes();
  }

  @Override
  public TraceFlags getTraceFlags() {
    return Conversions.flags(ours);
  }

  @Override
  public TraceState getTraceState() {
    return Conversions.toTheirs(ours.traceState());
  }

  @Override
  public boolean isValid() {
    return ours.isValid();
  }

  @Override
  public boolean isRemote() {
    return ours.isRemote();
  }

  /** Equal to its own kind alone: one of {@code SpanContext.create} is never equal to this. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BridgedSpanContext that && ours.equals(that.ours);
  }

  @Override
  public int hashCode() {
    return ours.hashCode();
  }

  @Override
  public String toString() {
    return ours.toString();
  }
}
