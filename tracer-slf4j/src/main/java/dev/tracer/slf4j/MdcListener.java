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

  private MdcListener() {}

  /** A listener for the logger that SLF4J is bound to. */
  public static MdcListener create() {
    return new MdcListener();
  }

  @Override
  public void contextChanged(Context now) {
    Span span = now.span();
    if (span.isValid()) {
      MDC.put(TRACE_ID, span.traceId());
      MDC.put(SPAN_ID, span.spanId());
      MDC.put(TRACE_FLAGS, span.isSampled() ? "01" : "00");
    } else {
      MDC.remove(TRACE_ID);
      MDC.remove(SPAN_ID);
      MDC.remove(TRACE_FLAGS);
    }
  }
}
