// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.Scope;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Gives each request of a servlet container a span. It ends when the chain returns, or when the
 * asynchronous work does that was started meanwhile. Forwards, includes, error pages and dispatches
 * of that work run in the same span. Thread-safe.
 */
final class TracingServletFilter implements Filter {
  private static final String ATTRIBUTE = ServerCall.class.getName();
  private static final int INTERNAL_ERROR = 500;

  private final ServerSpans<HttpServletRequest, HttpServletResponse> spans;

  private TracingServletFilter(Settings settings) {
    this.spans = new ServerSpans<>(settings, ServletRequestReader.INSTANCE);
  }

  static Filter create(Settings settings) {
    return new TracingServletFilter(settings);
  }

  /** The call of a request, or null if it has none. */
  static @Nullable ServerCall<?> call(ServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof ServerCall<?> call ? call : null;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!(request instanceof HttpServletRequest http)
        || !(response instanceof HttpServletResponse answer)) {
      chain.doFilter(request, response);
      return;
    }
    ServerCall<?> outer = call(request);
    if (outer != null) {
      try (Scope scope = outer.context().makeCurrent()) {
        chain.doFilter(request, response);
      }
      return;
    }
    ServerCall<HttpServletResponse> call = spans.start(http, answer);
    if (call == null) {
      chain.doFilter(request, response);
      return;
    }
    handle(http, answer, chain, call);
  }

  private static void handle(
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain,
      ServerCall<HttpServletResponse> call)
      throws IOException, ServletException {
    int status = 0;
    request.setAttribute(ATTRIBUTE, call);
    try (Scope scope = call.context().makeCurrent()) {
      chain.doFilter(request, response);
    } catch (Throwable e) {
      call.failed(e);
      // The container answers so, but only after the filters.
      status = response.isCommitted() ? 0 : INTERNAL_ERROR;
      throw e;
    } finally {
      if (status != 0 || !endsLater(request, response, call)) {
        if (!response.isCommitted()) {
          call.tellCaller(status == 0 ? response.getStatus() : status, response);
        }
        call.end(status == 0 ? response.getStatus() : status, response);
      }
    }
  }

  /** Whether asynchronous work goes on, which will end the call. */
  private static boolean endsLater(
      HttpServletRequest request,
      HttpServletResponse response,
      ServerCall<HttpServletResponse> call) {
    if (!request.isAsyncStarted()) {
      return false;
    }
    try {
      request.getAsyncContext().addListener(new End(call, response));
      return true;
    } catch (IllegalStateException e) {
      return false; // it has completed meanwhile
    }
  }

  /** Ends the call with the asynchronous work. */
  private static final class End implements AsyncListener {
    private final ServerCall<HttpServletResponse> call;
    private final HttpServletResponse response;

    End(ServerCall<HttpServletResponse> call, HttpServletResponse response) {
      this.call = call;
      this.response = response;
    }

    @Override
    public void onComplete(AsyncEvent event) {
      call.end(response.getStatus(), response);
    }

    @Override
    public void onError(AsyncEvent event) {
      if (event.getThrowable() != null) {
        call.failed(event.getThrowable());
      }
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      call.timedOut();
    }

    /** The work was dispatched and started anew, which forgets the listeners. */
    @Override
    public void onStartAsync(AsyncEvent event) {
      event.getAsyncContext().addListener(this);
    }
  }
}
