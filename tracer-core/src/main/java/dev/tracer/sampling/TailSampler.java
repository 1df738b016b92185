// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.sampling;

import static java.util.Objects.requireNonNull;

import dev.tracer.Attributes;
import dev.tracer.StatusCode;
import dev.tracer.TraceState;
import dev.tracer.export.EventData;
import dev.tracer.export.SpanData;
import dev.tracer.internal.OtTraceState;
import dev.tracer.internal.ThrottledLog;
import dev.tracer.internal.ThrottledLog.Topic;
import dev.tracer.sampling.LocalTrace.Entry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides about the spans of a request when it is over: keeps those of failed, slow and otherwise
 * interesting ones, besides what the head sampler keeps. What is decided on together is a local
 * trace: a local root and the spans below it in this process. A trace through several processes is
 * decided on in each of them; a verdict travels with the requests sent after it and, where HTTP
 * instrumentation is told so, with the response.
 *
 * <p>While nothing is decided, the sampled flag sent is off. When something is sent and there is a
 * reason by then, the trace is kept at once, and the flag is on.
 *
 * <p>Kept spans have an attribute {@code sampling.reason}, and in their trace state a threshold
 * that is true for all of their kind, whoever kept them: the lower one of the head sampler and of
 * the policy.
 *
 * <p>Everything held is bounded. A trace for which there is no room is left to the head sampler and
 * counted, see {@code TracerStats.tailFallbacks}. Of more than 1,000 spans, failed ones and those
 * that take more than 1 % of the root's time go on being held. There is no thread behind it: a
 * trace with spans that stay open is decided on when the next local root ends, or by flush or
 * close.
 *
 * <p>Immutable as {@link #of} makes it; can be given to several tracers.
 *
 * @since 0.1
 */
public final class TailSampler {
  /** Bytes are counted in chunks of 4 KiB. */
  static final int CHUNK_BITS = 12;

  private static final int PROBES = 8;
  private static final int MAX_LEAVES = 30;

  // immutable state
  /** Those that drop stand before all others. */
  private final List<TailPolicy> policies = new ArrayList<>();

  /** Conditions on spans, and shares: those that have a bit in {@link LocalTrace}. */
  private final List<TailPolicy> leaves = new ArrayList<>();

  /** The bits of shares: set in a trace that is not among the share. */
  final int shares;

  /** How old a local root must be before a policy might care. */
  final long shortestLatency;

  final long waitNanos;
  private final int maxTraces;
  private final long maxBytes;
  private final @Nullable Consumer<? super SpanData> next;
  private final BiConsumer<? super String, ? super Throwable> faults;

  // mutable state: any thread
  /** Undecided traces, and those kept last, at places near the hash of the trace id. */
  private final AtomicReferenceArray<@Nullable LocalTrace> table;

  /** Traces that wait for open spans after the end of their roots, the first to end first. */
  private final LinkedBlockingQueue<LocalTrace> pending;

  private final AtomicLong chunks = new AtomicLong();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder fallbacks = new LongAdder();
  private final ThrottledLog log = new ThrottledLog();
  private volatile boolean closed;

  private TailSampler(
      List<TailPolicy> policies,
      int maxTraces,
      long maxBytes,
      long waitNanos,
      @Nullable Consumer<? super SpanData> next,
      BiConsumer<? super String, ? super Throwable> faults) {
    this.maxTraces = maxTraces;
    this.maxBytes = maxBytes;
    this.waitNanos = waitNanos;
    this.next = next;
    this.faults = faults;
    this.table = new AtomicReferenceArray<>(next == null ? 0 : maxTraces);
    this.pending = new LinkedBlockingQueue<>(maxTraces);
    long latency = Long.MAX_VALUE;
    for (TailPolicy policy : policies) {
      this.policies.add(policy.kind == TailPolicy.DROP ? 0 : this.policies.size(), policy);
      latency = Math.min(latency, policy.collect(leaves));
    }
    this.shortestLatency = latency;
    int bits = 0;
    for (int i = 0; i < leaves.size(); i++) {
      bits |= leaves.get(i).kind == TailPolicy.SHARE ? bit(i) : 0;
    }
    this.shares = bits;
    check(leaves.size() <= MAX_LEAVES, "policies", leaves.size());
  }

  /**
   * A tail sampler that keeps a trace if any of {@code policies} does; {@code Span.keep()} always
   * counts.
   *
   * @throws IllegalArgumentException if they have more than 30 conditions on spans and shares
   * @throws NullPointerException if one is null
   */
  public static TailSampler of(TailPolicy... policies) {
    return new TailSampler(
        List.of(policies), 4096, 16 << 20, 500_000_000, null, (part, error) -> {});
  }

  /**
   * With so many local traces undecided at most; 4,096 by default.
   *
   * @param count in [1, 1048576]; the next power of two counts
   * @throws IllegalArgumentException if it is out of range
   */
  public TailSampler maxTraces(int count) {
    check(count > 0 && count <= 1 << 20, "maxTraces", count);
    int size = Math.max(PROBES, Integer.highestOneBit(2 * count - 1));
    return new TailSampler(policies, size, maxBytes, waitNanos, next, faults);
  }

  /**
   * With so many bytes at most, as estimated, for the spans held; 16 MiB by default.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public TailSampler maxBufferedBytes(long bytes) {
    check(bytes >= 0, "maxBufferedBytes", bytes);
    return new TailSampler(policies, maxTraces, bytes, waitNanos, next, faults);
  }

  /**
   * With another time to wait, after a local root has ended, for spans that are open; 500 ms by
   * default.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public TailSampler decisionWait(Duration time) {
    return new TailSampler(
        policies, maxTraces, maxBytes, nanos(time, "decisionWait"), next, faults);
  }

  /**
   * A running sampler of these settings: for the tracer, and for simulations.
   *
   * @param next is given the spans that are kept, on the thread that decides
   * @param faults is given what conditions threw, with the name of the part that did
   */
  public TailSampler attach(
      Consumer<? super SpanData> next, BiConsumer<? super String, ? super Throwable> faults) {
    return new TailSampler(
        policies,
        maxTraces,
        maxBytes,
        waitNanos,
        requireNonNull(next, "next"),
        requireNonNull(faults, "faults"));
  }

  static void check(boolean ok, String name, Object value) {
    if (!ok) {
      throw new IllegalArgumentException(name + " is out of range: " + value);
    }
  }

  static long nanos(Duration time, String name) {
    long nanos = TimeUnit.NANOSECONDS.convert(requireNonNull(time, name));
    check(nanos > 0, name, time);
    return nanos;
  }

  /**
   * A local root starts.
   *
   * @param traceState as the head sampler left it
   * @param sampled whether the head sampler keeps it
   * @param now in nanoseconds since 1970
   * @return null if the trace is left to the head sampler
   */
  public @Nullable LocalTrace open(
      long traceIdLow, TraceState traceState, boolean sampled, long now) {
    for (int attempt = 0; attempt < PROBES && !closed; attempt++) {
      int slot = -1;
      LocalTrace old = null;
      for (int i = 0; i < PROBES && (slot < 0 || old != null); i++) {
        int at = slot(traceIdLow, i);
        LocalTrace other = table.getAcquire(at);
        if (other != null && now - other.start >= LocalTrace.LONG_NANOS) {
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
      LocalTrace trace = new LocalTrace(this, traceIdLow, traceState, sampled, slot, now);
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
  private @Nullable Entry twin(LocalTrace trace) {
    for (int i = 0; i < PROBES; i++) {
      LocalTrace other = table.getAcquire(slot(trace.traceIdLow, i));
      if (other != null && other != trace && other.isTwin(trace.traceIdLow, trace.start)) {
        return verdict(trace, OtTraceState.threshold(other.traceState()), other.reason());
      }
    }
    return null;
  }

  /** The verdict where the policies have none: that of the head sampler, or of a twin. */
  Entry judgeByOthers(LocalTrace trace) {
    Entry twin = trace.isSampled() ? new Entry(null, trace.traceState, "head") : twin(trace);
    return twin == null ? Entry.DROP : twin;
  }

  /**
   * What the policies say of a trace; null if none cares.
   *
   * @param nanos how long its local root has taken
   */
  @Nullable Entry judge(LocalTrace trace, int found, long nanos) {
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

  private long threshold(TailPolicy policy, LocalTrace trace, int found, long nanos) {
    int kind = policy.kind;
    if (kind <= TailPolicy.LATENCY) {
      boolean met =
          kind == TailPolicy.ERROR ? (found & LocalTrace.ERROR) != 0 : nanos >= policy.nanos();
      return met ? 0 : TailPolicy.NO;
    }
    if (kind <= TailPolicy.SHARE) {
      int bit = bit(leaves.indexOf(policy));
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

  private static int bit(int leaf) {
    return LocalTrace.ERROR << (leaf + 1);
  }

  /**
   * To keep a trace, with the head sampler's threshold if that is lower.
   *
   * @param threshold -1 if it is unknown
   */
  Entry verdict(LocalTrace trace, long threshold, String reason) {
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
    int bits = span.statusCode() == StatusCode.ERROR ? LocalTrace.ERROR : 0;
    for (int i = 0; i < leaves.size(); i++) {
      bits |= leaves.get(i).matches(span) ? bit(i) : 0;
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
    requireNonNull(next).accept(explained);
  }

  void drop(int spans) {
    dropped.add(spans);
  }

  /** There is no room: the head sampler decides. */
  void fallback() {
    fallbacks.increment();
    log.warn(
        Topic.QUEUE_FULL,
        "The tail sampler is full and leaves traces to the head sampler;"
            + " see TailSampler.maxTraces and maxBufferedBytes.");
  }

  /** A trace was dropped: makes room for another. */
  void forget(LocalTrace trace) {
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
  void await(LocalTrace trace) {
    if (!pending.offer(trace)) {
      fallback();
      trace.decide(null, 0, 0);
    }
  }

  /** Decides about those that have waited long enough. */
  void poll(long now) {
    LocalTrace first;
    while ((first = pending.peek()) != null && first.isDue(now)) {
      if (pending.remove(first)) {
        first.decide(null, 0, now);
      }
    }
  }

  /** Decides about all traces whose local root has ended, whatever spans are open. */
  public void flush() {
    LocalTrace first;
    while ((first = pending.poll()) != null) {
      first.decide(null, 0, 0);
    }
  }

  /**
   * Decides about all traces by what is known, and leaves later ones to the head sampler.
   *
   * @param now in nanoseconds since 1970
   */
  public void close(long now) {
    closed = true;
    flush();
    for (int i = 0; i < table.length(); i++) {
      LocalTrace trace = table.getAcquire(i);
      if (trace != null) {
        trace.decide(null, 0, now);
      }
    }
  }

  /** How many spans wait for a verdict. */
  public long held() {
    long sum = 0;
    for (int i = 0; i < table.length(); i++) {
      LocalTrace trace = table.getAcquire(i);
      sum += trace == null ? 0 : trace.size();
    }
    return sum;
  }

  /** How many spans were dropped. */
  public long dropped() {
    return dropped.sum();
  }

  /** How many local traces were left to the head sampler for want of room. */
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
