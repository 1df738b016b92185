// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static java.util.Objects.requireNonNull;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestListener;
import java.util.EnumSet;

/**
 * SERVER spans for the requests of Jakarta servlet containers (Servlet 6):
 *
 * <pre>{@code
 * ServletTracing.of(http).addTo(servletContext);
 * }</pre>
 *
 * A class of its own, so that {@link HttpTracing} does not name the servlet API. Immutable,
 * thread-safe.
 *
 * @since 0.1
 */
public final class ServletTracing {
  private final Settings settings;

  private ServletTracing(Settings settings) {
    this.settings = settings;
  }

  /**
   * Servlet tracing with the settings of {@code http}.
   *
   * @throws NullPointerException if {@code http} is null
   */
  public static ServletTracing of(HttpTracing http) {
    return new ServletTracing(requireNonNull(http, "http").settings());
  }

  /**
   * Registers {@link #filter()}, as the first for all paths and dispatcher types, and {@link
   * #listener()}. To be called while the application starts, as from a {@code
   * ServletContainerInitializer}, a {@code ServletContextListener} or Spring's {@code
   * ServletContextInitializer}.
   *
   * @throws IllegalStateException if the application has started already, or there is a filter of
   *     the name {@code dev.tracer.http} already
   */
  public void addTo(ServletContext servletContext) {
    FilterRegistration.Dynamic registration = servletContext.addFilter("dev.tracer.http", filter());
    if (registration == null) {
      throw new IllegalStateException("there is a filter named dev.tracer.http already");
    }
    registration.setAsyncSupported(true);
    registration.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
    servletContext.addListener(listener());
  }

  /**
   * A filter that gives each request a span. Register it first, for all dispatcher types, with
   * asynchronous support, and {@link #listener()} besides. The span's route is the pattern of the
   * servlet until somebody tells a better one.
   */
  public Filter filter() {
    return new TracingServletFilter(settings);
  }

  /**
   * What learns from the container that a response is finished, after the filters and error pages.
   * Without it, which the filter tries to register by itself, and on other containers than Jetty,
   * the span of a request that failed ends before its error page, with the status that it had then.
   */
  public ServletRequestListener listener() {
    return ServletEnd.LISTENER;
  }

  /**
   * Tells the route of a request, from whatever thread. Does nothing if the request is not traced.
   *
   * @param template of few different values: {@code /orders/{id}}, never the path itself
   */
  public static void route(ServletRequest request, String template) {
    ServletEnd end = ServletEnd.of(request);
    if (end != null) {
      end.call().route(template);
    }
  }
}
