// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static java.util.Objects.requireNonNull;

import dev.tracer.internal.Hex;
import org.jspecify.annotations.Nullable;

/**
 * The part of a span that travels: its ids, flags and trace state (W3C Trace Context Level 2).
 * Immutable.
 *
 * @since 0.1
 */
public final class SpanContext {
  /** The flag of a trace that is recorded. */
  public static final byte SAMPLED = 1;

  /** The flag of a trace whose last 56 id bits are uniformly random (Level 2). */
  public static final byte RANDOM = 2;

  /** Marks that whoever sent it left open whether the trace is recorded; does not travel. */
  static final byte UNDECIDED = 8;

  private static final SpanContext INVALID =
      new SpanContext(0, 0, 0, (byte) 0, TraceState.empty(), false);

  private final long traceIdHigh;
  private final long traceIdLow;
  private final long spanId;
  private final byte flags;
  private final boolean remote;
  private final TraceState traceState;

  private SpanContext(
      long traceIdHigh,
      long traceIdLow,
      long spanId,
      byte flags,
      TraceState traceState,
      boolean remote) {
    this.traceIdHigh = traceIdHigh;
    this.traceIdLow = traceIdLow;
    this.spanId = spanId;
    this.flags = (byte) (flags & (SAMPLED | RANDOM | UNDECIDED));
    this.traceState = requireNonNull(traceState, "traceState");
    this.remote = remote;
  }

  /** The context of no span: all ids zero. */
  public static SpanContext invalid() {
    return INVALID;
  }

  /**
   * Makes a context from ids as numbers.
   *
   * @param flags {@link #SAMPLED} and {@link #RANDOM}; other bits are ignored
   * @param remote whether it came from another process
   * @throws NullPointerException if {@code traceState} is null
   */
  public static SpanContext of(
      long traceIdHigh,
      long traceIdLow,
      long spanId,
      byte flags,
      TraceState traceState,
      boolean remote) {
    byte known = (byte) (flags & (SAMPLED | RANDOM));
    return new SpanContext(traceIdHigh, traceIdLow, spanId, known, traceState, remote);
  }

  /**
   * Makes a local context from ids as text.
   *
   * @param traceId 32 lower-case hex digits
   * @param spanId 16 lower-case hex digits
   * @throws IllegalArgumentException naming the id that is malformed
   * @throws NullPointerException naming the argument that is null
   */
  public static SpanContext of(String traceId, String spanId, byte flags, TraceState traceState) {
    if (!Hex.isHex(requireNonNull(traceId, "traceId"), 32)) {
      throw new IllegalArgumentException("traceId must be 32 lower-case hex digits: " + traceId);
    }
    if (!Hex.isHex(requireNonNull(spanId, "spanId"), 16)) {
      throw new IllegalArgumentException("spanId must be 16 lower-case hex digits: " + spanId);
    }
    return new SpanContext(
        Hex.parse(traceId, 0),
        Hex.parse(traceId, 16),
        Hex.parse(spanId, 0),
        (byte) (flags & (SAMPLED | RANDOM)),
        traceState,
        false);
  }

  /** The trace id as 32 lower-case hex digits. */
  public String traceId() {
    return Hex.format(traceIdHigh, traceIdLow);
  }

  /** The span id as 16 lower-case hex digits. */
  public String spanId() {
    return Hex.format(spanId);
  }

  /** The first 64 bits of the trace id. */
  public long traceIdHigh() {
    return traceIdHigh;
  }

  /** The last 64 bits of the trace id. */
  public long traceIdLow() {
    return traceIdLow;
  }

  /** The span id as a number. */
  public long spanIdAsLong() {
    return spanId;
  }

  /** The trace id as 16 new bytes. */
  public byte[] traceIdBytes() {
    byte[] bytes = new byte[16];
    Hex.putLong(bytes, 0, traceIdHigh);
    Hex.putLong(bytes, 8, traceIdLow);
    return bytes;
  }

  /** The span id as 8 new bytes. */
  public byte[] spanIdBytes() {
    byte[] bytes = new byte[8];
    Hex.putLong(bytes, 0, spanId);
    return bytes;
  }

  /** {@link #SAMPLED} and {@link #RANDOM}, as far as set. */
  public byte traceFlags() {
    return (byte) (flags & (SAMPLED | RANDOM));
  }

  /** What vendors keep along the trace. */
  public TraceState traceState() {
    return traceState;
  }

  /** Whether both ids are other than zero. */
  public boolean isValid() {
    return (traceIdHigh | traceIdLow) != 0 && spanId != 0;
  }

  /** Whether the span is recorded, for all we know. */
  public boolean isSampled() {
    return (flags & SAMPLED) != 0;
  }

  /**
   * This context without a decision about recording: {@code Sampler.parentBased} treats a span that
   * is continued from it like a root, in the same trace. For formats that can leave the decision to
   * the receiver, and for callers whose decision does not count.
   */
  public SpanContext undecided() {
    return new SpanContext(
        traceIdHigh, traceIdLow, spanId, (byte) (flags | UNDECIDED), traceState, remote);
  }

  /** Whether the decision about recording is left to the receiver. */
  public boolean isUndecided() {
    return (flags & UNDECIDED) != 0;
  }

  /** Whether the last 56 bits of the trace id are uniformly random. */
  public boolean isRandom() {
    return (flags & RANDOM) != 0;
  }

  /** Whether the span lives in another process. */
  public boolean isRemote() {
    return remote;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SpanContext that
        && traceIdHigh == that.traceIdHigh
        && traceIdLow == that.traceIdLow
        && spanId == that.spanId
        && flags == that.flags
        && remote == that.remote
        && traceState.equals(that.traceState);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(traceIdLow) * 31 + Long.hashCode(spanId);
  }

  /** The form of a {@code traceparent} header, with the trace state behind it if there is one. */
  @Override
  public String toString() {
    String parent = "00-" + traceId() + "-" + spanId() + "-0" + traceFlags();
    return traceState.isEmpty() ? parent : parent + " " + traceState;
  }
}
