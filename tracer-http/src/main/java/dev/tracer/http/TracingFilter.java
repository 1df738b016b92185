// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import dev.tracer.Scope;
import java.io.IOException;

/**
 * Gives each request of the JDK's HttpServer a span. It ends when the handler returns, or, if the
 * handler left the response to another thread, when that closes the exchange. Thread-safe.
 */
final class TracingFilter extends Filter {
  private final ServerSpans<HttpExchange, HttpExchange> spans;

  private TracingFilter(Settings settings) {
    this.spans = new ServerSpans<>(settings, ExchangeRequest.INSTANCE);
  }

  static Filter create(Settings settings) {
    return new TracingFilter(settings);
  }

  @Override
  public String description() {
    return "Gives each request a span";
  }

  @Override
  public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
    ServerCall<HttpExchange> call = spans.start(exchange, exchange);
    if (call == null) {
      chain.doFilter(exchange);
      return;
    }
    boolean observed = false;
    try (Scope scope = call.context().makeCurrent()) {
      observed = canWrap(exchange);
      chain.doFilter(observed ? wrap(exchange, call) : exchange);
    } catch (Throwable e) {
      call.failed(e);
      observed = false; // nobody goes on with it
      throw e;
    } finally {
      boolean closed = call.returned();
      int status = exchange.getResponseCode();
      if (closed || status != -1 || !observed) {
        call.end(status, exchange);
      }
    }
  }

  /** The JDK's own authentication filter, which runs after this one, takes no foreign exchange. */
  private static boolean canWrap(HttpExchange exchange) {
    return exchange.getHttpContext().getAuthenticator() == null;
  }

  private static HttpExchange wrap(HttpExchange exchange, ServerCall<HttpExchange> call) {
    return exchange instanceof HttpsExchange https
        ? new TracedHttpsExchange(https, call)
        : new TracedExchange(exchange, call);
  }
}
