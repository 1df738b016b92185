// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.Scope;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Gives each request of a servlet container a span, which {@link ServletEnd} ends. Forwards,
 * includes, error pages and dispatches of asynchronous work run in the same span. Thread-safe.
 */
final class TracingServletFilter implements Filter {
  private final ServerTracing<HttpServletRequest, HttpServletResponse> tracing;

  TracingServletFilter(Settings settings) {
    this.tracing = new ServerTracing<>(settings, ServletAdapter.INSTANCE);
  }

  @Override
  public void init(FilterConfig config) {
    try {
      config.getServletContext().addListener(ServletEnd.LISTENER);
    } catch (RuntimeException e) {
      // too late in some containers; then somebody has registered it before, or it goes without
    }
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!(request instanceof HttpServletRequest http)
        || !(response instanceof HttpServletResponse answer)) {
      chain.doFilter(request, response);
      return;
    }
    ServletEnd outer = ServletEnd.of(request);
    if (outer != null) {
      goOn(outer, http, response, chain);
      return;
    }
    ServerCall<HttpServletRequest, HttpServletResponse> call = tracing.start(http, answer);
    ServletEnd end = new ServletEnd(call, answer);
    end.attach(http);
    try (Scope scope = call.makeCurrent()) {
      chain.doFilter(request, response);
    } catch (Throwable e) {
      end.threw(e);
      throw e;
    } finally {
      end.returned(http);
    }
  }

  /** Another dispatch of the same request. */
  private static void goOn(
      ServletEnd outer, HttpServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try (Scope scope = outer.call().makeCurrent()) {
      chain.doFilter(request, response);
    } catch (Throwable e) {
      outer.threw(request, e);
      throw e;
    }
  }
}
