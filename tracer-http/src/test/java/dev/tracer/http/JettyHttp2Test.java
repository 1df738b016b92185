// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.http.kit.HttpServerContract;
import dev.tracer.http.kit.Tls;
import java.net.http.HttpClient;

/** Servlets of Jetty 12, over HTTP/2 and TLS. */
class JettyHttp2Test extends HttpServerContract {
  @Override
  protected Server start(HttpTracing tracing, Handler handler) {
    return ServletsUnderTest.start(app -> JettyContainer.start(true, app), tracing, handler);
  }

  @Override
  protected HttpClient plainClient() {
    return HttpClient.newBuilder().sslContext(Tls.context()).build();
  }

  @Override
  protected String protocolVersion() {
    return "2";
  }

  @Override
  protected boolean answersExceptions() {
    return true;
  }
}
