// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.Context;
import dev.tracer.ContextKey;
import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.StatusCode;
import dev.tracer.sampling.OtTraceState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request that a server handles, from the start of its span to the end. Thread-safe, as spans
 * are; only the first {@link #end} counts.
 *
 * @param <P> the server's type of responses
 */
final class ServerCall<P> {
  /** Where the handling finds its call. */
  static final ContextKey<ServerCall<?>> KEY = ContextKey.named("dev.tracer.http.server");

  static final String PART = "HTTP server instrumentation";

  // immutable state
  private final Settings settings;
  private final ServerRequest<?, P> reader;
  private final Span span;
  private final String nameOfMethod;
  private final Context context;

  // mutable state
  /** Written by the thread that handled the request, read by those that went on with it. */
  private volatile boolean returned;

  /** What the caller was told of the trace; written and read by whoever makes the response. */
  private volatile @Nullable String told;

  /** Written by whoever closes the exchange, read by the thread that handled the request. */
  private volatile boolean closed;

  /** Written by whoever saw an exception, read by whoever ends the call. */
  private volatile boolean failed;

  ServerCall(
      Settings settings,
      ServerRequest<?, P> reader,
      Span span,
      String nameOfMethod,
      Context handling) {
    this.settings = settings;
    this.reader = reader;
    this.span = span;
    this.nameOfMethod = nameOfMethod;
    this.context = handling.with(span).with(KEY, this);
  }

  /** What is current while the request is handled. */
  Context context() {
    return context;
  }

  void route(@Nullable String template) {
    if (template != null && !template.isEmpty()) {
      span.set(Names.ROUTE, template).rename(nameOfMethod + " " + template);
    }
  }

  /** The handler threw. */
  void failed(Throwable error) {
    failed = true;
    span.fail(error);
  }

  /** The handler's asynchronous work took too long; the server answers for it. */
  void timedOut() {
    failed = true;
    span.set(Names.ERROR_TYPE, "timeout")
        .status(StatusCode.ERROR, "asynchronous request timed out");
  }

  /*
   * Whichever of the handler's return and the exchange's close comes second ends the call. Both
   * write their own mark before they read the other's, so at least one of them sees both.
   */

  /** The handler has returned; tells whether the exchange is closed. */
  boolean returned() {
    returned = true;
    return closed;
  }

  /** The exchange is closed; tells whether the handler has returned. */
  boolean closed() {
    closed = true;
    return returned;
  }

  /** Whether the response is being made after the handler's return. */
  boolean hasReturned() {
    return returned;
  }

  /**
   * Tells the caller of the trace in the head of the response, and again before that is sent if the
   * trace is kept only now.
   *
   * @param status of the response; 0 if it is not known
   */
  void tellCaller(int status, P response) {
    if (!settings.serverTiming()) {
      return;
    }
    try {
      if (status >= 500) {
        span.status(StatusCode.ERROR);
      }
      SpanContext id = span.context();
      boolean all = id.isSampled() && OtTraceState.threshold(id.traceState()) == 0;
      String text =
          "trace;desc=00-"
              + id.traceId()
              + "-"
              + id.spanId()
              + "-0"
              + id.traceFlags()
              + (all ? ";th=0" : ""); // see Verdicts
      String before = told;
      if (id.isValid() && !text.equals(before)) {
        reader.setResponseHeader(response, "Server-Timing", before, text);
        told = text;
      }
    } catch (Throwable e) {
      settings.fault(PART, e);
    }
  }

  /**
   * The response was made, or never will be.
   *
   * @param status -1 if there is none
   */
  void end(int status, P response) {
    if (!span.isRecording()) {
      return;
    }
    try {
      if (status >= 100) {
        settings.set(span, Names.STATUS_CODE, Names.OLD_STATUS_CODE, status);
        for (String name : settings.responseHeaders()) {
          List<String> values = reader.responseHeader(response, name);
          if (!values.isEmpty()) {
            span.set(Names.RESPONSE_HEADER + name, values);
          }
        }
      }
      if (status >= 500 && !failed) { // an exception says more
        span.set(Names.ERROR_TYPE, Integer.toString(status)).status(StatusCode.ERROR);
      }
    } catch (Throwable e) {
      settings.fault(PART, e);
    } finally {
      span.end();
    }
  }
}
