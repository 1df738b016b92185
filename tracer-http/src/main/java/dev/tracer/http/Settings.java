// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.Attributes;
import dev.tracer.Clock;
import dev.tracer.Context;
import dev.tracer.ContextKey;
import dev.tracer.InstrumentationScope;
import dev.tracer.Scope;
import dev.tracer.Span;
import dev.tracer.SpanBuilder;
import dev.tracer.SpanKind;
import dev.tracer.Tracer;
import dev.tracer.internal.UrlText;
import dev.tracer.internal.Version;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link HttpTracing} was built with, and the calls of the application's code in it, none
 * of which gets through to a request. Immutable.
 */
final class Settings {
  /** A duration of which nothing is known. */
  static final long UNKNOWN = -1;

  /** Longer than any name that is worth a look, each character of it encoded. */
  private static final int LONGEST_KEY = 3 * 64;

  private static final long NO_TIME = Long.MIN_VALUE;
  private static final ContextKey<Boolean> CALLBACK = ContextKey.named("dev.tracer.http.callback");

  private final Tracer tracer;
  private final Clock clock;
  private final InboundPolicy inbound;
  private final @Nullable Function<RequestView, InboundPolicy> inboundByRequest;
  private final @Nullable Predicate<RequestView> untraced;
  private final Predicate<String> traceTo;
  private final Predicate<String> baggageTo;
  private final Set<String> knownMethods;
  private final UrlText urls;
  private final List<String> requestHeaders;
  private final List<String> responseHeaders;
  private final boolean oldNames;
  private final boolean serverTiming;
  private final Verdicts verdicts;
  private final HttpHook[] hooks;
  private final @Nullable HttpMetrics metrics;

  Settings(HttpTracingBuilder from) {
    this.tracer =
        from.tracer.instrumentation(
            new InstrumentationScope(
                "dev.tracer.http", Version.NUMBER, Names.SCHEMA_URL, Attributes.empty()));
    this.clock = tracer.clock();
    this.inbound = from.inbound;
    this.inboundByRequest = from.inboundByRequest;
    this.untraced = from.untraced;
    this.traceTo = marked(from.traceTo);
    this.baggageTo = marked(from.baggageTo);
    this.knownMethods = from.knownMethods;
    Set<String> secret = from.redactedKeys; // in lower case
    this.urls = new UrlText(name -> secret.contains(name.toLowerCase(Locale.ROOT)), LONGEST_KEY);
    this.requestHeaders = from.requestHeaders;
    this.responseHeaders = from.responseHeaders;
    this.oldNames = from.oldNames;
    this.serverTiming = from.serverTiming;
    this.verdicts = new Verdicts(marked(from.verdictsFrom));
    this.hooks = from.hooks.toArray(new HttpHook[0]);
    this.metrics = from.metrics;
  }

  Tracer tracer() {
    return tracer;
  }

  /** Which hosts get trace headers. */
  Predicate<String> traceTo() {
    return traceTo;
  }

  /** Which of those get baggage as well. */
  Predicate<String> baggageTo() {
    return baggageTo;
  }

  /** Writes URLs without what is secret. */
  UrlText urls() {
    return urls;
  }

  /** Names in lower case. */
  List<String> requestHeaders() {
    return requestHeaders;
  }

  /** Names in lower case. */
  List<String> responseHeaders() {
    return responseHeaders;
  }

  /** Whether the names of older conventions are set as well. */
  boolean oldNames() {
    return oldNames;
  }

  boolean serverTiming() {
    return serverTiming;
  }

  Verdicts verdicts() {
    return verdicts;
  }

  void set(SpanBuilder span, String name, String oldName, @Nullable String value) {
    if (value != null) {
      span.set(name, value);
      if (oldNames) {
        span.set(oldName, value);
      }
    }
  }

  void set(SpanBuilder span, String name, String oldName, long value) {
    span.set(name, value);
    if (oldNames) {
      span.set(oldName, value);
    }
  }

  void set(Span span, String name, String oldName, long value) {
    span.set(name, value);
    if (oldNames) {
      span.set(oldName, value);
    }
  }

  /** Sets the method, by its original spelling if it is not a known one. */
  void setMethod(SpanBuilder span, String method) {
    if (knownMethods.contains(method)) {
      set(span, Names.METHOD, Names.OLD_METHOD, method);
    } else {
      set(span, Names.METHOD, Names.OLD_METHOD, Names.OTHER);
      span.set(Names.METHOD_ORIGINAL, method);
    }
  }

  /** Sets the request headers that the application wants to see. */
  <Q> void setHeaders(SpanBuilder span, HttpAdapter<Q, ?> adapter, Q request) {
    for (int i = 0; i < requestHeaders.size(); i++) {
      List<String> values = adapter.getAll(request, requestHeaders.get(i));
      if (!values.isEmpty()) {
        span.set(Names.REQUEST_HEADER + requestHeaders.get(i), values);
      }
    }
  }

  /** Sets the response headers that the application wants to see. */
  <P> void setHeaders(Span span, HttpAdapter<?, P> adapter, P response) {
    for (int i = 0; i < responseHeaders.size(); i++) {
      List<String> values = adapter.responseHeader(response, responseHeaders.get(i));
      if (!values.isEmpty()) {
        span.set(Names.RESPONSE_HEADER + responseHeaders.get(i), values);
      }
    }
  }

  /** The first part of a span's name. */
  String nameOf(String method) {
    return knownMethods.contains(method) ? method : Names.OTHER_IN_NAME;
  }

  /** Whether the application wants this request to have no span. */
  <Q> boolean isUntraced(SpanKind kind, HttpAdapter<Q, ?> adapter, Q request) {
    if (untraced == null) {
      return false;
    }
    try (Scope scope = insideCallback()) {
      return untraced.test(RequestView.of(kind, adapter, request));
    } catch (Throwable e) {
      fault("predicate of untraced requests", e);
      return false;
    }
  }

  /** How far the headers of a request are believed; not at all if the application fails to say. */
  <Q> InboundPolicy inbound(HttpAdapter<Q, ?> adapter, Q request) {
    if (inboundByRequest == null) {
      return inbound;
    }
    try (Scope scope = insideCallback()) {
      InboundPolicy policy =
          inboundByRequest.apply(RequestView.of(SpanKind.SERVER, adapter, request));
      if (policy != null) {
        return policy;
      }
      fault("inbound policy of a request", new NullPointerException("policy"));
    } catch (Throwable e) {
      fault("inbound policy of a request", e);
    }
    return InboundPolicy.ignore();
  }

  /** A choice of the application's, made in a context that is marked; our own need no mark. */
  private static Predicate<String> marked(Predicate<String> host) {
    if (host == HttpTracingBuilder.EVERY_HOST || host == HttpTracingBuilder.NO_HOST) {
      return host;
    }
    return name -> {
      try (Scope scope = insideCallback()) {
        return host.test(name);
      }
    };
  }

  /** The current context, marked: what the application's code calls in it has no span. */
  private static Scope insideCallback() {
    return Context.current().with(CALLBACK, true).makeCurrent();
  }

  /** Whether a hook, a predicate or the metrics run: a span of what they call would call them. */
  static boolean isInsideCallback(Context context) {
    return context.get(CALLBACK) != null;
  }

  void started(Span span, RequestView view) {
    for (HttpHook hook : hooks) {
      try (Scope scope = insideCallback()) {
        hook.onRequest(span, view);
      } catch (Throwable e) {
        fault("HTTP hook " + hook.getClass().getName(), e);
      }
    }
  }

  void ending(Span span, RequestView view, ResponseView response) {
    for (HttpHook hook : hooks) {
      try (Scope scope = insideCallback()) {
        hook.onResponse(span, view, response);
      } catch (Throwable e) {
        fault("HTTP hook " + hook.getClass().getName(), e);
      }
    }
  }

  boolean hasHooks() {
    return hooks.length > 0;
  }

  boolean hasMetrics() {
    return metrics != null;
  }

  /** Monotonic time, for {@link #nanosSince}; the tracer's clock may fail, the call may not. */
  long nanoTime() {
    try {
      return clock.nanoTime();
    } catch (Throwable e) {
      fault("clock " + clock.getClass().getName(), e);
      return NO_TIME;
    }
  }

  /** How long ago a {@link #nanoTime} was; {@link #UNKNOWN} if the clock failed then or now. */
  long nanosSince(long startNanos) {
    long now = startNanos == NO_TIME ? NO_TIME : nanoTime();
    return now == NO_TIME ? UNKNOWN : Math.max(now - startNanos, 0);
  }

  /** Tells the metrics of a request; not if it is not known how long it took. */
  void measured(
      RequestView request,
      @Nullable String route,
      int status,
      @Nullable String errorType,
      long nanos) {
    if (metrics != null && nanos != UNKNOWN) {
      try (Scope scope = insideCallback()) {
        Duration duration = Duration.ofNanos(nanos);
        String method = request.method();
        metrics.ended(
            new HttpMetrics.Measurement(
                request.kind(),
                knownMethods.contains(method) ? method : Names.OTHER,
                route,
                status,
                errorType,
                duration),
            request);
      } catch (Throwable e) {
        fault("HTTP metrics " + metrics.getClass().getName(), e);
      }
    }
  }

  /**
   * Ends a span and lets nothing through: the application's own result comes first, whatever a
   * filter or processor does.
   */
  void end(Span span, String part) {
    try {
      span.end();
    } catch (Throwable e) {
      fault(part, e);
    }
  }

  /** Counts and logs that tracing failed; the application goes on without. */
  void fault(String part, Throwable error) {
    try {
      tracer.reportFault(part, error);
    } catch (Throwable e) {
      // a fatal error, which the tracer has counted; it must not cost the application its result
    }
  }
}
