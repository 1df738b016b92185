// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.tracer.http.kit.HttpServerContract;
import dev.tracer.http.kit.JdkPeer;
import dev.tracer.http.kit.Tls;
import java.io.IOException;
import java.net.http.HttpClient;

/** The JDK's HttpServer, over TLS. */
class JdkServerTlsTest extends HttpServerContract {
  @Override
  protected Server start(HttpTracing tracing, Handler handler) {
    try {
      HttpsServer server = HttpsServer.create(JdkPeer.loopback(), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(Tls.context()));
      return JdkServerUnderTest.start(server, "https", tracing, handler);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  protected HttpClient plainClient() {
    return HttpClient.newBuilder().sslContext(Tls.context()).build();
  }

  /** It closes the connection. */
  @Override
  protected boolean answersExceptions() {
    return false;
  }
}
