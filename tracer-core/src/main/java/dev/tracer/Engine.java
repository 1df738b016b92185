// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static java.util.Objects.requireNonNull;

import dev.tracer.export.SpanData;
import dev.tracer.internal.LogTopic;
import dev.tracer.internal.SafeText;
import dev.tracer.internal.ThreadState;
import dev.tracer.internal.ThrottledLog;
import dev.tracer.propagation.CarrierGetter;
import dev.tracer.propagation.CarrierSetter;
import dev.tracer.propagation.Propagator;
import dev.tracer.redact.Redaction;
import dev.tracer.sampling.LocalTrace;
import dev.tracer.sampling.Sampler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What all tracers of one builder share: puts the parts together, tells them of each other, closes
 * them and counts. Thread-safe. Whatever the application's parts (sampler, filter, listener,
 * processor, carrier) throw ends here or in the part that called them.
 */
final class Engine implements SpanOwner {
  private static final String STRICT_HINT =
      " TracerBuilder.strict(true) tells where it was opened.";

  // immutable state
  final SpanStarter starter;
  final Redaction redaction;
  final Propagator propagator;
  private final ThrottledLog log = new ThrottledLog();
  private final Faults faults = new Faults(log);
  private final Limiter limiter;
  private final Pipeline pipeline;
  private final Sampler sampler;
  private final Timeline timeline;
  private final @Nullable ScopeListener listener;
  private final @Nullable LeakDetector leaks;

  // mutable state
  private final CloseOnce close = new CloseOnce();
  private final AtomicLong misuses = new AtomicLong();

  Engine(TracerSettings settings) {
    this.limiter = new Limiter(settings.limits, faults);
    this.redaction = settings.redaction;
    this.propagator = settings.propagator;
    this.sampler = settings.sampler;
    this.timeline = new Timeline(settings.clock);
    this.pipeline = new Pipeline(settings, faults);
    this.starter = new SpanStarter(settings, timeline, pipeline, faults);
    this.listener = settings.listener;
    this.leaks = settings.strict ? new LeakDetector(log, redaction) : null;
    if (settings.ids == null && ThreadState.isNewlyGuessable()) {
      log.warn(
          LogTopic.SETUP,
          "The system gives no random numbers: neither /dev/urandom nor SecureRandom can be read."
              + " Trace ids are made from the time, and others might guess them.");
    }
  }

  /** What the spans of an instrumentation scope have in common. */
  SpanOrigin origin(Resource resource, InstrumentationScope scope) {
    return new SpanOrigin(this, resource, scope, limiter, timeline.clock);
  }

  /** Sampler, headers, limits and processors; much of it is foreign code. */
  String describe() {
    try {
      return ", sampler="
          + sampler.description()
          + ", headers="
          + propagator.fields()
          + ", "
          + limiter.limits
          + ", processors="
          + pipeline.describe();
    } catch (Throwable e) {
      faults.add("description", e);
      return "";
    }
  }

  @Override
  public boolean writesAtEnd() {
    return pipeline.writesAtEnd;
  }

  @Override
  public void ending(Span span) {
    pipeline.ending(span);
  }

  @Override
  public void countEnd() {
    pipeline.countEnd();
  }

  @Override
  public void ended(SpanData span, LocalTrace trace, boolean root, long nanoTime) {
    pipeline.ended(span, trace, root, nanoTime);
  }

  @Override
  public void lost(LocalTrace trace, boolean root, Throwable error) {
    pipeline.lost(trace, root, error);
  }

  @Override
  public LostSpans lostSpans() {
    return pipeline.lostSpans();
  }

  @Override
  public void failed(String part, Throwable error) {
    faults.add(part, error);
  }

  @Override
  public void contextChanged(Context now) {
    ScopeListener l = listener;
    if (l != null) {
      try {
        l.contextChanged(now);
      } catch (Throwable e) {
        faults.add("scope listener " + l.getClass().getName(), e);
      }
    }
  }

  @Override
  public String inMessage(String spanName) {
    return SafeText.inMessage(redaction.text(spanName));
  }

  @Override
  public void scopeMisused(String what, @Nullable Throwable opened) {
    misuses.incrementAndGet();
    String hint = opened == null ? STRICT_HINT : "";
    log.warn(LogTopic.SCOPE, what + hint, opened);
  }

  @Override
  public void scopesForgotten(int count, String name, @Nullable Throwable opened) {
    misuses.addAndGet(count);
    String hint = opened == null ? STRICT_HINT : "";
    log.warn(
        LogTopic.SCOPE,
        count
            + " scopes on thread '"
            + Thread.currentThread().getName()
            + "' were never closed, the last that of span '"
            + name
            + "'; they are dropped now. Use try-with-resources or Tracer.call."
            + hint,
        opened);
  }

  @Override
  public boolean isStrict() {
    return leaks != null;
  }

  @Override
  public LeakDetector leaks() {
    return requireNonNull(leaks, "not strict");
  }

  <C> void inject(Context context, C carrier, CarrierSetter<C> setter) {
    try {
      propagator.inject(announced(context), carrier, setter);
    } catch (Throwable e) {
      faults.add("propagator or the carrier's setter", e);
      injectWhatGoes(context, carrier, setter);
    }
  }

  /** The context as others are told of it. */
  private Context announced(Context context) {
    return context.span instanceof SpanRecord record && record.isHeld()
        ? context.with(Span.of(announce(record)))
        : context;
  }

  /** A span's identity as others are told of it: whether its trace is kept is decided now. */
  SpanContext announce(Span span) {
    try {
      return span instanceof SpanRecord record ? record.announce() : span.context();
    } catch (Throwable e) {
      faults.add("sampler", e);
      return span.context();
    }
  }

  /** A field that cannot be written costs no other one. */
  private <C> void injectWhatGoes(Context context, C carrier, CarrierSetter<C> setter) {
    try {
      propagator.inject(announced(context), carrier, new CarefulSetter<>(setter));
    } catch (Throwable e) {
      // the propagator itself, which was counted
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
      return extractWhatIsThere(context, carrier, getter);
    }
    return context;
  }

  /** A field that cannot be read costs no other one. */
  private <C> Context extractWhatIsThere(Context context, C carrier, CarrierGetter<C> getter) {
    try {
      Context extracted = propagator.extract(context, carrier, new CarefulGetter<>(getter));
      return extracted == null ? context : extracted;
    } catch (Throwable e) { // the propagator itself, which was counted
      return context;
    }
  }

  FlushResult flush(Duration timeout) {
    try {
      return pipeline.flush(timeout, false);
    } finally { // the process may be about to be frozen, and copied
      timeline.expire();
      ThreadState.expire();
    }
  }

  FlushResult close(Duration timeout) {
    if (!close.begin()) {
      close.awaitEnd(timeout);
      return new FlushResult(0, 0, stats().queued());
    }
    starter.stop();
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
    tellTraps();
    return result;
  }

  /** Says once, at the end, what went wrong without a word. */
  private void tellTraps() {
    TracerStats stats = stats();
    if (pipeline.leadsNowhere()) {
      tell(
          stats.started(),
          "Spans recorded for nobody",
          "give it an exporter: TracerBuilder.exporter, or OTEL_TRACES_EXPORTER if the environment"
              + " sets it up");
    }
    if (leaks == null) { // which has told more
      tell(stats.open(), "Spans not ended", "TracerBuilder.strict(true) tells where they started");
      tell(
          Scope.openOnThisThread(this),
          "Scopes of the closing thread not closed",
          "TracerBuilder.strict(true) tells where they were opened");
    }
    tell(
        stats.droppedDetails(),
        "Attributes, events and links too many for their spans",
        "see SpanLimits.withAttributes, withEvents and withLinks");
    tell(
        stats.truncatedValues(),
        "Values of attributes cut",
        "see SpanLimits.withValueLength and withStackTraceLength");
  }

  private void tell(long count, String what, String advice) {
    if (count > 0) {
      log.warnAlways("The tracer is closed. " + what + ": " + count + " (" + advice + ").", null);
    }
  }

  TracerStats stats() {
    return pipeline.stats(limiter, refused(), misuses.get());
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
