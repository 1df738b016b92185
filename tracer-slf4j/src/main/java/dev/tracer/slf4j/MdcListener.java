// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.slf4j;

import dev.tracer.Context;
import dev.tracer.ScopeListener;
import dev.tracer.Span;
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

  /** What each thread wrote last. */
  @SuppressWarnings("ThreadLocalUsage") // there is one listener for a tracer
  private final ThreadLocal<Object[]> written = new ThreadLocal<>();

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
    Object[] known = written.get();
    if (known == null) {
      known = Written.nothing();
      written.set(known);
    }
    // what is there is ours unless the application cleared it, and most scopes are of the same
    // trace
    boolean isThere = Written.isSpanId(known, MDC.get(SPAN_ID));
    boolean same = Written.take(known, span.context(), span.isSampled() ? SAMPLED : NOT_SAMPLED);
    MDC.put(SPAN_ID, Written.spanId(known));
    if (!isThere || !same) {
      MDC.put(TRACE_ID, Written.traceId(known));
      MDC.put(TRACE_FLAGS, Written.flags(known));
    }
  }
}
