// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static java.util.Objects.requireNonNull;

import dev.tracer.internal.Throwables;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Makes web sockets whose opening handshake has a span. A builder of the delegate can only add
 * headers and be used again, so each web socket gets a fresh one. Confined to one thread.
 */
final class TracingWebSocketBuilder implements WebSocket.Builder {
  private final HttpClient delegate;
  private final ClientTracing<HttpRequest, ResponseInfo> tracing;

  /** Name, value, name, value ... */
  private final List<String> headers = new ArrayList<>();

  private @Nullable Duration connectTimeout;
  private String @Nullable [] subprotocols;

  /** Checks arguments as the delegate does; used only if tracing fails. */
  private final WebSocket.Builder plain;

  TracingWebSocketBuilder(
      WebSocket.Builder plain,
      HttpClient delegate,
      ClientTracing<HttpRequest, ResponseInfo> tracing) {
    this.plain = plain;
    this.delegate = delegate;
    this.tracing = tracing;
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
    ClientCall<HttpRequest, ResponseInfo> call =
        tracing.start(new HandshakeRequest(uri, ownHeaders()));
    WebSocket.Builder builder = plain;
    if (call.isTraced()) {
      try {
        builder = described(call.headers());
      } catch (Throwable e) {
        call.settings().fault(ClientCall.PART, e);
      }
    }
    CompletableFuture<WebSocket> wire;
    try {
      wire = builder.buildAsync(uri, listener);
    } catch (Throwable e) {
      call.fail(e);
      call.end(null);
      throw e;
    }
    return TracedFuture.of(
        wire,
        call.caller(),
        (socket, error) -> {
          ended(call, socket, error);
          return socket;
        });
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

  private static void ended(
      ClientCall<HttpRequest, ResponseInfo> call,
      @Nullable WebSocket socket,
      @Nullable Throwable error) {
    if (error == null) {
      call.end(socket == null ? null : JdkHead.SWITCHED);
      return;
    }
    call.fail(error);
    Throwable cause = Throwables.unwrapped(error);
    boolean answered =
        cause instanceof WebSocketHandshakeException refused && refused.getResponse() != null;
    call.end(answered ? JdkHead.of(((WebSocketHandshakeException) cause).getResponse()) : null);
  }

  /** The headers that the application has set. */
  private HttpHeaders ownHeaders() {
    Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 0; i < headers.size(); i += 2) {
      values.computeIfAbsent(headers.get(i), name -> new ArrayList<>()).add(headers.get(i + 1));
    }
    return HttpHeaders.of(values, (name, value) -> true);
  }
}
