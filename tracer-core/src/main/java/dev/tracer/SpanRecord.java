// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import dev.tracer.export.EventData;
import dev.tracer.export.LinkData;
import dev.tracer.export.SpanData;
import dev.tracer.sampling.LocalTrace;
import java.lang.invoke.VarHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a recorded span knows, and how filters, processors and exporters read it once it has ended.
 * Its only subclass, which it does not know, is {@link OwnedSpan}; that tells who writes it and
 * when.
 */
abstract non-sealed class SpanRecord extends Span implements SpanData {
  /** In {@link #flags}: the parent lives in another process. */
  static final byte PARENT_REMOTE = 4;

  /** In {@link #flags}: the application gave the start. */
  static final byte GIVEN_START = 16;

  private static final byte KEPT = 1;
  private static final byte NOT_KEPT = 2;
  private static final SpanKind[] KINDS = SpanKind.values();

  /** How many exceptions a local trace remembers. */
  private static final int MOST_ERRORS = 4;

  static final @Nullable Throwable[] NO_ERRORS = {};

  // immutable state
  final SpanOrigin origin;

  // immutable state once begin() has returned
  private TimeAnchor anchor;

  /** The span of this process that this one descends from; the span itself if it is that one. */
  private SpanRecord localRoot;

  /** The local trace, in whose hands ever it is. */
  private LocalTrace localTrace;

  private long parentSpanId;
  private long startEpochNanos;
  private byte kind;

  // mutable state: owned
  String name;

  /** Name, value, name, value ...; the first {@link #size} pairs are filled. */
  @Nullable Object @Nullable [] entries;

  int size;

  /** The bit {@code 1 << hashCode} of each name in {@link #entries}: most new names are told so. */
  int seen;

  SpanDetails details = SpanDetails.NONE;

  // mutable state: written by the ender before it hands the span on, which publishes it
  private long endEpochNanos;

  /**
   * Zero until the span is frozen; then whether it was known by then that a tail sampler keeps it.
   * Written behind a fence: who reads it without any order, as somebody who looks at running spans
   * may, sees what was written before.
   */
  private byte fate;

  /** Made when first asked for; a race makes two equal ones. */
  private @Nullable Attributes attributes;

  /**
   * In a local root, the last exceptions that its local trace recorded, so that one which passes
   * through several spans is recorded once. Arrays are not written once they are here; racing plain
   * writes may lose one, which means an event too many.
   */
  @Nullable Throwable[] recorded = NO_ERRORS;

  /**
   * Gives a span its identity; {@link #begin} has to follow. Two steps, as one would take a dozen
   * parameters: an object that carries them costs as much as the span wherever the compiler does
   * not do without it.
   *
   * @param flags as in {@link Span#flags}, with {@link #PARENT_REMOTE}
   */
  @SuppressWarnings("NullAway.Init") // by begin()
  SpanRecord(
      SpanOrigin origin,
      long traceIdHigh,
      long traceIdLow,
      long spanId,
      byte flags,
      TraceState traceState) {
    super(traceIdHigh, traceIdLow, spanId, flags, traceState);
    this.origin = origin;
  }

  /**
   * Begins a span. To be called once, before anybody else knows it.
   *
   * @param parent the invalid span for a root
   * @param trace the local trace it belongs to
   */
  @SuppressWarnings("EnumOrdinal") // a byte instead of a reference keeps the object small
  final void begin(
      Span parent,
      TimeAnchor anchor,
      long startEpochNanos,
      LocalTrace trace,
      String name,
      SpanKind kind) {
    SpanRecord above = of(parent, origin.owner);
    this.parentSpanId = parent.spanId;
    this.localRoot = above == null ? this : above.localRoot;
    this.anchor = anchor;
    this.startEpochNanos = startEpochNanos;
    this.localTrace = trace;
    this.name = name;
    this.kind = (byte) kind.ordinal();
    VarHandle.storeStoreFence(); // as behind final fields: whoever sees the span sees these
  }

  final TimeAnchor anchor() {
    return anchor;
  }

  final SpanRecord localRoot() {
    return localRoot;
  }

  final LocalTrace localTrace() {
    return localTrace;
  }

  /** The span itself if {@code owner} records it, else null. */
  static @Nullable SpanRecord of(Span span, SpanOwner owner) {
    return span instanceof SpanRecord record && record.origin.owner == owner ? record : null;
  }

  /** Copies all but the attributes. */
  SpanRecord(SpanRecord other) {
    super(other.traceIdHigh, other.traceIdLow, other.spanId, other.flags, other.traceState);
    this.origin = other.origin;
    this.anchor = other.anchor;
    this.localRoot = other.localRoot;
    this.localTrace = other.localTrace;
    this.parentSpanId = other.parentSpanId;
    this.startEpochNanos = other.startEpochNanos;
    this.kind = other.kind;
    this.name = other.name;
    this.details = other.details;
  }

  /**
   * Fixes the end.
   *
   * @param isGiven whether the application gave it: only if it gave both may the end be before the
   *     start
   */
  final void endAt(long end, boolean isGiven) {
    boolean isLegal = end >= startEpochNanos || (isGiven && (flags & GIVEN_START) != 0);
    endEpochNanos = isLegal ? end : startEpochNanos;
  }

  /** Ends all change. To be called once, before others than the caller read it. */
  final void freeze() {
    byte known = localTrace.isKept() ? KEPT : NOT_KEPT;
    VarHandle.releaseFence();
    fate = known;
  }

  /** Whether the caller is the owner and nobody else has written or ended the span. */
  abstract boolean isExclusive();

  /** Whether {@code error} is new to this local trace; remembers it. To be asked of its root. */
  final boolean firstRecordOf(Throwable error) {
    @Nullable Throwable[] known = recorded;
    for (Throwable old : known) {
      if (old == error) {
        return false;
      }
    }
    if (isRecording()) {
      @Nullable Throwable[] newest =
          new @Nullable Throwable[Math.min(known.length + 1, MOST_ERRORS)];
      newest[0] = error;
      for (int i = 1; i < newest.length; i++) {
        newest[i] = known[i - 1];
      }
      recorded = newest;
    }
    return true;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final SpanKind kind() {
    return KINDS[kind];
  }

  @Override
  public final SpanContext context() {
    return context(isKept());
  }

  @Override
  public final long traceIdHigh() {
    return traceIdHigh;
  }

  @Override
  public final long traceIdLow() {
    return traceIdLow;
  }

  @Override
  public final long spanIdAsLong() {
    return spanId;
  }

  private SpanContext context(boolean isKept) {
    return SpanContext.of(
        traceIdHigh, traceIdLow, spanId, traceFlags(isKept), traceState(isKept), false);
  }

  /**
   * Its identity for somebody who is about to be told of it, which makes a tail sampler decide if
   * it can: so it may say more than the span's own, frozen one.
   */
  final SpanContext announce() {
    if (isHeld()) {
      localTrace.announce(origin.clock.nanoTime());
    }
    return context(localTrace.isKept());
  }

  /** Whether a tail sampler decides about it. */
  final boolean isHeld() {
    return !(localTrace instanceof Unheld);
  }

  /** Whether a tail sampler has decided to keep it, as far as this span may know. */
  private boolean isKept() {
    byte known = fate;
    return known == 0 ? localTrace.isKept() : known == KEPT;
  }

  private byte traceFlags(boolean isKept) {
    int own = flags & (SpanContext.SAMPLED | SpanContext.RANDOM);
    return (byte) (isKept ? own | SpanContext.SAMPLED : own);
  }

  private TraceState traceState(boolean isKept) {
    return isKept ? localTrace.traceState() : traceState;
  }

  @Override
  public final byte traceFlags() {
    return traceFlags(isKept());
  }

  @Override
  public final boolean isSampled() {
    return (traceFlags() & SpanContext.SAMPLED) != 0;
  }

  @Override
  public final TraceState traceState() {
    return traceState(isKept());
  }

  @Override
  public final long parentSpanIdAsLong() {
    return parentSpanId;
  }

  @Override
  public final boolean isParentRemote() {
    return (flags & PARENT_REMOTE) != 0;
  }

  @Override
  public final long startEpochNanos() {
    return startEpochNanos;
  }

  @Override
  public final long endEpochNanos() {
    return endEpochNanos;
  }

  @Override
  public final Attributes attributes() {
    Attributes made = attributes;
    if (made == null && entries != null) {
      if (fate != 0) {
        VarHandle.acquireFence();
        attributes = made = Attributes.adopt(entries, size);
      } else if (isExclusive()) { // goes on writing
        made = Attributes.adopt(entries.clone(), size);
      }
    }
    return made == null ? Attributes.empty() : made;
  }

  @Override
  public final List<EventData> events() {
    return details.events;
  }

  @Override
  public final List<LinkData> links() {
    return details.links;
  }

  @Override
  public final StatusCode statusCode() {
    return details.status;
  }

  @Override
  public final @Nullable String statusDescription() {
    return details.description;
  }

  @Override
  public final int droppedAttributes() {
    return details.droppedAttributes;
  }

  @Override
  public final int droppedEvents() {
    return details.droppedEvents;
  }

  @Override
  public final int droppedLinks() {
    return details.droppedLinks;
  }

  @Override
  public final Resource resource() {
    return origin.resource;
  }

  @Override
  public final InstrumentationScope instrumentationScope() {
    return origin.scope;
  }

  @Override
  final SpanOwner owner() {
    return origin.owner;
  }

  @Override
  final String displayName() {
    return name;
  }

  @Override
  public final String toString() {
    return "Span{" + name + ' ' + traceId() + '-' + spanId() + '}';
  }
}
