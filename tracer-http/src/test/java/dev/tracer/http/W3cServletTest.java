// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.http.kit.HttpServerFixture.Handler;
import dev.tracer.http.kit.HttpServerFixture.Server;

/** With Jetty. */
class W3cServletTest extends W3cDemands {
  @Override
  Server start(HttpTracing tracing, Handler handler) {
    return ServletsUnderTest.start(Container.Kind.JETTY::start, tracing, handler);
  }
}
