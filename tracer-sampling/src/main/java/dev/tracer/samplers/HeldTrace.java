// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import dev.tracer.TraceState;
import dev.tracer.export.SpanData;
import dev.tracer.samplers.Evidence.Shares;
import dev.tracer.samplers.Judge.Judgement;
import dev.tracer.samplers.Judge.Opinion;
import dev.tracer.sampling.LocalTrace;
import dev.tracer.sampling.OtTraceState;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A local root and the spans below it, in the hands of a {@link TailSampler} from the start of the
 * root to the end of the last of them. The tracer drives it; simulations can do so as well. Times
 * are those of a monotonic clock. Thread-safe, without locks.
 */
/*
 * `held` says all: while the trace is undecided it is the stack of the spans that have ended,
 * afterwards the verdict. One compare-and-set puts the verdict there and takes the spans out: each
 * span is either in the stack that the decider got, or its thread finds the verdict. A verdict is
 * final but for one way: what comes after DROP is judged by all that is known then, and can turn it
 * to KEEP for what follows.
 *
 * What was found out about a span goes into `facts` before `open` counts it as ended. So whoever
 * ends the last one, and decides, has seen all.
 *
 * What follows from a verdict (Release) is done by the thread that put it there. At the end of the
 * stack or of memory it leaves the rest in HeldTraces, without a call, to whoever looks there next.
 */
final class HeldTrace implements LocalTrace {
  /** From so many spans on, an undecided trace holds only those that tell something. */
  static final int MANY = 1000;

  /** At this age an undecided trace is decided, and so long a kept one is remembered. */
  static final long LONG_NANOS = 60_000_000_000L;

  private static final int ROOT_ENDED = 1 << 30;

  private static final VarHandle HELD;
  private static final VarHandle OPEN;
  private static final VarHandle FACTS;
  private static final VarHandle SHED;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      HELD = lookup.findVarHandle(HeldTrace.class, "held", Held.class);
      OPEN = lookup.findVarHandle(HeldTrace.class, "open", int.class);
      FACTS = lookup.findVarHandle(HeldTrace.class, "facts", int.class);
      SHED = lookup.findVarHandle(HeldTrace.class, "shed", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // immutable state
  private final HeldTraces traces;
  private final long traceIdLow;

  /** What the head sampler made of it, and whether it keeps it. */
  private final TraceState traceState;

  private final boolean isSampled;

  /** When the local root started. */
  private final long start;

  private final Shares shares;

  // mutable state: any thread, through the handles
  @SuppressWarnings("unused")
  private Held held = HeldSpans.NONE;

  /** How many spans are open, and ROOT_ENDED. */
  @SuppressWarnings("unused")
  private int open = 1;

  @SuppressWarnings("unused")
  private int facts = SpanFacts.NONE;

  /** How many spans were not held because there were too many. */
  @SuppressWarnings("unused")
  private int shed;

  // written by the thread that ends the root before it adds ROOT_ENDED, read by those who see that
  /** When the local root ended. */
  private long end;

  /** How long the local root took, by the times it was given. */
  private long duration;

  /** Where it stands in the table. Written by the thread that enters it there, before it does. */
  private int place;

  HeldTrace(
      HeldTraces traces, long traceIdLow, TraceState traceState, boolean isSampled, long start) {
    this.traces = traces;
    this.traceIdLow = traceIdLow;
    this.traceState = traceState;
    this.isSampled = isSampled;
    this.start = start;
    this.shares = traces.shares(traceState, traceIdLow);
  }

  long traceIdLow() {
    return traceIdLow;
  }

  int place() {
    return place;
  }

  void setPlace(int place) {
    this.place = place;
  }

  /** Whether it started so long after the other one that they have nothing in common. */
  boolean isLongAfter(HeldTrace other) {
    return start - other.start >= LONG_NANOS;
  }

  boolean isBefore(HeldTrace other) {
    return start - other.start < 0;
  }

  // what is known

  private Held held() {
    return (Held) HELD.getAcquire(this);
  }

  private int facts() {
    return (int) FACTS.getAcquire(this);
  }

  private boolean isRootOver() {
    return ((int) OPEN.getAcquire(this) & ROOT_ENDED) != 0;
  }

  /**
   * Whether it need not wait any longer for spans that are open. To be asked when the root is over.
   */
  boolean isDue(long now) {
    return now - end >= traces.waitNanos() || held() instanceof Verdict;
  }

  /** How many spans are held. */
  int count() {
    return held().count();
  }

  @Override
  public boolean isKept() {
    return isKeep(held());
  }

  @Override
  public TraceState traceState() {
    return held() instanceof Verdict verdict && verdict.isKeep()
        ? verdict.traceState()
        : traceState;
  }

  // what happens while it runs

  @Override
  public void started() {
    OPEN.getAndAdd(this, 1);
  }

  @Override
  public void failed() {
    find(SpanFacts.ERROR);
  }

  private void find(int more) {
    if (((int) FACTS.getOpaque(this) & more) != more) {
      FACTS.getAndBitwiseOr(this, more);
    }
  }

  @Override
  public void keep(String reason) {
    keep(keepFrom(0, reason));
  }

  @Override
  public void announce(long now) {
    if (!isKept()) {
      keepIfThereIsAReason(now);
    }
  }

  private void keepIfThereIsAReason(long now) {
    Judgement judgement = judge(now);
    if (judgement.opinion() == Opinion.KEEP) {
      keep(keepFrom(judgement.threshold(), judgement.reason()));
    }
  }

  void keep(Verdict verdict) {
    Held old = held();
    while (!isKeep(old) && !settle(old, verdict, HeldSpans.NONE)) {
      old = held(); // somebody was faster
    }
  }

  private static boolean isKeep(Held held) {
    return held instanceof Verdict verdict && verdict.isKeep();
  }

  // the ends of spans

  @Override
  public void ended(@Nullable SpanData span, boolean root, long now) {
    int told = span == null ? SpanFacts.NONE : traces.facts().of(span);
    HeldSpans entry = traces.entry(span);
    find(told);
    boolean again = root && isRootOver(); // its owner tells of the end once more if this threw
    if (root && !again) {
      end = now;
      duration = span == null ? now - start : traces.facts().nanos(span, now - start);
    }
    int before = (int) OPEN.getAndAdd(this, again ? 0 : root ? ROOT_ENDED - 1 : -1);
    boolean isLast = before == (again ? ROOT_ENDED : root ? 1 : ROOT_ENDED | 1);
    boolean tells = told != SpanFacts.NONE;
    try {
      if (!(isLast ? decide(entry, now) : span == null || hold(entry, span, tells, now))) {
        late(entry, root || tells, now);
      }
    } catch (Throwable e) { // a child's owner, too, tells of the end once more: it counts then
      OPEN.getAndAdd(this, root ? 0 : 1);
      throw e;
    }
    if (root) {
      try {
        traces.rootEnded(this, isLast, now);
      } catch (Throwable e) {
        // the span is taken in: that there is nothing to wait for shows later
      }
    }
  }

  /** Holds a span until there is a verdict; false if there is one. */
  private boolean hold(HeldSpans entry, SpanData span, boolean tells, long now) {
    while (held() instanceof HeldSpans below) {
      if (now - start >= LONG_NANOS) {
        return decide(entry, now);
      }
      if (below.count() >= MANY) {
        if (isSampled || judge(now).opinion() != Opinion.NONE) {
          return decide(entry, now);
        }
        if (!tells && traces.facts().nanos(span, 0) <= (now - start) / 100) {
          SHED.getAndAdd(this, 1);
          traces.outlet().drop(entry.count());
          return true;
        }
      }
      if (push(entry, below, now)) {
        return true;
      }
    }
    return false;
  }

  /** Puts a span on top; false if something else is there, perhaps a verdict for want of room. */
  private boolean push(HeldSpans entry, HeldSpans below, long now) {
    ByteBudget budget = traces.budget();
    int more = entry.on(below).chunks() - below.chunks();
    if (!budget.reserve(more)) {
      traces.fallback();
      decide(HeldSpans.NONE, now);
      return false;
    }
    boolean isOn = false;
    try {
      isOn = HELD.compareAndSet(this, below, entry);
    } finally { // at the end of the stack as well
      if (!isOn) {
        budget.giveBack(more);
      }
    }
    return isOn;
  }

  /** A span that finds the verdict. */
  private void late(HeldSpans entry, boolean tells, long now) {
    if (tells && !isKept()) {
      keepIfThereIsAReason(now);
    }
    SpanData span = entry.span;
    if (span != null && held() instanceof Verdict verdict) {
      if (!verdict.isKeep() || !traces.outlet().pass(span, verdict, 0)) {
        traces.outlet().drop(1);
      }
    }
  }

  // decisions

  /**
   * Decides by what is known.
   *
   * @param last a span that is not held yet
   * @return false if it was done before
   */
  boolean decide(HeldSpans last, long now) {
    while (held() instanceof HeldSpans spans) {
      // judged after the look at the spans: what was found out about them is known
      if (settle(spans, verdict(now), last)) {
        return true;
      }
    }
    return false;
  }

  /** Decides, as the place is needed for a trace that started long after. */
  void giveUp(HeldTrace newer) {
    if (newer.isLongAfter(this)) {
      decide(HeldSpans.NONE, newer.start);
    }
  }

  private Judgement judge(long now) {
    boolean isRootOver = isRootOver();
    long nanos = isRootOver ? duration : now - start;
    int known = facts();
    return traces.judge().mayCare(known, nanos)
        ? traces.judge().judge(new Evidence(known, isRootOver, nanos, shares))
        : Judgement.NONE;
  }

  /** What becomes of it: what the policies say, or the head sampler, or a trace of the same id. */
  private Verdict verdict(long now) {
    try {
      Judgement judgement = judge(now);
      return switch (judgement.opinion()) {
        case KEEP -> keepFrom(judgement.threshold(), judgement.reason());
        case DROP -> Verdict.DROP;
        case NONE -> isSampled ? Verdict.keep(traceState, "head") : traces.verdictOfTwin(this);
      };
    } catch (Throwable e) { // no memory, no stack: something has to become of the spans
      traces.fault(e);
      return Verdict.DROP;
    }
  }

  /**
   * To keep it, with the head sampler's threshold if that is lower.
   *
   * @param threshold -1 if it is unknown
   */
  Verdict keepFrom(long threshold, String reason) {
    long united = threshold;
    if (isSampled && threshold > 0) {
      united = Math.min(threshold, OtTraceState.threshold(traceState));
    }
    return Verdict.keep(
        united < 0
            ? OtTraceState.withoutThreshold(traceState)
            : OtTraceState.withThreshold(traceState, united),
        reason);
  }

  /** As this one was kept, another trace of the same id is. */
  Verdict verdictFor(HeldTrace twin) {
    return held() instanceof Verdict verdict && verdict.isKeep()
        ? twin.keepFrom(OtTraceState.threshold(verdict.traceState()), verdict.reason())
        : Verdict.DROP;
  }

  /** Enters a verdict in the place of {@code old}, and does with the spans what it says. */
  private boolean settle(Held old, Verdict verdict, HeldSpans last) {
    Release release = new Release(traces, this, verdict, old, last);
    if (!HELD.compareAndSet(this, old, verdict)) {
      return false;
    }
    try {
      release.carryOut();
    } catch (Throwable e) { // no stack or no memory was left
      synchronized (traces) {
        release.next = traces.stuck;
        traces.stuck = release;
      }
    }
    return true;
  }

  /** How many spans were not held because there were too many. */
  int shed() {
    return (int) SHED.getAcquire(this);
  }
}
