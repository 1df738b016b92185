// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import static org.springframework.web.filter.ServerHttpObservationFilter.CURRENT_OBSERVATION_CONTEXT_ATTRIBUTE;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;

/**
 * Hides the observation of a request while an error page answers it. That of an asynchronous one is
 * not over by then, and Spring would take {@code /error} for its route. Stateless.
 */
final class ErrorPageFilter implements Filter {
  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) == null) {
      chain.doFilter(request, response); // included by a page of the application
      return;
    }
    Object observed = request.getAttribute(CURRENT_OBSERVATION_CONTEXT_ATTRIBUTE);
    request.removeAttribute(CURRENT_OBSERVATION_CONTEXT_ATTRIBUTE);
    try {
      chain.doFilter(request, response);
    } finally {
      request.setAttribute(CURRENT_OBSERVATION_CONTEXT_ATTRIBUTE, observed);
    }
  }
}
