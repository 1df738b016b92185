// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import dev.tracer.export.LinkData;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanFilter;
import dev.tracer.export.SpanProcessor;
import dev.tracer.internal.Deadline;
import dev.tracer.internal.OtTraceState;
import dev.tracer.internal.ThreadState;
import dev.tracer.internal.ThrottledLog;
import dev.tracer.internal.ThrottledLog.Topic;
import dev.tracer.propagation.CarrierGetter;
import dev.tracer.propagation.CarrierSetter;
import dev.tracer.propagation.Propagator;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingDecision;
import dev.tracer.sampling.SamplingResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What all tracers of one builder share: configuration, counters and the way of a span from its
 * start to the processors. Thread-safe. Whatever the application's parts (sampler, filter,
 * listener, processor, carrier) throw ends here.
 */
final class Engine {
  /** A time that means "when it happens". */
  static final long NOW = Long.MIN_VALUE;

  private static final long NANOS = 1_000_000_000;
  private static final long MAX_SECONDS = Long.MAX_VALUE / NANOS;

  static final List<LinkData> NO_LINKS = List.of();

  private static final SamplingResult DROP = SamplingResult.of(SamplingDecision.DROP);

  // immutable state
  final Resource resource;
  final SpanLimits limits;
  final Clock clock;
  final Limiter limiter;
  private final ThrottledLog log = new ThrottledLog();
  private final Faults faults = new Faults(log);
  final Propagator propagator;
  private final Sampler sampler;
  private final @Nullable IdGenerator ids;
  private final SpanFilter[] filters;
  private final SpanProcessor[] processors;
  private final @Nullable ScopeListener listener;
  final @Nullable LeakDetector leaks;
  private final boolean enabled;

  /** The flags of a root span before it is sampled. */
  private final byte rootFlags;

  // mutable state
  /** Refreshed by any thread that finds it stale; a race costs one more reading of the clock. */
  private volatile TimeAnchor anchor;

  /** Set once by close(); spans started later are not recorded. */
  private final AtomicBoolean closed = new AtomicBoolean();

  private final LongAdder recorded = new LongAdder();
  private final LongAdder ended = new LongAdder();
  private final LongAdder notRecorded = new LongAdder();
  private final LongAdder notSampled = new LongAdder();
  private final LongAdder filtered = new LongAdder();
  private final AtomicLong misuses = new AtomicLong();

  Engine(TracerBuilder config) {
    this.resource = config.mergedResource();
    this.limits = config.limits;
    this.clock = config.clock;
    this.limiter = new Limiter(limits, faults);
    this.propagator = config.propagator;
    this.sampler = config.sampler;
    this.ids = config.ids;
    this.rootFlags = ids == null || ids.isRandom() ? SpanContext.RANDOM : 0;
    this.filters = config.filters.toArray(new SpanFilter[0]);
    this.processors = config.processors.toArray(new SpanProcessor[0]);
    this.listener = config.listener;
    this.leaks = config.strict ? new LeakDetector(log) : null;
    this.enabled = !config.disabled;
    this.anchor = TimeAnchor.now(clock);
  }

  /** The time in nanoseconds; what 64 bits cannot hold becomes the nearest that they can. */
  static long epochNanos(Instant time) {
    long seconds = time.getEpochSecond();
    if (seconds >= MAX_SECONDS) {
      return Long.MAX_VALUE;
    }
    return seconds < -MAX_SECONDS ? -MAX_SECONDS * NANOS : seconds * NANOS + time.getNano();
  }

  /** The anchor of a local root that starts at {@code nanoTime}. */
  TimeAnchor anchor(long nanoTime) {
    TimeAnchor current = anchor;
    if (current.isStale(nanoTime)) {
      anchor = current = TimeAnchor.now(clock);
    }
    return current;
  }

  boolean isEnabled() {
    return enabled && !closed.get();
  }

  /** The start of a span. {@code explicitParent} null stands for the current context. */
  Span start(
      Tracer tracer,
      @Nullable String givenName,
      SpanKind kind,
      @Nullable Context explicitParent,
      Attributes attributes,
      List<LinkData> links,
      long startEpochNanos) {
    @Nullable Object[] slot = ThreadState.slot();
    Context context = explicitParent != null ? explicitParent : Context.current(slot);
    Span parent = context.span;
    if (!isEnabled() || parent == PropagatedSpan.SUPPRESSED || isSuppressed(slot, explicitParent)) {
      return parent instanceof PropagatedSpan ? parent : Span.of(parent.context());
    }
    String name = givenName == null ? "" : givenName;
    boolean root = !parent.isValid();
    long high = root ? newTraceIdHigh(slot) : parent.traceIdHigh;
    long low = root ? newTraceIdLow(slot) : parent.traceIdLow;
    long spanId = ids == null ? ThreadState.random(slot) : customId(ids::spanId, false, slot);
    byte flags = root ? rootFlags : (byte) (parent.flags & SpanContext.RANDOM);

    SamplingResult result = sample(context, high, low, name, kind, attributes, links);
    SamplingDecision decision = result.decision();
    TraceState parentState = root ? TraceState.empty() : parent.traceState;
    TraceState traceState = result.traceState() == null ? parentState : result.traceState();
    if (result.hasThreshold()) {
      if (OtTraceState.randomness(parentState, low) >= result.threshold()) {
        traceState = OtTraceState.withThreshold(traceState, result.threshold());
      } else {
        decision = SamplingDecision.DROP;
      }
    }
    if (decision != SamplingDecision.RECORD_AND_SAMPLE && !traceState.isEmpty()) {
      traceState = OtTraceState.withoutThreshold(traceState);
    }
    if (decision == SamplingDecision.DROP) {
      notRecorded.increment();
      return new PropagatedSpan(this, high, low, spanId, flags, traceState);
    }
    if (decision == SamplingDecision.RECORD_AND_SAMPLE) {
      flags |= SpanContext.SAMPLED;
    }
    if (!root && parent instanceof PropagatedSpan && (parent.flags & PropagatedSpan.REMOTE) != 0) {
      flags |= RecordingSpan.PARENT_REMOTE;
    }
    RecordingSpan span =
        leaks == null
            ? new RecordingSpan(
                tracer, parent, high, low, spanId, flags, traceState, name, kind, startEpochNanos)
            : new StrictSpan(
                tracer, parent, high, low, spanId, flags, traceState, name, kind, startEpochNanos);
    span.init(attributes, links, result.attributes());
    started(span, context);
    return span;
  }

  private long newTraceIdHigh(@Nullable Object[] slot) {
    return ids == null ? ThreadState.random(slot) : customId(ids::traceIdHigh, true, slot);
  }

  private long newTraceIdLow(@Nullable Object[] slot) {
    return ids == null ? ThreadState.random(slot) : customId(ids::traceIdLow, false, slot);
  }

  private void started(RecordingSpan span, Context context) {
    recorded.increment();
    for (SpanProcessor processor : processors) {
      try {
        processor.onStart(span, context);
      } catch (Throwable e) {
        faults.add("span processor " + processor.getClass().getName(), e);
      }
    }
  }

  /** Whether the current context forbids spans, even of another parent. */
  private static boolean isSuppressed(@Nullable Object[] slot, @Nullable Context explicitParent) {
    return explicitParent != null && Context.current(slot).span == PropagatedSpan.SUPPRESSED;
  }

  /** An id of the application's generator; one of ours if that fails. */
  private long customId(LongSupplier source, boolean mayBeZero, @Nullable Object[] slot) {
    try {
      long id = source.getAsLong();
      if (id != 0 || mayBeZero) {
        return id;
      }
      faults.add("id generator", new IllegalStateException("zero"));
    } catch (Throwable e) {
      faults.add("id generator", e);
    }
    return ThreadState.random(slot);
  }

  private SamplingResult sample(
      Context context,
      long high,
      long low,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    try {
      SamplingResult result = sampler.sample(context, high, low, name, kind, attributes, links);
      if (result != null) {
        return result;
      }
      faults.add(
          "sampler " + sampler.getClass().getName(), new NullPointerException("null result"));
    } catch (Throwable e) {
      faults.add("sampler " + sampler.getClass().getName(), e);
    }
    return DROP;
  }

  /** The end of a recorded span. Counts it before foreign code may throw. */
  void ended(RecordingSpan span) {
    ended.increment();
    SpanData passed = span;
    for (SpanFilter filter : filters) {
      Throwable error = null;
      try {
        passed = filter.filter(passed);
      } catch (Throwable e) {
        error = e;
        passed = null;
      }
      if (passed == null) {
        (span.isSampled() ? filtered : notSampled).increment();
        if (error != null) {
          faults.add(
              "span filter " + filter.getClass().getName() + " (the span is dropped)", error);
        }
        return;
      }
    }
    if (!passed.isSampled()) { // what counts is what the processors see
      notSampled.increment();
    }
    VirtualMachineError fatal = null;
    for (SpanProcessor processor : processors) {
      try {
        processor.onEnd(passed);
      } catch (Throwable e) {
        fatal = e instanceof VirtualMachineError error ? error : fatal;
        enterFault(processor, e);
      }
    }
    if (fatal != null) {
      throw fatal; // only now: each processor's account shall close
    }
  }

  private void enterFault(SpanProcessor processor, Throwable error) {
    faults.enter("span processor " + processor.getClass().getName(), error);
  }

  void contextChanged(Context now) {
    ScopeListener l = listener;
    if (l != null) {
      try {
        l.contextChanged(now);
      } catch (Throwable e) {
        faults.add("scope listener " + l.getClass().getName(), e);
      }
    }
  }

  void scopeMisused(Span closing, Span current, boolean otherThread, @Nullable Throwable opened) {
    misuses.incrementAndGet();
    String message =
        otherThread
            ? "The scope of span '"
                + closing.displayName()
                + "' was closed on thread '"
                + Thread.currentThread().getName()
                + "', which did not open it; current there is '"
                + current.displayName()
                + "'. Close a scope on the thread that opened it, and carry"
                + " the context to other threads with Context.wrap."
            : "The scope of span '"
                + closing.displayName()
                + "' was closed while the scope of span '"
                + current.displayName()
                + "', opened inside it, was still open; both are closed now."
                + " Use try-with-resources or Tracer.call.";
    String hint = opened == null ? " TracerBuilder.strict(true) tells where it was opened." : "";
    log.warn(Topic.SCOPE, message + hint, opened);
  }

  <T extends @Nullable Object, X extends Throwable> T call(Span span, Tracer.Work<T, X> work)
      throws X {
    Scope scope = span.makeCurrent();
    try {
      return work.run(span);
    } catch (Throwable e) {
      span.fail(e);
      throw e;
    } finally {
      scope.close();
      span.end();
    }
  }

  <X extends Throwable> void run(Span span, Tracer.VoidWork<X> work) throws X {
    Scope scope = span.makeCurrent();
    try {
      work.run(span);
    } catch (Throwable e) {
      span.fail(e);
      throw e;
    } finally {
      scope.close();
      span.end();
    }
  }

  <C> void inject(Context context, C carrier, CarrierSetter<C> setter) {
    try {
      propagator.inject(context, carrier, setter);
    } catch (Throwable e) {
      faults.add("propagator or the carrier's setter", e);
    }
  }

  <C> Context extract(Context context, C carrier, CarrierGetter<C> getter) {
    try {
      Context extracted = propagator.extract(context, carrier, getter);
      if (extracted != null) {
        return extracted;
      }
      faults.add("propagator", new NullPointerException("null context"));
    } catch (Throwable e) {
      faults.add("propagator or the carrier's getter", e);
      return context;
    }
    return context;
  }

  FlushResult flush(Duration timeout) {
    Deadline deadline = Deadline.in(timeout);
    FlushResult sum = FlushResult.EMPTY;
    for (int i = 0; i < processors.length; i++) {
      try {
        sum = sum.plus(processors[i].flush(share(deadline, i)));
      } catch (Throwable e) {
        enterFault(processors[i], e);
      }
    }
    return sum;
  }

  FlushResult close(Duration timeout) {
    if (closed.getAndSet(true)) {
      return FlushResult.EMPTY;
    }
    Deadline deadline = Deadline.in(timeout);
    FlushResult sum = FlushResult.EMPTY;
    for (int i = 0; i < processors.length; i++) {
      try {
        sum = sum.plus(processors[i].close(share(deadline, i)));
      } catch (Throwable e) {
        enterFault(processors[i], e);
      }
    }
    if (leaks != null) {
      leaks.report();
    }
    return sum;
  }

  /** The time of one processor: one that hangs leaves the others their part. */
  private Duration share(Deadline deadline, int processor) {
    return deadline.left().dividedBy(processors.length - processor);
  }

  TracerStats stats() {
    long filteredNow = filtered.sum();
    List<TracerStats.Exporter> exporters = new ArrayList<>();
    for (SpanProcessor processor : processors) {
      try {
        for (TracerStats.Exporter account : processor.stats()) {
          exporters.add(withFiltered(account, filteredNow));
        }
      } catch (Throwable e) {
        enterFault(processor, e);
      }
    }
    long never = notRecorded.sum();
    return new TracerStats(
        recorded.sum() + never,
        ended.sum() + never,
        never + notSampled.sum(),
        limiter.truncated(),
        refused(),
        faults.count(),
        misuses.get(),
        exporters);
  }

  private long refused() {
    try {
      return propagator.refused();
    } catch (Throwable e) {
      faults.add("propagator", e);
      return 0;
    }
  }

  private static TracerStats.Exporter withFiltered(TracerStats.Exporter account, long count) {
    if (count == 0) {
      return account;
    }
    Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    dropped.putAll(account.dropped());
    dropped.merge(DropReason.FILTERED, count, Long::sum);
    return new TracerStats.Exporter(
        account.name(),
        account.exported(),
        account.queued(),
        dropped,
        account.lastSuccess(),
        account.lastError());
  }
}
