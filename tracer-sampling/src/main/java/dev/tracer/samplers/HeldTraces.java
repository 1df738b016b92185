// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import dev.tracer.TraceState;
import dev.tracer.export.SpanData;
import dev.tracer.internal.LogTopic;
import dev.tracer.internal.ThrottledLog;
import dev.tracer.samplers.Evidence.Shares;
import dev.tracer.sampling.LocalTraces;
import dev.tracer.sampling.OtTraceState;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The traces that a {@link TailSampler} holds for one tracer, and what they share. Thread-safe,
 * without locks but for one where the stack or the memory ended.
 */
final class HeldTraces implements LocalTraces {
  // immutable state
  private final Judge judge;
  private final SpanFacts facts;
  private final ByteBudget budget;
  private final TailOutlet outlet;
  private final int maxPending;
  private final long waitNanos;
  private final BiConsumer<? super String, ? super Throwable> faults;

  // mutable state: thread-safe types
  private final TraceTable undecided;
  private final KeptTraces kept;

  /** Traces that wait for open spans after the end of their roots, the first to end first. */
  private final ConcurrentLinkedQueue<HeldTrace> pending = new ConcurrentLinkedQueue<>();

  /** How many are in the queue, or about to be. */
  private final AtomicInteger waiting = new AtomicInteger();

  private final LongAdder fallbacks = new LongAdder();
  private final ThrottledLog log = new ThrottledLog();

  /**
   * What could not be finished, each with the next one. Written with the monitor of this object
   * held, also by {@link HeldTrace}; looked at by anyone.
   */
  volatile @Nullable Release stuck;

  /** Written by close, read by whoever opens a trace, before and after it enters the table. */
  private volatile boolean closed;

  HeldTraces(
      TailSampler settings,
      Consumer<? super SpanData> next,
      BiConsumer<? super String, ? super Throwable> faults) {
    this.judge = settings.judge();
    this.facts = new SpanFacts(judge.conditions(), this::fault);
    this.budget = new ByteBudget(settings.maxBytes());
    this.outlet = new TailOutlet(next, this::fault);
    this.maxPending = settings.maxTraces();
    this.waitNanos = settings.waitNanos();
    this.faults = faults;
    this.undecided = new TraceTable(settings.maxTraces());
    this.kept = new KeptTraces(settings.maxTraces());
  }

  @Override
  public @Nullable HeldTrace open(
      long traceIdLow, TraceState traceState, boolean sampled, long now) {
    if (closed) {
      return null;
    }
    goOn();
    HeldTrace trace = new HeldTrace(this, traceIdLow, traceState, sampled, now);
    if (!undecided.enter(trace)) {
      fallback();
      return null;
    }
    Verdict ofTwin = verdictOfTwin(trace);
    if (ofTwin.isKeep()) {
      trace.keep(ofTwin);
    }
    if (closed) { // meanwhile, and perhaps without a look at this one
      trace.decide(HeldSpans.NONE, now);
    }
    return trace;
  }

  /** To keep a trace because another one of the same id was kept just now, else to drop it. */
  Verdict verdictOfTwin(HeldTrace trace) {
    HeldTrace twin = kept.twinOf(trace);
    return twin == null ? Verdict.DROP : twin.verdictFor(trace);
  }

  // what traces share

  Judge judge() {
    return judge;
  }

  SpanFacts facts() {
    return facts;
  }

  ByteBudget budget() {
    return budget;
  }

  TailOutlet outlet() {
    return outlet;
  }

  long waitNanos() {
    return waitNanos;
  }

  Shares shares(TraceState traceState, long traceIdLow) {
    return judge.shares().isEmpty()
        ? Shares.NONE
        : new TraceShares(judge.shares(), OtTraceState.randomness(traceState, traceIdLow));
  }

  void fault(Throwable error) {
    faults.accept("tail policy", error);
  }

  /**
   * A span made ready to be held; {@link HeldSpans#NONE} for no span. Throws only what the virtual
   * machine does, at the end of memory.
   */
  HeldSpans entry(@Nullable SpanData span) {
    return span == null ? HeldSpans.NONE : HeldSpans.of(span, bytes(span));
  }

  private int bytes(SpanData span) {
    try {
      return ByteBudget.bytes(span);
    } catch (Throwable e) { // of a filter's own kind of span
      fault(e);
      return 4096;
    }
  }

  /** There is no room: the head sampler decides. */
  void fallback() {
    fallbacks.increment();
    log.warn(
        LogTopic.SAMPLING,
        "The tail sampler is full and leaves traces to the head sampler;"
            + " see TailSampler.withMaxTraces and withMaxBufferedBytes.");
  }

  /** There is a verdict: makes room for another trace, and remembers what is kept. */
  void decided(HeldTrace trace, Verdict verdict) {
    undecided.leave(trace);
    if (verdict.isKeep()) {
      kept.remember(trace);
    }
  }

  // waiting for open spans

  /** A local root has ended: its trace may have to wait, and others have waited long enough. */
  void rootEnded(HeldTrace trace, boolean isOver, long now) {
    if (!isOver) {
      await(trace, now);
    }
    decideDue(now);
  }

  /** Decides about those that have waited long enough. */
  void decideDue(long now) {
    for (HeldTrace first; (first = pending.peek()) != null && first.isDue(now); ) {
      if (pending.remove(first)) {
        waiting.decrementAndGet();
        first.decide(HeldSpans.NONE, now);
      }
    }
  }

  private void await(HeldTrace trace, long now) {
    if (waiting.incrementAndGet() <= maxPending) {
      pending.add(trace);
    } else {
      waiting.decrementAndGet();
      fallback();
      trace.decide(HeldSpans.NONE, now);
    }
  }

  @Override
  public void flush() {
    for (HeldTrace first; (first = pending.poll()) != null; ) {
      waiting.decrementAndGet();
      first.decide(HeldSpans.NONE, 0); // its root has ended: the time does not matter
    }
    goOn();
  }

  /** Goes on with what somebody could not finish for want of stack or memory. */
  private void goOn() {
    while (stuck != null) {
      Release release;
      synchronized (this) {
        release = stuck;
        if (release == null) {
          return; // somebody was faster
        }
        stuck = release.next;
      }
      try {
        release.carryOut();
      } catch (Throwable e) { // nor can this thread, now
        synchronized (this) {
          release.next = stuck;
          stuck = release;
        }
        return;
      }
    }
  }

  @Override
  public void close(long now) {
    closed = true;
    flush();
    undecided.forEach(trace -> trace.decide(HeldSpans.NONE, now));
    goOn();
  }

  // what is counted

  @Override
  public long held() {
    goOn();
    return undecided.spans();
  }

  @Override
  public long dropped() {
    return outlet.dropped();
  }

  @Override
  public long fallbacks() {
    return fallbacks.sum();
  }
}
