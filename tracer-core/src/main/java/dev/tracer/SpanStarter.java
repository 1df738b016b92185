// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import dev.tracer.internal.ThreadState;
import dev.tracer.sampling.LocalTrace;
import dev.tracer.sampling.OtTraceState;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingDecision;
import dev.tracer.sampling.SamplingResult;
import org.jspecify.annotations.Nullable;

/**
 * The start of a span: finds the parent, makes the ids, asks the sampler, writes the trace state.
 * Thread-safe; nothing here throws.
 */
final class SpanStarter {
  private static final SamplingResult DROP = SamplingResult.of(SamplingDecision.DROP);
  private static final SamplingResult KEEP = SamplingResult.asParent();

  // immutable state
  private final Timeline timeline;
  private final Sampler sampler;
  private final @Nullable IdGenerator ids;

  /** The flags of a root span before it is sampled. */
  private final byte rootFlags;

  private final Pipeline pipeline;
  private final LocalTraceGate gate;
  private final Faults faults;

  // mutable state
  /** Written by the close, read by all: a span that starts meanwhile is recorded or not. */
  private volatile boolean stopped;

  SpanStarter(TracerSettings settings, Timeline timeline, Pipeline pipeline, Faults faults) {
    this.timeline = timeline;
    this.sampler = settings.sampler;
    this.ids = settings.ids == null ? null : new GuardedIds(settings.ids, faults);
    this.rootFlags = ids == null || ids.isRandom() ? SpanContext.RANDOM : 0;
    this.pipeline = pipeline;
    this.gate = pipeline.gate;
    this.faults = faults;
    this.stopped = settings.disabled;
  }

  /** Whether spans are recorded. */
  boolean isOpen() {
    return !stopped;
  }

  /** Spans that start from now on are not recorded. */
  void stop() {
    stopped = true;
  }

  /**
   * The start of a span.
   *
   * @param details kind, parent, links and time
   */
  Span start(SpanOrigin origin, @Nullable String name, Attributes attributes, SpanBuilder details) {
    try {
      if (stopped) {
        return unrecorded(details.parent == null ? Context.current() : details.parent);
      }
      return begin(origin, name == null ? "" : name, attributes, details);
    } catch (Throwable e) { // no stack, no memory
      try {
        faults.add("start of a span", e);
      } catch (Throwable again) {
        // not even for counting it
      }
      return Span.invalid();
    }
  }

  private Span begin(SpanOrigin origin, String name, Attributes attributes, SpanBuilder details) {
    @Nullable Object[] slot = ThreadState.slot();
    Context current = Context.current(slot);
    Context context = details.parent == null ? current : details.parent;
    if (context.isSuppressed() || current.isSuppressed()) {
      return PropagatedSpan.SUPPRESSED; // what is done while it is current stays unrecorded
    }
    Span parent = context.span.isValid() ? context.span : Span.invalid();
    boolean isRoot = parent == Span.invalid();
    long[] random = ThreadState.randomState(slot);
    long high = isRoot ? traceIdHigh(random) : parent.traceIdHigh;
    long low = isRoot ? traceIdLow(random) : parent.traceIdLow;
    long spanId = spanId(random);
    SpanRecord above = SpanRecord.of(parent, origin.owner);
    SamplingResult result =
        isHeld(above) ? inherited(above) : sample(context, high, low, name, attributes, details);
    boolean sampled = isSampled(result, parent.traceState, low);
    TraceState state = traceState(result, parent, low, sampled);
    byte flags = flags(parent, isRoot, sampled, details.hasStart());
    boolean dropped = !sampled && !isRecorded(result);
    boolean mayHold = above == null ? parent.owner() != origin.owner : isHeld(above);
    long nanoTime = dropped && !(mayHold && gate.isOpen()) ? 0 : timeline.clock.nanoTime();
    LocalTrace trace =
        above != null
            ? above.localTrace()
            : mayHold ? gate.open(low, state, sampled, nanoTime) : gate.unheld();
    if (dropped && trace instanceof Unheld) {
      return leave(origin, high, low, spanId, flags, state);
    }
    TimeAnchor anchor = above == null ? timeline.anchor(nanoTime) : above.anchor();
    RecordingSpan span = new RecordingSpan(origin, high, low, spanId, flags, state);
    span = origin.owner.isStrict() ? new StrictSpan(span, name) : span;
    span.begin(parent, anchor, details.start(anchor, nanoTime), trace, name, details.kind);
    if (above != null) {
      trace.started();
    }
    span.init(attributes, details.links, result.attributes());
    pipeline.started(span, context);
    return span;
  }

  /** Whether a span is recorded though it is not sampled. */
  private boolean isRecorded(SamplingResult result) {
    return result.decision() == SamplingDecision.RECORD_ONLY || pipeline.measures();
  }

  private static Span unrecorded(Context context) {
    if (context == Context.root()) { // a constant: the compiler leaves out the calls on it
      return Span.invalid();
    }
    Span span = context.span;
    return span instanceof PropagatedSpan ? span : Span.of(span.context());
  }

  private long traceIdHigh(long[] random) {
    return ids == null ? ThreadState.random(random) : ids.traceIdHigh();
  }

  private long traceIdLow(long[] random) {
    return ids == null ? ThreadState.random(random) : ids.traceIdLow();
  }

  private long spanId(long[] random) {
    return ids == null ? ThreadState.random(random) : ids.spanId();
  }

  private byte flags(Span parent, boolean isRoot, boolean sampled, boolean hasStart) {
    int flags = isRoot ? rootFlags : parent.flags & SpanContext.RANDOM;
    if (parent instanceof PropagatedSpan && (parent.flags & PropagatedSpan.REMOTE) != 0) {
      flags |= SpanRecord.PARENT_REMOTE;
    }
    flags |= hasStart ? SpanRecord.GIVEN_START : 0;
    return (byte) (sampled ? flags | SpanContext.SAMPLED : flags);
  }

  private static boolean isHeld(@Nullable SpanRecord above) {
    return above != null && above.isHeld();
  }

  /** All of a local trace shares one fate. */
  private static SamplingResult inherited(@Nullable SpanRecord above) {
    return above != null && (above.flags & SpanContext.SAMPLED) != 0 ? KEEP : DROP;
  }

  private SamplingResult sample(
      Context context,
      long high,
      long low,
      String name,
      Attributes attributes,
      SpanBuilder details) {
    Throwable error;
    try {
      SamplingResult result =
          sampler.sample(context, high, low, name, details.kind, attributes, details.links);
      if (result != null) {
        return result;
      }
      error = new NullPointerException("null result");
    } catch (Throwable e) {
      error = e;
    }
    faults.add("sampler " + sampler.getClass().getName(), error);
    return DROP;
  }

  private static boolean isSampled(SamplingResult result, TraceState parentState, long low) {
    return result.decision() == SamplingDecision.RECORD_AND_SAMPLE
        && !(result.hasThreshold()
            && OtTraceState.randomness(parentState, low) < result.threshold());
  }

  private static TraceState traceState(
      SamplingResult result, Span parent, long low, boolean sampled) {
    TraceState given = result.traceState();
    TraceState state = given == null ? parent.traceState : given;
    if (sampled && result.hasThreshold()) {
      return result.addThreshold(state);
    }
    boolean asParent = sampled && result.isAsParent();
    if (state.isEmpty() || (asParent && !(parent instanceof PropagatedSpan))) {
      return state;
    }
    // a threshold of others counts only if it agrees with their flag, and decided
    return asParent ? OtTraceState.checked(state, low) : OtTraceState.withoutThreshold(state);
  }

  /** A span that is not recorded. */
  private Span leave(
      SpanOrigin origin, long high, long low, long spanId, byte flags, TraceState traceState) {
    pipeline.notRecorded();
    byte local = (byte) (flags & (SpanContext.SAMPLED | SpanContext.RANDOM));
    return new PropagatedSpan(origin.owner, high, low, spanId, local, traceState);
  }
}
