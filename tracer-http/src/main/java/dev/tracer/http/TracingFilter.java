// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import dev.tracer.Scope;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Gives each request of the JDK's HttpServer a span. It ends when the handler has returned and the
 * response is made, on whichever thread: all its bytes are written, or it is closed. Thread-safe.
 */
final class TracingFilter extends Filter {
  private final ServerTracing<HttpExchange, HttpExchange> tracing;

  private TracingFilter(Settings settings) {
    this.tracing = new ServerTracing<>(settings, JdkServerAdapter.INSTANCE);
  }

  static Filter create(Settings settings) {
    return new TracingFilter(settings);
  }

  /** The call of an exchange that a handler was given, or null if it does not know it. */
  static @Nullable ServerCall<?, ?> call(HttpExchange exchange) {
    if (exchange instanceof TracedExchange traced) {
      return traced.call();
    }
    return exchange instanceof TracedHttpsExchange traced ? traced.call() : null;
  }

  @Override
  public String description() {
    return "Gives each request a span";
  }

  @Override
  public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
    if (call(exchange) != null) { // behind another of its kind
      chain.doFilter(exchange);
      return;
    }
    ServerCall<HttpExchange, HttpExchange> call = tracing.start(exchange, exchange);
    if (!call.isTraced()) {
      try (Scope scope = call.makeCurrent()) {
        chain.doFilter(exchange);
      }
      return;
    }
    ExchangeEnd end = new ExchangeEnd(exchange, call);
    boolean observed = canWrap(exchange);
    boolean goesOn = false;
    try (Scope scope = call.makeCurrent()) {
      chain.doFilter(observed ? wrap(exchange, end) : exchange);
      goesOn = observed;
    } catch (Throwable e) { // the server closes the connection
      call.breakOff(e);
      throw e;
    } finally {
      end.returned(goesOn);
    }
  }

  /** The JDK's own authentication filter, which runs after this one, takes no foreign exchange. */
  private static boolean canWrap(HttpExchange exchange) {
    return exchange.getHttpContext().getAuthenticator() == null;
  }

  private static HttpExchange wrap(HttpExchange exchange, ExchangeEnd end) {
    return exchange instanceof HttpsExchange https
        ? new TracedHttpsExchange(https, end)
        : new TracedExchange(exchange, end);
  }
}
