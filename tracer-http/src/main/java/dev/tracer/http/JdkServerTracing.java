// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import dev.tracer.Context;

/**
 * SERVER spans for the requests of a {@code com.sun.net.httpserver.HttpServer}:
 *
 * <pre>{@code
 * JdkServerTracing.of(http).addTo(server.createContext("/orders", handler));
 * }</pre>
 *
 * A class of its own, so that {@link HttpTracing} does not name the module {@code jdk.httpserver},
 * which an image made by jlink may lack. Immutable, thread-safe.
 *
 * @since 0.1
 */
public final class JdkServerTracing {
  private final Settings settings;

  private JdkServerTracing(Settings settings) {
    this.settings = settings;
  }

  /**
   * Tracing of the JDK's server with the settings of {@code http}.
   *
   * @throws NullPointerException if {@code http} is null
   */
  public static JdkServerTracing of(HttpTracing http) {
    return new JdkServerTracing(requireNonNull(http, "http").settings());
  }

  /**
   * Puts a {@link #filter()} before all filters that {@code context} has. Each context of a server
   * needs it. A request that meets two such filters has one span.
   *
   * @throws NullPointerException if {@code context} is null
   */
  public void addTo(HttpContext context) {
    requireNonNull(context, "context").getFilters().add(0, filter());
  }

  /**
   * A filter that gives each request a span. Add it first to the filters of each context. The
   * span's route is the path of the context until the handler tells a better one.
   */
  public Filter filter() {
    return TracingFilter.create(settings);
  }

  /**
   * Tells the route of a request, from whatever thread. Does nothing if the request is not traced.
   *
   * @param template of few different values: {@code /orders/{id}}, never the path itself
   */
  public static void route(HttpExchange exchange, String template) {
    ServerCall<?, ?> known = TracingFilter.call(exchange);
    ServerCall<?, ?> call = known == null ? Context.current().get(ServerCall.KEY) : known;
    if (call != null) {
      call.route(template);
    }
  }
}
