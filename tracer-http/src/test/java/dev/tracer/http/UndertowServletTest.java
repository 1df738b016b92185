// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.http.kit.HttpServerContract;

/** Servlets of Undertow, over HTTP/1.1. */
class UndertowServletTest extends HttpServerContract {
  @Override
  protected Server start(HttpTracing tracing, Handler handler) {
    return ServletsUnderTest.start(Container.Kind.UNDERTOW::start, tracing, handler);
  }

  @Override
  protected boolean answersExceptions() {
    return true;
  }
}
