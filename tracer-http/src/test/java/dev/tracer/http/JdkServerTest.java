// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import com.sun.net.httpserver.HttpServer;
import dev.tracer.http.kit.HttpServerContract;
import java.io.IOException;

/** The JDK's HttpServer, over HTTP/1.1. */
class JdkServerTest extends HttpServerContract {
  @Override
  protected Server start(HttpTracing tracing, Handler handler) {
    try {
      return JdkServerUnderTest.start(
          HttpServer.create(dev.tracer.http.kit.JdkPeer.loopback(), 0), "http", tracing, handler);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** It closes the connection. */
  @Override
  protected boolean answersExceptions() {
    return false;
  }
}
