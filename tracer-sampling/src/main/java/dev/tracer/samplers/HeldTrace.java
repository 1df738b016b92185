// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import static java.util.Objects.requireNonNull;

import dev.tracer.TraceState;
import dev.tracer.export.SpanData;
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
 * `held` says all: while the trace is undecided it is the stack of the spans that have ended (null
 * if there are none), afterwards the verdict. One compare-and-set puts the verdict there and takes
 * the spans out: each span is either in the stack that the decider got, or its thread finds the
 * verdict. A verdict is final but for one way: a span that comes after DROP is judged by itself,
 * and can turn it to KEEP for what follows.
 *
 * What was found out about a span goes into `found` before `open` counts it as ended. So whoever
 * ends the last one, and decides, has seen all.
 */
final class HeldTrace implements LocalTrace {
  /** From so many spans on, an undecided trace holds only those that tell something. */
  static final int MANY = 1000;

  /** From this age on, an undecided trace does not hold spans any more. */
  static final long LONG_NANOS = 60_000_000_000L;

  /** In {@link #found}: a span has failed. Further bits belong to the sampler's conditions. */
  static final int ERROR = 1;

  private static final int ROOT_ENDED = 1 << 30;

  private static final VarHandle HELD;
  private static final VarHandle OPEN;
  private static final VarHandle FOUND;
  private static final VarHandle SHED;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      HELD = lookup.findVarHandle(HeldTrace.class, "held", Entry.class);
      OPEN = lookup.findVarHandle(HeldTrace.class, "open", int.class);
      FOUND = lookup.findVarHandle(HeldTrace.class, "found", int.class);
      SHED = lookup.findVarHandle(HeldTrace.class, "shed", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // immutable state
  private final HeldTraces traces;
  final long traceIdLow;

  /** What the head sampler made of it. */
  final TraceState traceState;

  /** Its place in the sampler's table, or, if the head sampler keeps it, the complement. */
  private final int place;

  /** When the local root started. */
  final long start;

  // mutable state: any thread, through the handles
  /** The spans that have ended, or the verdict; see above. */
  @SuppressWarnings("unused")
  private @Nullable Entry held;

  /** How many spans are open, and ROOT_ENDED. */
  @SuppressWarnings("unused")
  private int open = 1;

  @SuppressWarnings("unused")
  private int found;

  /** How many spans were not held because there were too many. */
  @SuppressWarnings("unused")
  private int shed;

  /** When the local root ended. Written by the thread that ends it, before ROOT_ENDED. */
  private long end;

  /** How long the local root took, by the times it was given. Written like {@link #end}. */
  private long duration;

  HeldTrace(
      HeldTraces traces,
      long traceIdLow,
      TraceState traceState,
      boolean sampled,
      int slot,
      long start) {
    this.traces = traces;
    this.traceIdLow = traceIdLow;
    this.traceState = traceState;
    this.place = sampled ? ~slot : slot;
    this.start = start;
  }

  /** Whether the head sampler keeps it. */
  boolean isSampled() {
    return place < 0;
  }

  /** Its place in the sampler's table. */
  int slot() {
    return place < 0 ? ~place : place;
  }

  @Override
  public void started() {
    OPEN.getAndAdd(this, 1);
  }

  @Override
  public void failed() {
    find(ERROR);
  }

  /** Remembers what was found. */
  void find(int bits) {
    if (((int) FOUND.getOpaque(this) & bits) != bits) {
      FOUND.getAndBitwiseOr(this, bits);
    }
  }

  @Override
  public void keep(String reason) {
    keep(traces.verdict(this, 0, reason));
  }

  void keep(Entry verdict) {
    Entry old;
    do {
      old = held();
    } while (!(isVerdict(old) && old != Entry.DROP) && !enter(old, verdict, null));
  }

  @Override
  public void announce(long now) {
    if ((int) FOUND.getAcquire(this) != 0 || now - start >= traces.shortestLatency) {
      early(now, false);
    }
  }

  /** Whether it was decided to keep it, if only just now or by this call. */
  private boolean early(long now, boolean forced) {
    if (isOver()) {
      return true;
    }
    Entry verdict = traces.judge(this, (int) FOUND.getAcquire(this), now - start);
    if (verdict == null && forced && isSampled()) {
      verdict = traces.judgeByOthers(this);
    }
    if (verdict == null || !(forced || verdict != Entry.DROP)) {
      return false;
    }
    keep(verdict);
    return true;
  }

  private @Nullable Entry held() {
    return (Entry) HELD.getAcquire(this);
  }

  private static boolean isVerdict(@Nullable Entry held) {
    return held != null && held.span == null;
  }

  /** Whether it was decided about the trace. */
  boolean isOver() {
    return isVerdict(held());
  }

  @Override
  public boolean isKept() {
    Entry held = held();
    return isVerdict(held) && held != Entry.DROP;
  }

  @Override
  public TraceState traceState() {
    Entry held = held();
    return held == null || held.reason.isEmpty() ? traceState : held.traceState;
  }

  /** Why it is kept; empty if it is not. */
  String reason() {
    Entry held = held();
    return held == null ? "" : held.reason;
  }

  /** Whether it need not wait any longer for spans that are open. */
  boolean isDue(long now) {
    return now - end >= traces.waitNanos || isOver();
  }

  /** Whether another trace of this id is to be kept because this one was, not long ago. */
  boolean isTwin(long otherTraceIdLow, long now) {
    return traceIdLow == otherTraceIdLow && now - start < LONG_NANOS && isKept();
  }

  /** How many spans are held. */
  int size() {
    Entry held = held();
    return held == null ? 0 : held.count;
  }

  long randomness() {
    return OtTraceState.randomness(traceState, traceIdLow);
  }

  @Override
  public void ended(@Nullable SpanData span, boolean root, long now) {
    int bits = 0;
    VirtualMachineError fatal = null;
    if (span != null) {
      try {
        bits = traces.match(span);
      } catch (Throwable e) {
        traces.fault(e);
        fatal = e instanceof VirtualMachineError error ? error : null;
      }
      find(bits);
    }
    if (root) {
      end = now;
      duration = span == null ? now - start : span.durationNanos();
    }
    int before = (int) OPEN.getAndAdd(this, root ? ROOT_ENDED - 1 : -1);
    if (before == (root ? 1 : ROOT_ENDED | 1)) {
      decide(span, bits, now);
    } else {
      if (span != null) {
        hold(span, bits, now);
      }
      if (root) {
        traces.await(this);
      }
    }
    if (root) {
      traces.poll(now);
    }
    if (fatal != null) {
      throw fatal; // only now that the span is in the books
    }
  }

  /** Decides by what is known, if that was not done yet; {@code last} ends with it. */
  void decide(@Nullable SpanData last, int bits, long now) {
    while (true) {
      Entry old = held();
      if (isVerdict(old)) {
        break;
      }
      // judged after the look at the spans: what was found out about them is known
      boolean runs = ((int) OPEN.getAcquire(this) & ROOT_ENDED) == 0;
      Entry verdict =
          traces.judge(this, (int) FOUND.getAcquire(this), runs ? now - start : duration);
      if (enter(old, verdict == null ? traces.judgeByOthers(this) : verdict, last)) {
        return;
      }
    }
    if (last != null) {
      late(last, bits);
    }
  }

  /** Enters a verdict in the place of {@code old}, and does with the spans what it says. */
  private boolean enter(@Nullable Entry old, Entry verdict, @Nullable SpanData last) {
    if (!HELD.compareAndSet(this, old, verdict)) {
      return false;
    }
    if (verdict == Entry.DROP) {
      traces.forget(this);
    }
    release(isVerdict(old) ? null : old, last, verdict);
    return true;
  }

  private void release(@Nullable Entry top, @Nullable SpanData last, Entry verdict) {
    if (top != null) {
      traces.reserve(-chunks(top));
    }
    if (verdict == Entry.DROP) {
      traces.drop((top == null ? 0 : top.count) + (last == null ? 0 : 1));
      return;
    }
    Entry first = last == null ? null : new Entry(last, traceState, "");
    for (Entry each = top, next; each != null; each = next) { // the last one is on top
      next = each.next;
      each.next = first;
      first = each;
    }
    VirtualMachineError fatal = null;
    for (Entry each = first; each != null; each = each.next) {
      try {
        traces.pass(
            requireNonNull(each.span),
            verdict,
            each.next == null ? (int) SHED.getAcquire(this) : 0);
      } catch (VirtualMachineError e) {
        fatal = e;
      }
    }
    if (fatal != null) {
      throw fatal; // only now: all of them shall be in the books
    }
  }

  /** Holds a span until there is a verdict. */
  private void hold(SpanData span, int bits, long now) {
    Entry entry = new Entry(span, traceState, "");
    int size = traces.size(span);
    while (true) {
      Entry top = held();
      if (isVerdict(top)) {
        late(span, bits);
        return;
      }
      boolean isLong = now - start >= LONG_NANOS;
      if ((isLong || (top != null && top.count >= MANY)) && !early(now, true)) {
        if (isLong && HELD.compareAndSet(this, top, null)) {
          release(top, span, Entry.DROP);
          return;
        }
        if (!isLong && bits == 0 && span.durationNanos() * 100 <= now - start) {
          SHED.getAndAdd(this, 1);
          traces.drop(1);
          return;
        }
      }
      entry.next = top;
      entry.count = top == null ? 1 : top.count + 1;
      entry.bytes = top == null ? size : top.bytes + size;
      int more = chunks(entry) - chunks(top);
      if (more > 0 && !traces.reserve(more)) {
        traces.fallback();
        decide(null, 0, now);
      } else if (HELD.compareAndSet(this, top, entry)) {
        return;
      } else if (more > 0) {
        traces.reserve(-more);
      }
    }
  }

  private static int chunks(@Nullable Entry top) {
    return top == null ? 0 : (top.bytes >> HeldTraces.CHUNK_BITS) + 1;
  }

  /** A span that finds the verdict. */
  private void late(SpanData span, int bits) {
    if (bits != 0 && !isKept()) {
      // what other spans have done does not count, but a share is not asked twice
      Entry own = traces.judge(this, bits | ((int) FOUND.getAcquire(this) & traces.shares), 0);
      if (own != null && own != Entry.DROP) {
        keep(own);
      }
    }
    Entry verdict = held();
    release(null, span, verdict == null ? Entry.DROP : verdict);
  }

  /**
   * A span that has ended, on top of those before it; or, without a span, a verdict. The creator
   * writes it, then publishes it.
   */
  static final class Entry {
    static final Entry DROP = new Entry(null, TraceState.empty(), "");

    final @Nullable SpanData span;
    private @Nullable Entry next;

    /** How many spans, this one and those below, and how many bytes. */
    private int count;

    private int bytes;

    /** What a verdict to keep says. */
    final TraceState traceState;

    final String reason;

    Entry(@Nullable SpanData span, TraceState traceState, String reason) {
      this.span = span;
      this.traceState = traceState;
      this.reason = reason;
    }
  }
}
