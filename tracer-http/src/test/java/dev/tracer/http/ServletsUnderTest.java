// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.http.kit.HttpServerFixture.Exchange;
import dev.tracer.http.kit.HttpServerFixture.Handler;
import dev.tracer.http.kit.HttpServerFixture.Server;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A servlet container in the terms of the contract. */
final class ServletsUnderTest implements Server {
  private final Container container;

  private ServletsUnderTest(Container container) {
    this.container = container;
  }

  static Server start(
      Function<Container.App, Container> kind, HttpTracing tracing, Handler handler) {
    return new ServletsUnderTest(
        kind.apply(
            new Container.App(
                context -> {
                  ServletTracing.of(tracing).addTo(context);
                  add(context, new HandlingServlet(handler), "/*");
                })));
  }

  /** Registers a servlet. */
  static void add(ServletContext context, HttpServlet servlet, String pattern) {
    ServletRegistration.Dynamic registration = context.addServlet("test", servlet);
    registration.setAsyncSupported(true);
    registration.addMapping(pattern);
  }

  @Override
  public URI uri(String path) {
    return container.uri(path);
  }

  @Override
  public void close() {
    container.close();
  }

  @SuppressWarnings("serial")
  private static final class HandlingServlet extends HttpServlet {
    private final Handler handler;

    HandlingServlet(Handler handler) {
      this.handler = handler;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      handler.handle(new OneExchange(request, response));
    }
  }

  private static final class OneExchange implements Exchange {
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private @Nullable AsyncContext async;

    OneExchange(HttpServletRequest request, HttpServletResponse response) {
      this.request = request;
      this.response = response;
    }

    @Override
    public String path() {
      return request.getRequestURI();
    }

    @Override
    public byte[] body() throws IOException {
      return request.getInputStream().readAllBytes();
    }

    @Override
    public void route(String template) {
      ServletTracing.route(request, template);
    }

    @Override
    public void header(String name, String value) {
      response.addHeader(name, value);
    }

    @Override
    public void answer(int status, byte[] body) throws IOException {
      response.setStatus(status);
      response.getOutputStream().write(body);
      if (async != null) {
        async.complete();
      }
    }

    @Override
    public void later(Runnable work) {
      async = request.startAsync();
      async.start(work);
    }
  }
}
