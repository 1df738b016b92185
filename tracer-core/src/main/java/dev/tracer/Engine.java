// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static java.util.Objects.requireNonNull;

import dev.tracer.export.LinkData;
import dev.tracer.internal.LogTopic;
import dev.tracer.internal.ThreadState;
import dev.tracer.internal.ThrottledLog;
import dev.tracer.propagation.CarrierGetter;
import dev.tracer.propagation.CarrierSetter;
import dev.tracer.propagation.Propagator;
import dev.tracer.sampling.OtTraceState;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingDecision;
import dev.tracer.sampling.SamplingResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
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
  private static final SamplingResult KEEP = SamplingResult.of(SamplingDecision.RECORD_AND_SAMPLE);

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
  final Pipeline pipeline;
  private final @Nullable ScopeListener listener;
  final @Nullable LeakDetector leaks;
  private final boolean enabled;

  /** The flags of a root span with custom ids before it is sampled. */
  private final byte rootFlags;

  // mutable state
  /** Refreshed by any thread that finds it stale; a race costs one more reading of the clock. */
  private volatile TimeAnchor anchor;

  /** Set once by close(); spans started later are not recorded. */
  private final CloseOnce close = new CloseOnce();

  private final AtomicLong misuses = new AtomicLong();

  Engine(TracerBuilder config) {
    this.resource = config.mergedResource();
    this.limits = config.limits;
    this.clock = config.clock;
    this.limiter = new Limiter(limits, faults);
    this.propagator = config.propagator;
    this.sampler = config.sampler;
    this.ids = config.ids;
    this.rootFlags = ids != null && ids.isRandom() ? SpanContext.RANDOM : 0;
    this.pipeline = new Pipeline(config, faults);
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
    return enabled && !close.hasBegun();
  }

  /** The start of a span. {@code explicitParent} null stands for the current context. */
  /* Split so that the compiler takes each part in one piece into the code that starts spans. */
  Span start(
      Tracer tracer,
      @Nullable String givenName,
      SpanKind kind,
      @Nullable Context explicitParent,
      Attributes attributes,
      List<LinkData> links,
      long start) {
    @Nullable Object[] slot = ThreadState.slot();
    Context current = Context.current(slot);
    Context context = explicitParent != null ? explicitParent : current;
    Span given = context.span;
    if (!isEnabled()
        || given == PropagatedSpan.SUPPRESSED
        || current.span == PropagatedSpan.SUPPRESSED) {
      return given instanceof PropagatedSpan ? given : Span.of(given.context());
    }
    Span parent = given.isValid() ? given : Span.invalid();
    String name = givenName == null ? "" : givenName;
    long high = parent.traceIdHigh;
    long low = parent.traceIdLow;
    long spanId;
    byte flags = (byte) (parent.flags & SpanContext.RANDOM);
    if (parent instanceof PropagatedSpan && (parent.flags & PropagatedSpan.REMOTE) != 0) {
      flags |= SpanRecord.PARENT_REMOTE;
    }
    if (ids != null) {
      if (parent == Span.invalid()) {
        high = customId(0);
        low = customId(1);
        flags = rootFlags;
      }
      spanId = customId(2);
    } else {
      long[] random = ThreadState.randomState(slot);
      if (parent == Span.invalid()) {
        high = ThreadState.random(random);
        low = ThreadState.random(random);
        flags = SpanContext.RANDOM;
      }
      spanId = ThreadState.random(random);
    }
    return start(
        tracer, context, parent, high, low, spanId, flags, name, kind, attributes, links, start);
  }

  /** The start of a span that has its ids. */
  private Span start(
      Tracer tracer,
      Context context,
      Span parent,
      long high,
      long low,
      long spanId,
      byte idFlags,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links,
      long start) {
    SamplingResult result = sample(context, high, low, name, kind, attributes, links);
    TraceState parentState = parent.traceState;
    SamplingDecision decision =
        result.hasThreshold() && OtTraceState.randomness(parentState, low) < result.threshold()
            ? SamplingDecision.DROP
            : result.decision();
    boolean sampled = decision == SamplingDecision.RECORD_AND_SAMPLE;
    byte flags = sampled ? (byte) (idFlags | SpanContext.SAMPLED) : idFlags;
    TraceState traceState =
        result.hasThreshold() || !parentState.isEmpty() || result.traceState() != null
            ? traceState(result, parent, low, sampled)
            : parentState;
    if (decision == SamplingDecision.DROP && !pipeline.mayHold(parent)) {
      return leave(high, low, spanId, flags, traceState);
    }
    RecordingSpan span =
        leaks == null
            ? new RecordingSpan(
                tracer, parent, high, low, spanId, flags, traceState, name, kind, start)
            : new StrictSpan(
                tracer, parent, high, low, spanId, flags, traceState, name, kind, start);
    if (decision == SamplingDecision.DROP && span.localTrace == null) {
      span.finished(); // the tail sampler does not hold it after all
      return leave(high, low, spanId, flags, traceState);
    }
    if (!attributes.isEmpty() || !links.isEmpty() || !result.attributes().isEmpty()) {
      span.init(attributes, links, result.attributes());
    }
    pipeline.started(span, context);
    return span;
  }

  /** A span that is not recorded. */
  private Span leave(long high, long low, long spanId, byte flags, TraceState traceState) {
    pipeline.notRecorded.increment();
    byte local = (byte) (flags & ~SpanRecord.PARENT_REMOTE); // which means REMOTE there
    return new PropagatedSpan(this, high, low, spanId, local, traceState);
  }

  private static TraceState traceState(
      SamplingResult result, Span parent, long low, boolean sampled) {
    TraceState given = result.traceState();
    TraceState state = given == null ? parent.traceState : given;
    if (sampled && result.hasThreshold()) {
      return result.addThreshold(state);
    }
    if (state.isEmpty() || (sampled && !(parent instanceof PropagatedSpan))) {
      return state;
    }
    // a threshold of others counts only if it agrees with their flag
    return sampled ? OtTraceState.checked(state, low) : OtTraceState.withoutThreshold(state);
  }

  /** Instrumentation failed. */
  void fault(String part, Throwable error) {
    faults.add(part, error);
  }

  /**
   * An id of the application's generator, one of ours if that fails.
   *
   * @param which 0 and 1 for the halves of a trace id, 2 for a span id
   */
  private long customId(int which) {
    IdGenerator source = requireNonNull(ids);
    try {
      long id =
          which == 0 ? source.traceIdHigh() : which == 1 ? source.traceIdLow() : source.spanId();
      if (id != 0 || which == 0) {
        return id;
      }
      faults.add("id generator", new IllegalStateException("zero"));
    } catch (Throwable e) {
      faults.add("id generator", e);
    }
    return ThreadState.random(ThreadState.randomState(ThreadState.slot()));
  }

  private SamplingResult sample(
      Context context,
      long high,
      long low,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    if (pipeline.tail != null
        && context.span instanceof SpanRecord above
        && above.localTrace != null
        && above.tracer.engine == this) { // all of a local trace shares one fate
      return (above.flags & SpanContext.SAMPLED) == 0 ? DROP : KEEP;
    }
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

  void contextChanged(Context now) {
    ScopeListener l = listener;
    if (l != null) {
      try {
        l.contextChanged(now);
      } catch (Throwable e) {
        // not thrown on, whatever it is: nobody would have the scope to close it
        faults.enter("scope listener " + l.getClass().getName(), e);
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
    log.warn(LogTopic.SCOPE, message + hint, opened);
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

  FlushResult close(Duration timeout) {
    if (!close.begin()) {
      close.awaitEnd(timeout);
      return new FlushResult(0, 0, stats().queued());
    }
    try {
      return closeAll(timeout);
    } finally {
      close.end();
    }
  }

  private FlushResult closeAll(Duration timeout) {
    FlushResult result = pipeline.flush(timeout, true);
    try {
      sampler.close();
    } catch (Throwable e) {
      faults.add("sampler " + sampler.getClass().getName(), e);
    }
    if (leaks != null) {
      leaks.report();
    }
    return result;
  }

  TracerStats stats() {
    return pipeline.stats(limiter.truncated(), refused(), misuses.get());
  }

  private long refused() {
    try {
      return propagator.refused();
    } catch (Throwable e) {
      faults.add("propagator", e);
      return 0;
    }
  }
}
