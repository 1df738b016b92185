// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.Scope;
import dev.tracer.Span;
import dev.tracer.StatusCode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One call of a traced client, from the start of its span to the end.
 *
 * <ol>
 *   <li>{@link ClientSpans#start} starts the span and puts its context into {@link #request}.
 *   <li>The delegate asks this object for the body's subscriber as soon as it has the headers: the
 *       span ends there, and is current while the application's handler runs.
 *   <li>A client that follows redirects keeps the span until {@link #succeeded}: only the whole
 *       response tells what happened on the way.
 *   <li>{@link #failed} ends it if there are no headers.
 * </ol>
 *
 * The span's owner changes threads as the call does; each step happens before the next.
 */
final class ClientCall<T>
    implements BodyHandler<T>, BiConsumer<@Nullable HttpResponse<T>, @Nullable Throwable> {
  private static final String PART = "HTTP client instrumentation";
  private static final int MAX_RESENDS = 32;

  private final Settings settings;
  private final Span span;
  private final Context caller;
  private final Context inside;
  private final BodyHandler<T> handler;
  private final boolean endsOnHeaders;
  private final HttpRequest request;

  /** Whether the server was told of the trace. */
  private final boolean told;

  ClientCall(
      Settings settings,
      Span span,
      Context caller,
      Context inside,
      HttpRequest request,
      boolean told,
      BodyHandler<T> handler,
      boolean endsOnHeaders) {
    this.settings = settings;
    this.span = span;
    this.caller = caller;
    this.inside = inside;
    this.request = request;
    this.told = told;
    this.handler = handler;
    this.endsOnHeaders = endsOnHeaders;
  }

  /** What is sent: the application's request with trace headers. */
  HttpRequest request() {
    return request;
  }

  /** The context that the call was made in. */
  Context caller() {
    return caller;
  }

  /** The context of the span, for code of the application that runs on behalf of the call. */
  Context inside() {
    return inside;
  }

  @Override
  public BodySubscriber<T> apply(ResponseInfo info) {
    if (span.isRecording()) {
      try {
        received(info.statusCode(), info.version(), info.headers());
        if (endsOnHeaders) { // otherwise it is not known yet who answers
          takeVerdict(request.uri(), info.headers());
        }
      } catch (Throwable e) {
        settings.fault(PART, e);
      }
    }
    try (Scope scope = inside.makeCurrent()) {
      return handler.apply(info);
    } catch (Throwable e) {
      span.fail(e);
      throw e;
    } finally {
      if (endsOnHeaders) {
        span.end();
      }
    }
  }

  /** The delegate's future completed. */
  @Override
  public void accept(@Nullable HttpResponse<T> response, @Nullable Throwable error) {
    if (error != null) {
      failed(error);
    } else if (response != null) {
      succeeded(response);
    }
  }

  /** The delegate returned a response. */
  void succeeded(HttpResponse<?> response) {
    if (!span.isRecording()) {
      return;
    }
    try {
      received(response.statusCode(), response.version(), response.headers());
      takeVerdict(response.uri(), response.headers());
      if (!endsOnHeaders) {
        resends(response);
      }
    } catch (Throwable e) {
      settings.fault(PART, e);
    } finally {
      span.end();
    }
  }

  /** The delegate threw, or its future failed. */
  void failed(Throwable error) {
    if (!span.isRecording()) {
      return;
    }
    try {
      Throwable cause = error;
      while (cause instanceof CompletionException && cause.getCause() != null) {
        cause = cause.getCause();
      }
      // What the caller wanted is no failure (semantic conventions, "HTTP spans", Status).
      if (cause instanceof CancellationException || cause instanceof InterruptedException) {
        span.event("cancelled");
      } else {
        span.fail(cause);
      }
    } catch (Throwable e) {
      settings.fault(PART, e);
    } finally {
      span.end();
    }
  }

  private void received(int status, HttpClient.@Nullable Version version, HttpHeaders headers) {
    settings.set(span, Names.STATUS_CODE, Names.OLD_STATUS_CODE, status);
    String protocol = version == null ? null : Protocols.version(version.name());
    if (protocol != null) {
      span.set(Names.PROTOCOL_VERSION, protocol);
      if (settings.oldNames()) {
        span.set(Names.OLD_PROTOCOL_VERSION, protocol).set(Names.OLD_FLAVOR, protocol);
      }
    }
    for (String name : settings.responseHeaders()) {
      List<String> values = headers.allValues(name);
      if (!values.isEmpty()) {
        span.set(Names.RESPONSE_HEADER + name, values);
      }
    }
    if (status >= 400) {
      span.set(Names.ERROR_TYPE, Integer.toString(status)).status(StatusCode.ERROR);
    }
  }

  /** Hears what the server says of the trace, if it knows it from here. */
  private void takeVerdict(URI uri, HttpHeaders headers) {
    if (told) {
      settings.verdicts().apply(span, Urls.host(uri), headers, System.nanoTime());
    }
  }

  /** Redirects and authentications that the JDK answered by itself, oldest first. */
  private void resends(HttpResponse<?> response) {
    List<HttpResponse<?>> earlier = new ArrayList<>();
    HttpResponse<?> later = response;
    while (later.previousResponse().isPresent() && earlier.size() < MAX_RESENDS) {
      later = later.previousResponse().get();
      earlier.add(later);
    }
    for (int i = earlier.size() - 1; i >= 0; i--) {
      int status = earlier.get(i).statusCode();
      HttpResponse<?> next = i == 0 ? response : earlier.get(i - 1);
      Attributes about =
          Attributes.of(
              Names.STATUS_CODE,
              status,
              Names.URL_FULL,
              Urls.full(next.request().uri(), settings.redactedKeys()));
      span.event(status / 100 == 3 ? "http.redirect" : "http.resend", about);
    }
  }
}
