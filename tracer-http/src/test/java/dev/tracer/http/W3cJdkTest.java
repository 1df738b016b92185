// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import com.sun.net.httpserver.HttpServer;
import dev.tracer.http.kit.HttpServerFixture.Handler;
import dev.tracer.http.kit.HttpServerFixture.Server;
import dev.tracer.http.kit.JdkPeer;
import java.io.IOException;

/** With the JDK's HttpServer. */
class W3cJdkTest extends W3cDemands {
  @Override
  Server start(HttpTracing tracing, Handler handler) {
    try {
      return JdkServerUnderTest.start(
          HttpServer.create(JdkPeer.loopback(), 0), "http", tracing, handler);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
