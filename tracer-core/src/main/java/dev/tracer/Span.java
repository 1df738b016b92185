// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import dev.tracer.internal.Hex;
import dev.tracer.internal.ThreadState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a request: it has a name, a start, an end, and what the application tells about
 * it. Made by {@link Tracer}; to be ended by whoever started it.
 *
 * <p>Any thread may call any method at any time. Nothing here throws: null values are ignored,
 * values too large are cut and counted, calls after {@link #end()} do nothing. On a span that is
 * not recorded ({@link #isRecording()}) all setters return at once.
 *
 * @since 0.1
 */
public abstract sealed class Span permits SpanRecord, PropagatedSpan {
  final long traceIdHigh;
  final long traceIdLow;
  final long spanId;
  final TraceState traceState;

  /** {@link SpanContext#SAMPLED}, {@link SpanContext#RANDOM} and bits of the subclass. */
  final byte flags;

  Span(long traceIdHigh, long traceIdLow, long spanId, byte flags, TraceState traceState) {
    this.traceIdHigh = traceIdHigh;
    this.traceIdLow = traceIdLow;
    this.spanId = spanId;
    this.flags = flags;
    this.traceState = traceState;
  }

  /** The span of the calling thread's context; {@link #invalid()} if there is none. */
  public static Span current() {
    return Context.current().span;
  }

  /** The span that stands for none: not recorded, all ids zero. */
  public static Span invalid() {
    return PropagatedSpan.INVALID;
  }

  /**
   * A span that is not recorded here and only passes {@code context} on.
   *
   * @throws NullPointerException if {@code context} is null
   */
  public static Span of(SpanContext context) {
    return PropagatedSpan.wrap(context);
  }

  /** Its identity. */
  public abstract SpanContext context();

  /** Whether its ids are other than zero. */
  public final boolean isValid() {
    return (traceIdHigh | traceIdLow) != 0 && spanId != 0;
  }

  /** Whether the trace is recorded, for all we know: the sampled flag. */
  public boolean isSampled() {
    return (flags & SpanContext.SAMPLED) != 0;
  }

  /** Whether whoever sent it left open if the trace is recorded: see {@link SpanContext}. */
  public final boolean isUndecided() {
    return (flags & SpanContext.UNDECIDED) != 0;
  }

  /** The trace id as 32 lower-case hex digits, for logs; all zeros if invalid. */
  public final String traceId() {
    return Hex.format(traceIdHigh, traceIdLow);
  }

  /** The span id as 16 lower-case hex digits, for logs; all zeros if invalid. */
  public final String spanId() {
    return Hex.format(spanId);
  }

  /**
   * Whether it takes in what it is told: true from start to end if it is recorded. That it may be,
   * without being sampled: for a processor that asks for it, or a tail sampler.
   */
  public abstract boolean isRecording();

  /** Sets an attribute to a text. Setting a name again replaces its value. */
  public abstract Span set(String name, @Nullable String value);

  /** Sets an attribute to a text of one character. */
  public abstract Span set(String name, char value);

  /** Sets an attribute to a truth value. */
  public abstract Span set(String name, boolean value);

  /** Sets an attribute to an integer. */
  public abstract Span set(String name, long value);

  /** Sets an attribute to a floating-point number. */
  public abstract Span set(String name, double value);

  /** Sets an attribute to a value of any type, converted as {@link Attributes} tells. */
  public abstract Span set(String name, @Nullable Object value);

  /** Sets all of {@code attributes}. */
  public abstract Span setAll(Attributes attributes);

  /** Records that something happened now. */
  public final Span event(String name) {
    return event(name, Attributes.empty());
  }

  /** Records that something happened now, under some circumstances. */
  public abstract Span event(String name, Attributes attributes);

  /** Records that something happened at a time of the application's choice. */
  public abstract Span event(String name, Attributes attributes, Instant time);

  /**
   * Relates this span to another one. Links given to {@link SpanBuilder} are better: samplers see
   * them. The invalid context, that of no span, is ignored.
   */
  public final Span link(SpanContext context) {
    return link(context, Attributes.empty());
  }

  /**
   * Relates this span to another one. The invalid context, that of no span, is ignored unless there
   * are attributes or a trace state (OpenTelemetry trace API, "Link").
   */
  public abstract Span link(SpanContext context, Attributes attributes);

  /** Gives it another name. Samplers have seen only the first one. */
  public abstract Span rename(String name);

  /** Sets the status without description. */
  public final Span status(StatusCode code) {
    return status(code, null);
  }

  /**
   * Sets the status. Setting {@code UNSET} does nothing, {@code OK} is final, {@code ERROR} can be
   * replaced by {@code OK} or another {@code ERROR}.
   *
   * @param description why it failed; ignored unless {@code code} is {@code ERROR}
   */
  public abstract Span status(StatusCode code, @Nullable String description);

  /** {@link #keep(String)} for the reason {@code manual}. */
  public final Span keep() {
    return keep("manual");
  }

  /**
   * Has the tail sampler keep this local trace, and says so to whoever is called from now on. Does
   * nothing if there is none or it has no hold of the trace: {@link
   * dev.tracer.sampling.LocalTraceSampler}.
   *
   * @param reason what the attribute {@code sampling.reason} says
   */
  public abstract Span keep(String reason);

  /**
   * Says that the operation failed with {@code error}: status {@code ERROR} with its message,
   * attribute {@code error.type}, and an event {@code exception}. As an exception passes through
   * nested spans each of them fails, but only the innermost records the event.
   */
  public abstract Span fail(Throwable error);

  /**
   * Records an event {@code exception} and leaves the status alone: for an exception that the
   * operation coped with.
   *
   * @param attributes more about it; they win over those made from {@code error}
   */
  public abstract Span recordException(Throwable error, Attributes attributes);

  /** Ends it now. Only the first end of a span counts. */
  public abstract void end();

  /** Ends it at a time of the application's choice. Only the first end of a span counts. */
  public abstract void end(Instant time);

  /**
   * Makes it the span of the calling thread's context until the scope is closed. Does not end it
   * then: that remains to be done. {@link Tracer#call} does both.
   */
  public final Scope makeCurrent() {
    try {
      @Nullable Object[] slot = ThreadState.slot();
      return Scope.open(slot, Context.current(slot).with(this));
    } catch (Throwable e) { // no stack or no memory was left
      return Scope.NONE;
    }
  }

  /** Whom to tell what happens to it; null if no engine made it. */
  abstract @Nullable SpanOwner owner();

  /** What people see of it in messages. */
  abstract String displayName();
}
