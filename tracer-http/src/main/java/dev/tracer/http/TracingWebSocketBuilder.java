// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static java.util.Objects.requireNonNull;

import dev.tracer.Context;
import dev.tracer.Span;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Makes web sockets whose opening handshake has a span. A builder of the delegate can only add
 * headers and be used again, so each web socket gets a fresh one. Confined to one thread.
 */
final class TracingWebSocketBuilder implements WebSocket.Builder {
  private static final HttpHeaders NO_HEADERS = HttpHeaders.of(Map.of(), (name, value) -> true);

  private final HttpClient delegate;
  private final ClientSpans spans;

  /** Name, value, name, value ... */
  private final List<String> headers = new ArrayList<>();

  private @Nullable Duration connectTimeout;
  private String @Nullable [] subprotocols;

  /** Checks arguments as the delegate does; used only if tracing fails. */
  private final WebSocket.Builder plain;

  TracingWebSocketBuilder(WebSocket.Builder plain, HttpClient delegate, ClientSpans spans) {
    this.plain = plain;
    this.delegate = delegate;
    this.spans = spans;
  }

  @Override
  public WebSocket.Builder header(String name, String value) {
    plain.header(name, value);
    headers.add(name);
    headers.add(value);
    return this;
  }

  @Override
  public WebSocket.Builder connectTimeout(Duration timeout) {
    plain.connectTimeout(timeout);
    connectTimeout = timeout;
    return this;
  }

  @Override
  public WebSocket.Builder subprotocols(String mostPreferred, String... lesserPreferred) {
    plain.subprotocols(mostPreferred, lesserPreferred);
    String[] all = new String[lesserPreferred.length + 1];
    all[0] = mostPreferred;
    System.arraycopy(lesserPreferred, 0, all, 1, lesserPreferred.length);
    subprotocols = all;
    return this;
  }

  @Override
  public CompletableFuture<WebSocket> buildAsync(URI uri, WebSocket.Listener listener) {
    requireNonNull(uri, "uri");
    requireNonNull(listener, "listener");
    Context caller = Context.current();
    Span span = Span.invalid();
    WebSocket.Builder builder = plain;
    try {
      String host = Urls.host(uri);
      span = spans.start(uri, host, "GET", NO_HEADERS, caller);
      builder = described(spans.inject(caller.with(span), host));
    } catch (Throwable e) {
      spans.fault(e);
    }
    CompletableFuture<WebSocket> wire;
    try {
      wire = builder.buildAsync(uri, listener);
    } catch (Throwable e) {
      span.fail(e).end();
      throw e;
    }
    Span started = span;
    return TracedFuture.of(wire, caller, (socket, error) -> ended(started, error));
  }

  private WebSocket.Builder described(InjectedHeaders injected) {
    WebSocket.Builder builder = delegate.newWebSocketBuilder();
    for (int i = 0; i < headers.size(); i += 2) {
      if (!injected.replaces(headers.get(i))) {
        builder.header(headers.get(i), headers.get(i + 1));
      }
    }
    for (int i = 0; i < injected.size(); i++) {
      builder.header(injected.name(i), injected.value(i));
    }
    if (connectTimeout != null) {
      builder.connectTimeout(connectTimeout);
    }
    if (subprotocols != null) {
      String[] others = new String[subprotocols.length - 1];
      System.arraycopy(subprotocols, 1, others, 0, others.length);
      builder.subprotocols(subprotocols[0], others);
    }
    return builder;
  }

  private void ended(Span span, @Nullable Throwable error) {
    if (error == null) {
      status(span, 101);
    } else {
      failed(span, error);
    }
    span.end();
  }

  private void failed(Span span, Throwable error) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    if (cause instanceof CancellationException) {
      span.event("cancelled");
    } else if (cause instanceof WebSocketHandshakeException refused
        && refused.getResponse() != null) {
      int code = refused.getResponse().statusCode();
      status(span, code);
      span.fail(cause).set(Names.ERROR_TYPE, Integer.toString(code));
    } else {
      span.fail(cause);
    }
  }

  private void status(Span span, int code) {
    spans.settings().set(span, Names.STATUS_CODE, Names.OLD_STATUS_CODE, code);
  }
}
