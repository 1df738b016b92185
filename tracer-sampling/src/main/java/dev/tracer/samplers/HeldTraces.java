// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import dev.tracer.Attributes;
import dev.tracer.StatusCode;
import dev.tracer.TraceState;
import dev.tracer.export.EventData;
import dev.tracer.export.SpanData;
import dev.tracer.samplers.HeldTrace.Entry;
import dev.tracer.sampling.LocalTraces;
import dev.tracer.sampling.OtTraceState;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The traces that a {@link TailSampler} holds for one tracer. Thread-safe, without locks. */
final class HeldTraces implements LocalTraces {
  /** Bytes are counted in chunks of 4 KiB. */
  static final int CHUNK_BITS = 12;

  private static final int PROBES = TailSampler.MIN_TRACES;

  // immutable state
  private final List<TailPolicy> policies;
  private final List<TailPolicy> leaves;

  /** The bits of shares: set in a trace that is not among the share. */
  final int shares;

  /** How old a local root must be before a policy might care. */
  final long shortestLatency;

  final long waitNanos;
  private final long maxBytes;
  private final Consumer<? super SpanData> next;
  private final BiConsumer<? super String, ? super Throwable> faults;

  // mutable state: any thread
  /** Undecided traces, and those kept last, at places near the hash of the trace id. */
  private final AtomicReferenceArray<@Nullable HeldTrace> table;

  /** Traces that wait for open spans after the end of their roots, the first to end first. */
  private final LinkedBlockingQueue<HeldTrace> pending;

  private final AtomicLong chunks = new AtomicLong();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder fallbacks = new LongAdder();
  private final Warnings warnings = new Warnings();
  private volatile boolean closed;

  HeldTraces(
      TailSampler settings,
      Consumer<? super SpanData> next,
      BiConsumer<? super String, ? super Throwable> faults) {
    this.policies = settings.policies;
    this.leaves = settings.leaves;
    this.shares = settings.shares;
    this.shortestLatency = settings.shortestLatency;
    this.waitNanos = settings.waitNanos;
    this.maxBytes = settings.maxBytes;
    this.next = next;
    this.faults = faults;
    this.table = new AtomicReferenceArray<>(settings.maxTraces);
    this.pending = new LinkedBlockingQueue<>(settings.maxTraces);
  }

  @Override
  public @Nullable HeldTrace open(
      long traceIdLow, TraceState traceState, boolean sampled, long now) {
    for (int attempt = 0; attempt < PROBES && !closed; attempt++) {
      int slot = -1;
      HeldTrace old = null;
      for (int i = 0; i < PROBES && (slot < 0 || old != null); i++) {
        int at = slot(traceIdLow, i);
        HeldTrace other = table.getAcquire(at);
        if (other != null && now - other.start >= HeldTrace.LONG_NANOS) {
          other.decide(null, 0, now); // perhaps nobody will ever end its root
        }
        if (other == null || (slot < 0 && other.isOver() && !other.isTwin(traceIdLow, now))) {
          slot = at;
          old = other;
        }
      }
      if (slot < 0) {
        break;
      }
      HeldTrace trace = new HeldTrace(this, traceIdLow, traceState, sampled, slot, now);
      if (table.compareAndSet(slot, old, trace)) {
        Entry twin = twin(trace);
        if (twin != null) {
          trace.keep(twin);
        }
        return trace;
      }
    }
    if (!closed) {
      fallback();
    }
    return null;
  }

  private int slot(long traceIdLow, int probe) {
    return ((int) ((traceIdLow * 0x9E37_79B9_7F4A_7C15L) >>> 32) + probe) & (table.length() - 1);
  }

  /** A verdict to keep a trace because another local trace of the same id was kept just now. */
  private @Nullable Entry twin(HeldTrace trace) {
    for (int i = 0; i < PROBES; i++) {
      HeldTrace other = table.getAcquire(slot(trace.traceIdLow, i));
      if (other != null && other != trace && other.isTwin(trace.traceIdLow, trace.start)) {
        return verdict(trace, OtTraceState.threshold(other.traceState()), other.reason());
      }
    }
    return null;
  }

  /** The verdict where the policies have none: that of the head sampler, or of a twin. */
  Entry judgeByOthers(HeldTrace trace) {
    Entry twin = trace.isSampled() ? new Entry(null, trace.traceState, "head") : twin(trace);
    return twin == null ? Entry.DROP : twin;
  }

  /**
   * What the policies say of a trace; null if none cares.
   *
   * @param nanos how long its local root has taken
   */
  @Nullable Entry judge(HeldTrace trace, int found, long nanos) {
    long best = TailPolicy.NO;
    String reason = "";
    for (int i = 0; i < policies.size() && best > 0; i++) {
      TailPolicy policy = policies.get(i);
      long threshold = threshold(policy, trace, found, nanos);
      if (threshold < best && (threshold == 0 || trace.randomness() >= threshold)) {
        if (policy.kind == TailPolicy.DROP) {
          return Entry.DROP;
        }
        best = threshold;
        reason = policy.reason;
      }
    }
    return best == TailPolicy.NO ? null : verdict(trace, best, reason);
  }

  private long threshold(TailPolicy policy, HeldTrace trace, int found, long nanos) {
    int kind = policy.kind;
    if (kind <= TailPolicy.LATENCY) {
      boolean met =
          kind == TailPolicy.ERROR ? (found & HeldTrace.ERROR) != 0 : nanos >= policy.nanos();
      return met ? 0 : TailPolicy.NO;
    }
    if (kind <= TailPolicy.SHARE) {
      int bit = TailSampler.bit(leaves.indexOf(policy));
      boolean isFound = (found & bit) != 0;
      if (kind == TailPolicy.SPAN || isFound) {
        return kind == TailPolicy.SPAN && isFound ? 0 : TailPolicy.NO;
      }
      long share = policy.ask(trace.randomness());
      if (trace.randomness() < share) {
        trace.find(bit); // it is not asked again: each question counts there
      }
      return share;
    }
    long most = 0;
    for (TailPolicy part : policy.parts) {
      if (most != TailPolicy.NO) {
        most = Math.max(most, threshold(part, trace, found, nanos));
      }
    }
    return kind != TailPolicy.NOT ? most : most == TailPolicy.NO ? 0 : TailPolicy.NO;
  }

  /**
   * To keep a trace, with the head sampler's threshold if that is lower.
   *
   * @param threshold -1 if it is unknown
   */
  Entry verdict(HeldTrace trace, long threshold, String reason) {
    long united = threshold;
    if (trace.isSampled() && threshold > 0) {
      united = Math.min(threshold, OtTraceState.threshold(trace.traceState));
    }
    TraceState state = trace.traceState;
    return new Entry(
        null,
        united < 0
            ? OtTraceState.withoutThreshold(state)
            : OtTraceState.withThreshold(state, united),
        reason);
  }

  /** What of a span the policies care for. Runs foreign code. */
  int match(SpanData span) {
    int bits = span.statusCode() == StatusCode.ERROR ? HeldTrace.ERROR : 0;
    for (int i = 0; i < leaves.size(); i++) {
      bits |= leaves.get(i).matches(span) ? TailSampler.bit(i) : 0;
    }
    return bits;
  }

  void fault(Throwable error) {
    faults.accept("tail policy", error);
  }

  /** Hands on a span that is kept. */
  void pass(SpanData span, Entry verdict, int shed) {
    SpanData explained = span;
    try {
      Attributes.Builder attributes =
          span.attributes().toBuilder().set("sampling.reason", verdict.reason);
      if (shed > 0) {
        attributes.set("sampling.dropped_spans", shed);
      }
      explained = span.withAttributes(attributes.build());
    } catch (Throwable e) { // of a filter's own kind of span
      fault(e);
    }
    next.accept(explained);
  }

  void drop(int spans) {
    dropped.add(spans);
  }

  /** There is no room: the head sampler decides. */
  void fallback() {
    fallbacks.increment();
    warnings.warn(
        "The tail sampler is full and leaves traces to the head sampler;"
            + " see TailSampler.maxTraces and maxBufferedBytes.",
        null);
  }

  /** A trace was dropped: makes room for another. */
  void forget(HeldTrace trace) {
    table.compareAndSet(trace.slot(), trace, null);
  }

  /** Takes room in the account of bytes, or gives it back; false if there is none. */
  boolean reserve(int more) {
    if (chunks.addAndGet(more) > maxBytes >> CHUNK_BITS && more > 0) {
      chunks.addAndGet(-more);
      return false;
    }
    return true;
  }

  /** A trace waits for open spans. */
  void await(HeldTrace trace) {
    if (!pending.offer(trace)) {
      fallback();
      trace.decide(null, 0, 0);
    }
  }

  /** Decides about those that have waited long enough. */
  void poll(long now) {
    HeldTrace first;
    while ((first = pending.peek()) != null && first.isDue(now)) {
      if (pending.remove(first)) {
        first.decide(null, 0, now);
      }
    }
  }

  @Override
  public void flush() {
    HeldTrace first;
    while ((first = pending.poll()) != null) {
      first.decide(null, 0, 0);
    }
  }

  @Override
  public void close(long now) {
    closed = true;
    flush();
    for (int i = 0; i < table.length(); i++) {
      HeldTrace trace = table.getAcquire(i);
      if (trace != null) {
        trace.decide(null, 0, now);
      }
    }
  }

  @Override
  public long held() {
    long sum = 0;
    for (int i = 0; i < table.length(); i++) {
      HeldTrace trace = table.getAcquire(i);
      sum += trace == null ? 0 : trace.size();
    }
    return sum;
  }

  @Override
  public long dropped() {
    return dropped.sum();
  }

  @Override
  public long fallbacks() {
    return fallbacks.sum();
  }

  /** About how many bytes a span takes. */
  int size(SpanData span) {
    try {
      long bytes = 128L * (1 + span.links().size()) + weigh(span.attributes());
      for (EventData event : span.events()) {
        bytes += 64 + weigh(event.attributes());
      }
      return (int) Math.min(bytes, 1 << 28);
    } catch (Throwable e) { // of a filter's own kind of span
      fault(e);
      return 1 << CHUNK_BITS;
    }
  }

  private static long weigh(Attributes attributes) {
    long bytes = 0;
    for (int i = 0; i < attributes.size(); i++) {
      Object value = attributes.value(i);
      bytes += 40;
      if (value instanceof ByteBuffer buffer) {
        bytes += buffer.remaining();
      } else if (!(value instanceof Number)) {
        bytes += value.toString().length();
      }
    }
    return bytes;
  }
}
