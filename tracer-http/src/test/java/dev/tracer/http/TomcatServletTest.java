// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.http.kit.HttpServerContract;

/** Servlets of Tomcat, over HTTP/1.1. */
class TomcatServletTest extends HttpServerContract {
  @Override
  protected Server start(HttpTracing tracing, Handler handler) {
    return ServletsUnderTest.start(Container.Kind.TOMCAT::start, tracing, handler);
  }

  @Override
  protected boolean answersExceptions() {
    return true;
  }
}
