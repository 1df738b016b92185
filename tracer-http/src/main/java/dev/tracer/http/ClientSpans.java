// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.Baggage;
import dev.tracer.Context;
import dev.tracer.ContextKey;
import dev.tracer.Span;
import dev.tracer.SpanBuilder;
import dev.tracer.SpanKind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Starts the spans of clients and writes their contexts into requests. Immutable. */
final class ClientSpans {
  /** How often the request was sent before; see {@link HttpTracing#resend}. */
  static final ContextKey<Integer> RESEND_COUNT = ContextKey.named("http.request.resend_count");

  private static final String PART = "HTTP client instrumentation";

  private final Settings settings;
  private final List<String> fields;

  ClientSpans(Settings settings) {
    this.settings = settings;
    this.fields =
        settings.tracer().propagator().fields().stream()
            .filter(InjectedHeaders::isSendable)
            .toList();
  }

  /** Starts a call; null if tracing fails or the arguments are not the delegate's to accept. */
  <T> @Nullable ClientCall<T> start(
      HttpClient client, HttpRequest request, BodyHandler<T> handler) {
    if (request == null || handler == null) {
      return null; // the delegate knows what to say
    }
    try {
      Context caller = Context.current();
      URI uri = request.uri();
      String host = Urls.host(uri);
      Span span = start(uri, host, request.method(), request.headers(), caller);
      Context inside = caller.with(span);
      HttpRequest sent = propagating(request, inside, host);
      boolean ends = endsOnHeaders(client);
      return new ClientCall<>(
          settings, span, caller, inside, sent, isTold(request, sent), handler, ends);
    } catch (Throwable e) {
      fault(e);
      return null;
    }
  }

  /** Whether something was injected; otherwise what is sent is the application's own request. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean isTold(HttpRequest request, HttpRequest sent) {
    return sent != request;
  }

  /** A client that sends requests of its own making tells at the end what it did. */
  private static boolean endsOnHeaders(HttpClient client) {
    return client.followRedirects() == HttpClient.Redirect.NEVER
        && client.authenticator().isEmpty();
  }

  private HttpRequest propagating(HttpRequest request, Context context, @Nullable String host) {
    try {
      return PropagatingRequest.of(request, inject(context, host));
    } catch (Throwable e) {
      fault(e);
      return request;
    }
  }

  Span start(URI uri, @Nullable String host, String method, HttpHeaders headers, Context caller) {
    SpanBuilder span =
        settings.tracer().spanBuilder(Settings.nameOf(method)).parent(caller).kind(SpanKind.CLIENT);
    settings.setMethod(span, method);
    settings.set(span, Names.URL_FULL, Names.OLD_URL, Urls.full(uri, settings.redactedKeys()));
    settings.set(span, Names.SERVER_ADDRESS, Names.OLD_PEER_NAME, host);
    int port = Urls.port(uri);
    if (port >= 0) {
      settings.set(span, Names.SERVER_PORT, Names.OLD_PEER_PORT, port);
    }
    Integer resends = caller.get(RESEND_COUNT);
    if (resends != null && resends > 0) {
      settings.set(span, Names.RESEND_COUNT, Names.OLD_RESEND_COUNT, resends);
    }
    for (String name : settings.requestHeaders()) {
      List<String> values = headers.allValues(name);
      if (!values.isEmpty()) {
        span.set(Names.REQUEST_HEADER + name, values);
      }
    }
    return span.start();
  }

  /**
   * What {@code host} is to get of {@code context}.
   *
   * @throws RuntimeException if the application's predicate does
   */
  InjectedHeaders inject(Context context, @Nullable String host) {
    InjectedHeaders headers = new InjectedHeaders(fields);
    String name = host == null ? "" : host;
    if (settings.traceTo().test(name)) {
      Context sent = context;
      if (!context.baggage().isEmpty() && !settings.baggageTo().test(name)) {
        sent = context.with(Baggage.empty());
      }
      settings.tracer().inject(sent, headers, InjectedHeaders.SETTER);
    }
    return headers;
  }

  void fault(Throwable error) {
    settings.fault(PART, error);
  }

  Settings settings() {
    return settings;
  }
}
