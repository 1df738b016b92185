// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import dev.tracer.export.EventData;
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

  private static final String STACK_TRACE = "exception.stacktrace";
  private static final SamplingResult DROP = SamplingResult.of(SamplingDecision.DROP);

  // immutable state
  final Resource resource;
  final SpanLimits limits;
  final Clock clock;
  final ThrottledLog log;
  final Propagator propagator;
  private final Sampler sampler;
  private final @Nullable IdGenerator ids;
  private final byte rootFlags;
  private final SpanFilter[] filters;
  private final SpanProcessor[] processors;
  private final @Nullable ScopeListener listener;
  final @Nullable LeakDetector leaks;
  private final boolean enabled;

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
  private final LongAdder truncated = new LongAdder();
  private final LongAdder faults = new LongAdder();
  private final AtomicLong misuses = new AtomicLong();

  Engine(TracerBuilder config) {
    this.resource = config.mergedResource();
    this.limits = config.limits;
    this.clock = config.clock;
    this.log = new ThrottledLog();
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
    if (!isEnabled() || parent == PropagatedSpan.SUPPRESSED) {
      return parent instanceof PropagatedSpan ? parent : Span.of(parent.context());
    }
    String name = givenName == null ? "" : givenName;
    boolean root = !parent.isValid();
    long high;
    long low;
    long spanId;
    if (ids == null) {
      high = root ? ThreadState.random(slot) : parent.traceIdHigh;
      low = root ? ThreadState.random(slot) : parent.traceIdLow;
      spanId = ThreadState.random(slot);
    } else {
      high = root ? customId(ids::traceIdHigh, true, slot) : parent.traceIdHigh;
      low = root ? customId(ids::traceIdLow, false, slot) : parent.traceIdLow;
      spanId = customId(ids::spanId, false, slot);
    }
    byte flags = root ? rootFlags : (byte) (parent.flags & SpanContext.RANDOM);
    SamplingResult result = sample(context, high, low, name, kind, attributes, links);
    TraceState parentState = root ? TraceState.empty() : parent.traceState;
    TraceState traceState = result.traceState();
    if (traceState == null) {
      traceState = parentState;
    }
    boolean record = result.decision() != SamplingDecision.DROP;
    boolean keep = result.decision() == SamplingDecision.RECORD_AND_SAMPLE;
    if (result.hasThreshold()) {
      keep = OtTraceState.randomness(parentState, low) >= result.threshold();
      record = keep;
      if (keep) {
        traceState = OtTraceState.withThreshold(traceState, result.threshold());
      }
    }
    if (!keep && !traceState.isEmpty()) {
      traceState = OtTraceState.withoutThreshold(traceState);
    }
    if (!record) {
      notRecorded.increment();
      return new PropagatedSpan(this, high, low, spanId, flags, traceState);
    }
    if (keep) {
      flags |= SpanContext.SAMPLED;
    }
    if (!root && parent instanceof PropagatedSpan && (parent.flags & PropagatedSpan.REMOTE) != 0) {
      flags |= RecordingSpan.PARENT_REMOTE;
    }
    // A span of another engine lives by another clock and tells other processors.
    RecordingSpan local =
        parent instanceof RecordingSpan recording && recording.engine() == this ? recording : null;
    long parentId = root ? 0 : parent.spanId;
    RecordingSpan span =
        leaks == null
            ? new RecordingSpan(
                tracer,
                local,
                high,
                low,
                spanId,
                parentId,
                flags,
                traceState,
                name,
                kind,
                startEpochNanos)
            : new StrictSpan(
                tracer,
                local,
                high,
                low,
                spanId,
                parentId,
                flags,
                traceState,
                name,
                kind,
                startEpochNanos,
                leaks);
    span.init(attributes, links);
    if (!result.attributes().isEmpty()) {
      span.setAll(result.attributes());
    }
    recorded.increment();
    for (SpanProcessor processor : processors) {
      try {
        processor.onStart(span, context);
      } catch (Throwable e) {
        fault("span processor " + processor.getClass().getName(), e);
      }
    }
    return span;
  }

  /** An id of the application's generator; one of ours if that fails. */
  private long customId(LongSupplier source, boolean mayBeZero, @Nullable Object[] slot) {
    try {
      long id = source.getAsLong();
      if (id != 0 || mayBeZero) {
        return id;
      }
      fault("id generator", new IllegalStateException("zero"));
    } catch (Throwable e) {
      fault("id generator", e);
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
      fault("sampler " + sampler.getClass().getName(), new NullPointerException("null result"));
    } catch (Throwable e) {
      fault("sampler " + sampler.getClass().getName(), e);
    }
    return DROP;
  }

  /** The end of a recorded span. */
  void ended(RecordingSpan span) {
    ended.increment();
    if (!span.isSampled()) {
      notSampled.increment();
    }
    SpanData passed = span;
    for (SpanFilter filter : filters) {
      try {
        passed = filter.filter(passed);
      } catch (Throwable e) {
        fault("span filter " + filter.getClass().getName() + " (the span is dropped)", e);
        passed = null;
      }
      if (passed == null) {
        if (span.isSampled()) {
          filtered.increment();
        }
        return;
      }
    }
    for (SpanProcessor processor : processors) {
      try {
        processor.onEnd(passed);
      } catch (Throwable e) {
        fault("span processor " + processor.getClass().getName(), e);
      }
    }
  }

  void contextChanged(Context now) {
    ScopeListener l = listener;
    if (l != null) {
      try {
        l.contextChanged(now);
      } catch (Throwable e) {
        fault("scope listener " + l.getClass().getName(), e);
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

  /** Counts and logs what a part of the application threw. Errors of the virtual machine pass. */
  void fault(String part, Throwable error) {
    faults.increment();
    log.warn(
        Topic.FAULT, "The " + part + " threw an exception; tracing goes on without it.", error);
    Errors.passFatal(error);
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
      fault("propagator or the carrier's setter", e);
    }
  }

  <C> Context extract(Context context, C carrier, CarrierGetter<C> getter) {
    try {
      Context extracted = propagator.extract(context, carrier, getter);
      if (extracted != null) {
        return extracted;
      }
      fault("propagator", new NullPointerException("null context"));
    } catch (Throwable e) {
      fault("propagator or the carrier's getter", e);
    }
    return context;
  }

  /** An application's value as it is stored; null if it has none or its own methods throw. */
  @Nullable Object normalize(@Nullable Object value) {
    try {
      return AttributeValues.normalize(value, limits.valueDepth());
    } catch (Throwable e) {
      fault("attribute value of type " + (value == null ? "null" : value.getClass().getName()), e);
      return null;
    }
  }

  /** The value within the limits. */
  Object limit(Object stored) {
    if (stored instanceof Long || stored instanceof Boolean || stored instanceof Double) {
      return stored;
    }
    Object cut = AttributeValues.truncate(stored, limits.valueLength(), limits.valueDepth());
    if (cut != stored) {
      truncated.increment();
    }
    return cut;
  }

  EventData event(String name, long epochNanos, @Nullable Attributes attributes) {
    Attributes given = attributes == null ? Attributes.empty() : attributes;
    Attributes kept = limit(given);
    return new EventData(name, epochNanos, kept, given.size() - kept.size());
  }

  LinkData link(SpanContext context, @Nullable Attributes attributes) {
    Attributes given = attributes == null ? Attributes.empty() : attributes;
    Attributes kept = limit(given);
    return new LinkData(context, kept, given.size() - kept.size());
  }

  EventData exceptionEvent(Throwable error, long epochNanos, @Nullable Attributes more) {
    Attributes.Builder builder =
        Attributes.builder().set("exception.type", error.getClass().getName());
    builder.set("exception.message", Errors.message(error));
    Attributes given = (more == null ? builder : builder.setAll(more)).build();
    Attributes kept = limit(given);
    int dropped = given.size() - kept.size();
    String trace = given.contains(STACK_TRACE) ? null : stackTrace(error);
    if (trace != null && kept.size() < limits.attributes()) {
      kept = kept.withStored(STACK_TRACE, trace); // has a limit of its own
    } else if (trace != null) {
      dropped++;
    }
    return new EventData("exception", epochNanos, kept, dropped);
  }

  private @Nullable String stackTrace(Throwable error) {
    try {
      Errors.StackTrace trace = Errors.stackTrace(error, limits.stackTraceLength());
      if (trace.isCut()) {
        truncated.increment();
      }
      return trace.text();
    } catch (Throwable e) {
      fault("exception " + error.getClass().getName(), e);
      return null;
    }
  }

  /** The attributes within the limits; the same instance if they are. */
  private Attributes limit(Attributes given) {
    int count = Math.min(given.size(), limits.attributes());
    Object[] pairs = given.entries();
    Object[] changed = null;
    for (int i = 0; i < count << 1; i += 2) {
      Object value = limit(pairs[i + 1]);
      if (value != pairs[i + 1]) {
        changed = changed == null ? pairs.clone() : changed;
        changed[i + 1] = value;
      }
    }
    return changed == null && count == given.size()
        ? given
        : Attributes.adopt(changed == null ? pairs : changed, count);
  }

  FlushResult flush(Duration timeout) {
    Deadline deadline = Deadline.in(timeout);
    FlushResult sum = FlushResult.EMPTY;
    for (SpanProcessor processor : processors) {
      try {
        sum = sum.plus(processor.flush(deadline.left()));
      } catch (Throwable e) {
        fault("span processor " + processor.getClass().getName(), e);
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
    for (SpanProcessor processor : processors) {
      try {
        sum = sum.plus(processor.close(deadline.left()));
      } catch (Throwable e) {
        fault("span processor " + processor.getClass().getName(), e);
      }
    }
    if (leaks != null) {
      leaks.report();
    }
    return sum;
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
        fault("span processor " + processor.getClass().getName(), e);
      }
    }
    long never = notRecorded.sum();
    return new TracerStats(
        recorded.sum() + never,
        ended.sum() + never,
        never + notSampled.sum(),
        truncated.sum(),
        refused(),
        faults.sum(),
        misuses.get(),
        exporters);
  }

  private long refused() {
    try {
      return propagator.refused();
    } catch (Throwable e) {
      fault("propagator", e);
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
