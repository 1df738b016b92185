// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A span that is not recorded here: a remote parent, or one that was not sampled. Immutable: all
 * setters do nothing.
 */
final class PropagatedSpan extends Span {
  static final PropagatedSpan INVALID =
      new PropagatedSpan(null, 0, 0, 0, (byte) 0, TraceState.empty());

  /** The span of {@link Context#suppressed()}: its children are not recorded either. */
  static final PropagatedSpan SUPPRESSED =
      new PropagatedSpan(null, 0, 0, 0, (byte) 0, TraceState.empty());

  /** The bit of {@link #flags} that marks a span of another process. */
  static final byte REMOTE = 4;

  private final @Nullable SpanOwner owner;

  PropagatedSpan(
      @Nullable SpanOwner owner,
      long traceIdHigh,
      long traceIdLow,
      long spanId,
      byte flags,
      TraceState traceState) {
    super(traceIdHigh, traceIdLow, spanId, flags, traceState);
    this.owner = owner;
  }

  static Span wrap(SpanContext context) {
    requireNonNull(context, "context");
    byte flags = context.traceFlags();
    flags |= context.isRemote() ? REMOTE : 0;
    flags |= context.isUndecided() ? SpanContext.UNDECIDED : 0;
    return new PropagatedSpan(
        null,
        context.traceIdHigh(),
        context.traceIdLow(),
        context.spanIdAsLong(),
        flags,
        context.traceState());
  }

  @Override
  public SpanContext context() {
    SpanContext context =
        SpanContext.of(traceIdHigh, traceIdLow, spanId, flags, traceState, (flags & REMOTE) != 0);
    return isUndecided() ? context.undecided() : context;
  }

  @Override
  public boolean isRecording() {
    return false;
  }

  @Override
  public Span set(String name, @Nullable String value) {
    return this;
  }

  @Override
  public Span set(String name, char value) {
    return this;
  }

  @Override
  public Span set(String name, boolean value) {
    return this;
  }

  @Override
  public Span set(String name, long value) {
    return this;
  }

  @Override
  public Span set(String name, double value) {
    return this;
  }

  @Override
  public Span set(String name, @Nullable Object value) {
    return this;
  }

  @Override
  public Span setAll(Attributes attributes) {
    return this;
  }

  @Override
  public Span event(String name, Attributes attributes) {
    return this;
  }

  @Override
  public Span event(String name, Attributes attributes, Instant time) {
    return this;
  }

  @Override
  public Span link(SpanContext context, Attributes attributes) {
    return this;
  }

  @Override
  public Span rename(String name) {
    return this;
  }

  @Override
  public Span status(StatusCode code, @Nullable String description) {
    return this;
  }

  @Override
  public Span keep(String reason) {
    return this;
  }

  @Override
  public Span fail(Throwable error) {
    return this;
  }

  @Override
  public Span recordException(Throwable error, Attributes attributes) {
    return this;
  }

  @Override
  public void end() {}

  @Override
  public void end(Instant time) {}

  @Override
  @Nullable SpanOwner owner() {
    return owner;
  }

  @Override
  String displayName() {
    return isValid() ? toString() : "none";
  }

  @Override
  public String toString() {
    return "PropagatedSpan{" + context() + '}';
  }
}
