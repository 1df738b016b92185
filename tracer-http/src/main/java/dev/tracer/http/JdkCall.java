// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.Scope;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call of a traced {@code java.net.http} client.
 *
 * <ol>
 *   <li>{@link #sent} is the request with the trace's headers.
 *   <li>The delegate asks this object for the body's subscriber as soon as it has the headers: the
 *       span ends with that moment, and is current while the application's handler runs.
 *   <li>A client that follows redirects keeps the span open until {@link #succeeded}, as only the
 *       whole response tells what happened on the way; its end is that moment all the same.
 *   <li>{@link #failed} ends it if there were no headers.
 * </ol>
 *
 * Each step happens before the next, on whichever threads; but a call can be cancelled, and so has
 * failed, while the application's handler runs.
 */
final class JdkCall<T> implements BodyHandler<T> {
  private static final int MAX_RESENDS = 32;
  private static final long NEVER = Settings.UNKNOWN - 1;

  private final ClientCall<HttpRequest, ResponseInfo> call;
  private final HttpRequest original;
  private final HttpRequest sent;
  private final BodyHandler<T> handler;
  private final boolean endsOnHeaders;
  private final long startNanos;

  /**
   * When the headers were there, since the start, if it is known; {@link #NEVER} before. Written by
   * {@link #apply}, read by whoever ends the call.
   */
  private volatile long headersNanos = NEVER;

  private JdkCall(
      ClientCall<HttpRequest, ResponseInfo> call,
      HttpRequest original,
      BodyHandler<T> handler,
      boolean endsOnHeaders) {
    this.call = call;
    this.original = original;
    this.sent = PropagatingRequest.of(original, call.headers());
    this.handler = handler;
    this.endsOnHeaders = endsOnHeaders;
    this.startNanos = endsOnHeaders ? 0 : call.settings().nanoTime();
  }

  /** Starts a call; null if it is not traced or the arguments are not the delegate's to accept. */
  static <T> @Nullable JdkCall<T> start(
      ClientTracing<HttpRequest, ResponseInfo> tracing,
      HttpClient client,
      HttpRequest request,
      BodyHandler<T> handler) {
    if (request == null || handler == null || request instanceof PropagatingRequest) {
      return null; // the delegate knows what to say; or a client around this one traces it
    }
    ClientCall<HttpRequest, ResponseInfo> call = tracing.start(request);
    if (!call.isTraced()) {
      return null;
    }
    try {
      return new JdkCall<>(call, request, handler, endsOnHeaders(client));
    } catch (Throwable e) {
      call.settings().fault(ClientCall.PART, e);
      call.end(null);
      return null;
    }
  }

  /** A client that sends requests of its own making tells at the end what it did. */
  private static boolean endsOnHeaders(HttpClient client) {
    return client.followRedirects() == HttpClient.Redirect.NEVER
        && client.authenticator().isEmpty();
  }

  /** What is sent: the application's request with trace headers. */
  HttpRequest sent() {
    return sent;
  }

  /** The context that the call was made in. */
  Context caller() {
    return call.caller();
  }

  /** The context of the span, for code of the application that runs on behalf of the call. */
  Context inside() {
    return call.context();
  }

  @Override
  public BodySubscriber<T> apply(ResponseInfo info) {
    call.head(info);
    if (endsOnHeaders) { // otherwise it is not known yet who answers
      call.takeVerdict(Urls.host(original.uri()), info.headers());
    } else {
      headersNanos = call.settings().nanosSince(startNanos);
    }
    try (Scope scope = inside().makeCurrent()) {
      return handler.apply(info);
    } catch (Throwable e) {
      call.fail(e);
      throw e;
    } finally {
      if (endsOnHeaders) {
        call.end(info, null);
      }
    }
  }

  /** The delegate returned a response; the application gets it with its own request in it. */
  @SuppressWarnings("NullAway") // a client of another make may answer null, and gets it through
  HttpResponse<T> succeeded(@Nullable HttpResponse<T> response) {
    if (response == null) {
      end(null);
      return response;
    }
    try {
      if (!endsOnHeaders || call.span().isRecording()) {
        ResponseInfo info = JdkHead.of(response);
        call.head(info);
        call.takeVerdict(Urls.host(response.uri()), response.headers());
        if (!endsOnHeaders && call.span().isRecording()) {
          resends(response);
        }
        end(info);
      }
    } catch (Throwable e) {
      call.settings().fault(ClientCall.PART, e);
      end(null);
    }
    return TracedResponse.of(response, sent, original);
  }

  /** The delegate threw, or its future failed. */
  void failed(Throwable error) {
    if (headersNanos == NEVER) { // else the body failed, which the span is not about
      call.fail(error);
    }
    end(null);
  }

  private void end(@Nullable ResponseInfo info) {
    long after = headersNanos;
    call.end(info, after < 0 ? null : after);
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
              call.settings().urls().url(next.request().uri().toString()));
      call.span().event(status / 100 == 3 ? "http.redirect" : "http.resend", about);
    }
  }
}
