// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.Scope;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Traces Undertow's own handlers: the example of a server that this module does not know. */
record UndertowTracing(
    ServerTracing<HttpServerExchange, HttpServerExchange> tracing, HttpHandler next)
    implements HttpHandler {
  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    var call = tracing.start(exchange, exchange);
    exchange.addExchangeCompleteListener(
        (done, others) -> {
          call.end(done);
          others.proceed();
        });
    exchange.addResponseCommitListener(call::answering);
    try (Scope scope = call.makeCurrent()) {
      next.handleRequest(exchange);
    } catch (Throwable e) {
      call.fail(e);
      throw e;
    }
  }

  /** How to read an exchange. */
  enum Adapter implements ServerAdapter<HttpServerExchange, HttpServerExchange> {
    INSTANCE;

    @Override
    public String method(HttpServerExchange exchange) {
      return exchange.getRequestMethod().toString();
    }

    @Override
    public String scheme(HttpServerExchange exchange) {
      return exchange.getRequestScheme();
    }

    @Override
    public String path(HttpServerExchange exchange) {
      return exchange.getRequestURI();
    }

    @Override
    public @Nullable String query(HttpServerExchange exchange) {
      return exchange.getQueryString().isEmpty() ? null : exchange.getQueryString();
    }

    @Override
    public @Nullable String authority(HttpServerExchange exchange) {
      return get(exchange, Headers.HOST_STRING);
    }

    @Override
    public @Nullable String get(HttpServerExchange exchange, String key) {
      return exchange.getRequestHeaders().getFirst(key);
    }

    @Override
    public List<String> getAll(HttpServerExchange exchange, String key) {
      HeaderValues values = exchange.getRequestHeaders().get(key);
      return values == null ? List.of() : values;
    }

    @Override
    public String protocol(HttpServerExchange exchange) {
      return exchange.getProtocol().toString();
    }

    @Override
    public String peerAddress(HttpServerExchange exchange) {
      return exchange.getSourceAddress().getAddress().getHostAddress();
    }

    @Override
    public int peerPort(HttpServerExchange exchange) {
      return exchange.getSourceAddress().getPort();
    }

    @Override
    public int status(HttpServerExchange exchange) {
      return exchange.getStatusCode();
    }

    @Override
    public List<String> responseHeader(HttpServerExchange exchange, String name) {
      HeaderValues values = exchange.getResponseHeaders().get(name);
      return values == null ? List.of() : values;
    }

    @Override
    public void setResponseHeader(
        HttpServerExchange exchange, String name, @Nullable String old, String value) {
      HttpString header = HttpString.tryFromString(name);
      if (old != null && exchange.getResponseHeaders().contains(header)) {
        exchange.getResponseHeaders().get(header).remove(old);
      }
      exchange.getResponseHeaders().add(header, value);
    }
  }
}
