// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.opentelemetry;

import dev.tracer.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The identity of a span of Tracer as OpenTelemetry's API sees it. Immutable. */
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

  /** Equal to whatever names the same span in the same way, also of other implementations. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof io.opentelemetry.api.trace.SpanContext that
        && getTraceId().equals(that.getTraceId())
        && getSpanId().equals(that.getSpanId())
        && getTraceFlags().equals(that.getTraceFlags())
        && getTraceState().equals(that.getTraceState())
        && isRemote() == that.isRemote();
  }

  @Override
  public int hashCode() {
    return Objects.hash(ours.spanIdAsLong());
  }

  @Override
  public String toString() {
    return ours.toString();
  }
}
