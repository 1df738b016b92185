// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.zipkin;

import dev.tracer.Context;
import dev.tracer.ContextKey;
import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.backends.internal.HeaderText;
import dev.tracer.internal.Hex;
import dev.tracer.propagation.CarrierGetter;
import dev.tracer.propagation.CarrierSetter;
import dev.tracer.propagation.Propagator;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * The headers of Zipkin (openzipkin/b3-propagation). Both forms are read, {@code b3} before {@code
 * X-B3-*}; one of them is written. Thread-safe.
 *
 * <ul>
 *   <li>Trace ids of 64 bits are continued as they are and sent on with 16 digits.
 *   <li>A request without a decision is {@linkplain SpanContext#undecided() undecided}, and sent on
 *       without one where no span of this service has made it.
 *   <li>Debug ({@code d}, or {@code X-B3-Flags: 1}) means sampled, and is sent on as debug.
 *   <li>A decision without ids counts as that of a remote parent whose ids are made up: {@code 0}
 *       starts a trace that is not recorded, here and in all services behind; {@code 1} and {@code
 *       d} one that is, unless another format before this one told the trace.
 *   <li>The ids of the caller are never used for a span of this service, and no parent id is sent.
 * </ul>
 *
 * @since 0.1
 */
public final class B3Propagator implements Propagator {
  private static final String SINGLE = "b3";
  private static final String TRACE_ID = "x-b3-traceid";
  private static final String SPAN_ID = "x-b3-spanid";
  private static final String SAMPLED = "x-b3-sampled";
  private static final String FLAGS = "x-b3-flags";

  /** The id of the trace that the caller debugs. */
  private static final ContextKey<Long> DEBUGGED = ContextKey.named("b3 debug");

  private final boolean single;
  private final LongAdder refused = new LongAdder();

  private B3Propagator(boolean single) {
    this.single = single;
  }

  /** Writes {@code b3}. */
  public static Propagator single() {
    return new B3Propagator(true);
  }

  /** Writes {@code X-B3-TraceId}, {@code X-B3-SpanId} and {@code X-B3-Sampled}. */
  public static Propagator multi() {
    return new B3Propagator(false);
  }

  @Override
  public List<String> fields() {
    return single ? List.of(SINGLE) : List.of(TRACE_ID, SPAN_ID, SAMPLED, FLAGS);
  }

  @Override
  public long refused() {
    return refused.sum();
  }

  @Override
  public <C> void inject(Context context, C carrier, CarrierSetter<C> setter) {
    Span span = context.span();
    if (!span.isValid()) {
      return;
    }
    SpanContext id = span.context();
    Long debugged = context.get(DEBUGGED);
    boolean debug = id.isSampled() && debugged != null && debugged == id.traceIdLow();
    String traceId = id.traceIdHigh() == 0 ? Hex.format(id.traceIdLow()) : id.traceId();
    String decision = debug ? "d" : id.isSampled() ? "1" : "0";
    if (single) {
      String ids = traceId + '-' + id.spanId();
      setter.set(carrier, SINGLE, id.isUndecided() ? ids : ids + '-' + decision);
      return;
    }
    setter.set(carrier, TRACE_ID, traceId);
    setter.set(carrier, SPAN_ID, id.spanId());
    if (debug) {
      setter.set(carrier, FLAGS, "1");
    } else if (!id.isUndecided()) {
      setter.set(carrier, SAMPLED, decision);
    }
  }

  @Override
  public <C> Context extract(Context context, C carrier, CarrierGetter<C> getter) {
    String header = HeaderText.get(carrier, getter, SINGLE);
    if (header != null) {
      B3 found = B3.parse(header);
      if (found != null) {
        return with(context, found);
      }
      refused.increment(); // the other form may be better
    }
    return extractMulti(context, carrier, getter);
  }

  private <C> Context extractMulti(Context context, C carrier, CarrierGetter<C> getter) {
    String traceId = HeaderText.get(carrier, getter, TRACE_ID);
    String spanId = HeaderText.get(carrier, getter, SPAN_ID);
    String sampled = HeaderText.get(carrier, getter, SAMPLED);
    String flags = HeaderText.get(carrier, getter, FLAGS);
    if (traceId == null && spanId == null && sampled == null && flags == null) {
      return context;
    }
    B3.Decision decision = "1".equals(flags) ? B3.Decision.DEBUG : B3.Decision.of(sampled);
    B3 found = decision == null ? null : B3.of(traceId, spanId, decision);
    if (found == null) {
      refused.increment();
      return context;
    }
    return with(context, found);
  }

  private static Context with(Context context, B3 found) {
    if (!found.hasIds() && found.isSampled() && context.span().isValid()) {
      return context; // its trace is known from elsewhere: a parent made up would tear it
    }
    Span caller = found.caller();
    Context result = context.with(caller);
    return found.decision() == B3.Decision.DEBUG
        ? result.with(DEBUGGED, caller.context().traceIdLow())
        : result;
  }

  /** The form that is written, for descriptions of the configuration. */
  @Override
  public String toString() {
    return single ? "B3Propagator{single}" : "B3Propagator{multi}";
  }
}
