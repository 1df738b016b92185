// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.ContextKey;
import dev.tracer.Scope;
import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.StatusCode;
import dev.tracer.internal.Throwables;
import dev.tracer.sampling.OtTraceState;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One request that a server handles, from the start of its span to the end. What became of it is
 * decided at the end, by what was sent: a status below 500 is no error of a server, even if a
 * handler threw on the way to it. Nothing here throws. Thread-safe.
 *
 * @param <Q> the server's type of requests
 * @param <P> the server's type of responses
 * @see ServerTracing
 * @since 0.1
 */
public final class ServerCall<Q, P> {
  /** Where the handling finds its call. */
  static final ContextKey<ServerCall<?, ?>> KEY = ContextKey.named("dev.tracer.http.server");

  static final String PART = "HTTP server instrumentation";

  // immutable state
  private final Settings settings;
  private final ServerAdapter<Q, P> adapter;
  private final Q request;

  /** Null if the call is not traced. */
  private final @Nullable RequestLine line;

  private final Span span;
  private final Context context;
  private final long startNanos;
  private final boolean traced;

  // mutable state
  private final AtomicBoolean ended = new AtomicBoolean();

  /** Written by whoever learns of it, read by whoever ends the call. */
  private volatile @Nullable String route;

  /**
   * The first exception, of two at the same time either; written by whoever saw it, read by whoever
   * ends the call.
   */
  private volatile @Nullable Throwable error;

  /** Whether the response broke off when it was under way; as {@link #error}. */
  private volatile boolean brokeOff;

  /** What the response lacks, for the error's type, if no exception tells; as {@link #error}. */
  private volatile @Nullable String lack;

  /** Whether asynchronous work took too long; as {@link #error}. */
  private volatile boolean timedOut;

  /** What the caller was told of the trace; written and read by whoever makes the response. */
  private volatile @Nullable String told;

  /** A call with a span. */
  ServerCall(
      Settings settings,
      ServerAdapter<Q, P> adapter,
      Q request,
      RequestLine line,
      Span span,
      Context handling,
      long startNanos) {
    this.settings = settings;
    this.adapter = adapter;
    this.request = request;
    this.line = line;
    this.span = span;
    this.context = handling.with(span).with(KEY, this);
    this.startNanos = startNanos;
    this.traced = true;
  }

  /** A call without a span of its own, handled in {@code context}. */
  ServerCall(Settings settings, ServerAdapter<Q, P> adapter, Q request, Context context) {
    this.settings = settings;
    this.adapter = adapter;
    this.request = request;
    this.line = null;
    this.span = Span.invalid();
    this.context = context;
    this.startNanos = 0;
    this.traced = false;
  }

  /** Its span; {@link Span#invalid()} if it has none. */
  public Span span() {
    return span;
  }

  /** What is to be current while the request is handled, on whichever thread. */
  public Context context() {
    return context;
  }

  /** Makes {@link #context()} the calling thread's context until the scope is closed. */
  public Scope makeCurrent() {
    return context.makeCurrent();
  }

  boolean isTraced() {
    return traced;
  }

  @SuppressWarnings("ReferenceEquality") // servers hand one object through
  boolean isOf(Object other) {
    return request == other;
  }

  /**
   * Tells the route: the span is named so.
   *
   * @param template of few different values: {@code /orders/{id}}, never the path itself
   */
  public void route(@Nullable String template) {
    if (line != null && template != null && !template.isEmpty()) {
      routeIs(template);
      span.set(Names.ROUTE, template);
      span.rename(settings.nameOf(line.method()) + " " + template);
    }
  }

  /** The span knows the route from its start. */
  void routeIs(@Nullable String template) {
    route = template;
  }

  /**
   * The handling threw. It is an error of the span if the response has a status of 500 or above, or
   * none; else an event. The first exception counts; of two at the same time, either.
   */
  public void fail(Throwable error) {
    if (this.error == null) {
      this.error = error;
    }
  }

  /** The handling threw when the response was under way, which now lacks its end. */
  void breakOff(Throwable error) {
    fail(error);
    brokeOff = true;
  }

  /**
   * The response ended without all that belongs to it, and nobody threw.
   *
   * @param lack in one word
   */
  void endsLacking(String lack) {
    this.lack = lack;
    brokeOff = true;
  }

  /** An integration of this module has failed. */
  void fault(Throwable fault) {
    settings.fault(PART, fault);
  }

  /** The asynchronous work took too long; who answers now is to be seen. */
  void timeOut() {
    timedOut = true;
  }

  /**
   * The head of the response is about to be sent: tells the caller of the trace, if {@link
   * HttpTracingBuilder#serverTiming} asks for it. The call does so itself when it starts; this is
   * for what has been decided meanwhile.
   */
  public void answering(P response) {
    if (settings.serverTiming() && traced) {
      try {
        answering(adapter.status(response), response);
      } catch (Throwable e) {
        settings.fault(PART, e);
      }
    }
  }

  /**
   * As {@link #answering(Object)}.
   *
   * @param status of the response; 0 if it is not known
   */
  void answering(int status, P response) {
    if (!settings.serverTiming() || !traced) {
      return;
    }
    try {
      if (status >= 500) {
        span.status(StatusCode.ERROR);
      }
      SpanContext id = settings.tracer().announce(span);
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
        adapter.setResponseHeader(response, "Server-Timing", before, text);
        told = text;
      }
    } catch (Throwable e) {
      settings.fault(PART, e);
    }
  }

  /** The response was made, or never will be: reads it and ends the span. Only the first counts. */
  public void end(P response) {
    if (!traced) {
      return;
    }
    int status = -1;
    try {
      status = adapter.status(response);
    } catch (Throwable e) {
      settings.fault(PART, e);
    }
    end(status, response);
  }

  /**
   * As {@link #end(Object)}, with a status that the server knows better.
   *
   * @param status -1 if there is none
   */
  void end(int status, P response) {
    if (!traced || !ended.compareAndSet(false, true)) {
      return;
    }
    boolean failed = status < 100 || status >= 500 || brokeOff;
    String errorType = failed ? errorType(status) : null;
    try {
      if (span.isRecording()) {
        describe(status, failed, errorType, response);
      }
    } catch (Throwable e) {
      settings.fault(PART, e);
    } finally {
      settings.end(span, PART);
      measure(status, errorType);
    }
  }

  /** Of a response that is an error; null if nobody knows why. */
  private @Nullable String errorType(int status) {
    Throwable thrown = error;
    if (thrown != null) {
      return Throwables.type(thrown);
    }
    if (timedOut) {
      return "timeout";
    }
    return status >= 500 ? Integer.toString(status) : lack;
  }

  private void describe(int status, boolean failed, @Nullable String errorType, P response) {
    Throwable thrown = error;
    if (thrown != null && failed) {
      span.fail(thrown);
    } else if (thrown != null) {
      span.recordException(thrown, Attributes.empty());
    } else if (timedOut && failed) {
      span.set(Names.ERROR_TYPE, errorType)
          .status(StatusCode.ERROR, "asynchronous request timed out");
    } else if (errorType != null) {
      span.set(Names.ERROR_TYPE, errorType).status(StatusCode.ERROR);
    }
    if (status >= 100) {
      settings.set(span, Names.STATUS_CODE, Names.OLD_STATUS_CODE, status);
      settings.setHeaders(span, adapter, response);
    }
    if (settings.hasHooks()) {
      settings.ending(
          span,
          RequestView.of(adapter, request, line),
          ResponseView.of(status, adapter, response, thrown));
    }
  }

  private void measure(int status, @Nullable String errorType) {
    if (settings.hasMetrics()) {
      settings.measured(
          RequestView.of(adapter, request, line),
          route,
          status,
          errorType,
          settings.nanosSince(startNanos));
    }
  }
}
