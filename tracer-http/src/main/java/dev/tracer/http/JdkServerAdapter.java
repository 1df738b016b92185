// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests and responses of the JDK's HttpServer. */
enum JdkServerAdapter implements ServerAdapter<HttpExchange, HttpExchange> {
  INSTANCE;

  @Override
  public @Nullable String get(HttpExchange exchange, String key) {
    return exchange.getRequestHeaders().getFirst(key);
  }

  @Override
  public List<String> getAll(HttpExchange exchange, String key) {
    List<String> values = exchange.getRequestHeaders().get(key);
    return values == null ? List.of() : values;
  }

  @Override
  public Iterable<String> keys(HttpExchange exchange) {
    return exchange.getRequestHeaders().keySet();
  }

  @Override
  public String method(HttpExchange exchange) {
    return exchange.getRequestMethod();
  }

  @Override
  public String scheme(HttpExchange exchange) {
    return exchange instanceof HttpsExchange ? "https" : "http";
  }

  @Override
  public @Nullable String path(HttpExchange exchange) {
    return exchange.getRequestURI().getRawPath();
  }

  @Override
  public @Nullable String query(HttpExchange exchange) {
    return exchange.getRequestURI().getRawQuery();
  }

  @Override
  public @Nullable String protocol(HttpExchange exchange) {
    return exchange.getProtocol();
  }

  @Override
  public @Nullable String authority(HttpExchange exchange) {
    return exchange.getRequestHeaders().getFirst("host");
  }

  @Override
  public @Nullable String peerAddress(HttpExchange exchange) {
    InetSocketAddress peer = exchange.getRemoteAddress();
    return peer == null || peer.getAddress() == null ? null : peer.getAddress().getHostAddress();
  }

  @Override
  public int peerPort(HttpExchange exchange) {
    InetSocketAddress peer = exchange.getRemoteAddress();
    return peer == null ? -1 : peer.getPort();
  }

  /** The path of the server's context; a context answers for all paths below it too. */
  @Override
  public @Nullable String route(HttpExchange exchange) {
    String context = exchange.getHttpContext().getPath();
    if (context.equals(path(exchange))) {
      return context;
    }
    if (context.equals("/")) {
      return null; // takes everything, so it tells nothing
    }
    return context.endsWith("/") ? context + "*" : context + "/*";
  }

  @Override
  public int status(HttpExchange exchange) {
    return exchange.getResponseCode();
  }

  @Override
  public List<String> responseHeader(HttpExchange exchange, String name) {
    List<String> values = exchange.getResponseHeaders().get(name);
    return values == null ? List.of() : values;
  }

  @Override
  public void setResponseHeader(
      HttpExchange exchange, String name, @Nullable String old, String value) {
    List<String> values = exchange.getResponseHeaders().get(name);
    if (old == null || values == null || !Collections.replaceAll(values, old, value)) {
      exchange.getResponseHeaders().add(name, value);
    }
  }
}
