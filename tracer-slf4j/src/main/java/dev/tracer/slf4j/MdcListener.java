// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.slf4j;

import dev.tracer.Context;
import dev.tracer.ScopeListener;
import dev.tracer.Span;
import dev.tracer.SpanContext;
import org.slf4j.MDC;

/**
 * Keeps the ids of the current span in SLF4J's MDC, so that Logback, Log4j 2 or reload4j can write
 * them into each line: {@code trace_id}, {@code span_id} and {@code trace_flags}, as OpenTelemetry
 * names them.
 *
 * <pre>{@code
 * Tracer tracer = Tracer.builder("shop").scopeListener(MdcListener.create()).build();
 * // in the pattern: %X{trace_id} %X{span_id}
 * }</pre>
 *
 * <p>The MDC follows scopes: nested ones, their end, and tasks wrapped by {@link Context#wrap}.
 * Thread-safe.
 *
 * @since 0.1
 */
public final class MdcListener implements ScopeListener {
  private static final String TRACE_ID = "trace_id";
  private static final String SPAN_ID = "span_id";
  private static final String TRACE_FLAGS = "trace_flags";

  private static final String SAMPLED = "01";
  private static final String NOT_SAMPLED = "00";

  /** Where in a thread's texts the numbers are, and the texts that belong to them. */
  private static final int NUMBERS = 0;

  private static final int TRACE = 1;
  private static final int SPANS = 2;

  /** How many span ids a thread remembers: a span's and that of the one around it. */
  private static final int REMEMBERED = 2;

  /**
   * The ids that each thread wrote last, as numbers and as texts, so that going back to a span costs
   * no new text. Arrays of the JDK's types alone: threads may outlive the application.
   */
  private final ThreadLocal<Object[]> texts = new ThreadLocal<>();

  private MdcListener() {}

  /** A listener for the logger that SLF4J is bound to. */
  public static MdcListener create() {
    return new MdcListener();
  }

  @Override
  public void contextChanged(Context now) {
    Span span = now.span();
    if (!span.isValid()) {
      MDC.remove(TRACE_ID);
      MDC.remove(SPAN_ID);
      MDC.remove(TRACE_FLAGS);
      return;
    }
    Object[] known = texts.get();
    if (known == null) {
      known = new Object[] {new long[2 + REMEMBERED], "", "", ""};
      texts.set(known);
    }
    SpanContext ids = span.context();
    put(TRACE_ID, traceId(known, ids));
    put(SPAN_ID, spanId(known, ids));
    put(TRACE_FLAGS, span.isSampled() ? SAMPLED : NOT_SAMPLED);
  }

  private static String traceId(Object[] known, SpanContext ids) {
    long[] numbers = (long[]) known[NUMBERS];
    if (numbers[0] != ids.traceIdHigh() || numbers[1] != ids.traceIdLow()) {
      numbers[0] = ids.traceIdHigh();
      numbers[1] = ids.traceIdLow();
      known[TRACE] = ids.traceId();
    }
    return (String) known[TRACE];
  }

  private static String spanId(Object[] known, SpanContext ids) {
    long[] numbers = (long[]) known[NUMBERS];
    long id = ids.spanIdAsLong();
    int at = numbers[2] == id ? 0 : 1;
    if (numbers[2 + at] != id) { // the older one makes room
      numbers[3] = numbers[2];
      known[SPANS + 1] = known[SPANS];
      numbers[2] = id;
      known[SPANS] = ids.spanId();
      at = 0;
    }
    return (String) known[SPANS + at];
  }

  /** Writes it, unless it is there: to look costs less, and the application may have removed it. */
  @SuppressWarnings({"ReferenceEquality", "StringEquality"}) // another object is written again
  private static void put(String key, String value) {
    if (MDC.get(key) != value) {
      MDC.put(key, value);
    }
  }
}
