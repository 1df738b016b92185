// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import dev.tracer.export.EventData;
import dev.tracer.export.LinkData;
import dev.tracer.export.SpanData;
import dev.tracer.sampling.LocalTrace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a recorded span knows, and how filters, processors and exporters read it once it has ended.
 * {@link RecordingSpan} tells who writes it and when.
 */
abstract sealed class SpanRecord extends Span implements SpanData permits RecordingSpan {
  /** In {@link #flags}: the parent lives in another process. */
  static final byte PARENT_REMOTE = 4;

  private static final SpanKind[] KINDS = SpanKind.values();

  /** How many exceptions a local trace remembers. */
  private static final int MOST_ERRORS = 4;

  static final @Nullable Throwable[] NO_ERRORS = {};

  // immutable state
  final Tracer tracer;
  final TimeAnchor anchor;

  /** The span of this process that this one descends from; the span itself if it is that one. */
  final SpanRecord localRoot;

  /** This local trace in the hands of the tail sampler; null if it is not. */
  final @Nullable LocalTrace localTrace;

  private final long parentSpanId;
  private final long startEpochNanos;
  private final byte kind;

  // mutable state: owned
  String name;

  /** Name, value, name, value ...; the first {@link #size} pairs are filled. */
  @Nullable Object @Nullable [] entries;

  int size;

  /** The bit {@code 1 << hashCode} of each name in {@link #entries}: most new names are told so. */
  int seen;

  SpanDetails details = SpanDetails.NONE;

  // mutable state: frozen by end()
  long endEpochNanos;
  boolean frozen;

  /** Made when first asked for; a race makes two equal ones. */
  private @Nullable Attributes attributes;

  /**
   * In a local root, the last exceptions that its local trace recorded, so that one which passes
   * through several spans is recorded once. Arrays are not written once they are here; racing plain
   * writes may lose one, which means an event too many.
   */
  @Nullable Throwable[] recorded = NO_ERRORS;

  /**
   * Starts a span. So many parameters and no object to hold them, because that object would cost as
   * much as the span.
   *
   * @param parent the parent; {@link Span#invalid()} for a root
   * @param startEpochNanos its start; {@link Engine#NOW} for now
   */
  @SuppressWarnings("EnumOrdinal") // a byte instead of a reference keeps the object small
  SpanRecord(
      Tracer tracer,
      Span parent,
      long traceIdHigh,
      long traceIdLow,
      long spanId,
      byte flags,
      TraceState traceState,
      String name,
      SpanKind kind,
      long startEpochNanos) {
    super(traceIdHigh, traceIdLow, spanId, flags, traceState);
    this.tracer = tracer;
    this.parentSpanId = parent.spanId;
    this.name = name;
    this.kind = (byte) kind.ordinal();
    long nanoTime = tracer.engine.clock.nanoTime();
    // a span of another engine lives by another clock
    if (parent instanceof SpanRecord local && local.tracer.engine == tracer.engine) {
      this.localRoot = local.localRoot;
      this.anchor = local.anchor;
      this.startEpochNanos =
          startEpochNanos == Engine.NOW ? anchor.toEpoch(nanoTime) : startEpochNanos;
      this.localTrace = local.localTrace;
      if (localTrace != null) {
        localTrace.started();
      }
    } else {
      this.localRoot = this;
      this.anchor = tracer.engine.anchor(nanoTime);
      this.startEpochNanos =
          startEpochNanos == Engine.NOW ? anchor.toEpoch(nanoTime) : startEpochNanos;
      Pipeline pipeline = tracer.engine.pipeline;
      this.localTrace =
          pipeline.mayHold(parent) ? pipeline.open(traceIdLow, traceState, flags, nanoTime) : null;
    }
  }

  /** Copies all but the attributes. */
  SpanRecord(SpanRecord other) {
    super(other.traceIdHigh, other.traceIdLow, other.spanId, other.flags, other.traceState);
    this.tracer = other.tracer;
    this.anchor = other.anchor;
    this.localRoot = other.localRoot;
    this.localTrace = other.localTrace;
    this.parentSpanId = other.parentSpanId;
    this.startEpochNanos = other.startEpochNanos;
    this.kind = other.kind;
    this.name = other.name;
    this.details = other.details;
  }

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
    if (localTrace != null && !frozen) { // somebody may be about to be told
      localTrace.announce(tracer.engine.clock.nanoTime());
    }
    return SpanContext.of(traceIdHigh, traceIdLow, spanId, traceFlags(), traceState(), false);
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

  @Override
  public final byte traceFlags() {
    int kept = localTrace != null && localTrace.isKept() ? SpanContext.SAMPLED : 0;
    return (byte) ((flags & (SpanContext.SAMPLED | SpanContext.RANDOM)) | kept);
  }

  @Override
  public final boolean isSampled() {
    return (traceFlags() & SpanContext.SAMPLED) != 0;
  }

  @Override
  public final TraceState traceState() {
    return localTrace == null ? traceState : localTrace.traceState();
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
    if (made == null && frozen && entries != null) {
      attributes = made = Attributes.adopt(entries, size);
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
    return tracer.engine.resource;
  }

  @Override
  public final InstrumentationScope instrumentationScope() {
    return tracer.scope;
  }

  @Override
  final Engine engine() {
    return tracer.engine;
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
