// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.http.kit.HttpClientContract;
import dev.tracer.http.kit.Peer;
import dev.tracer.http.kit.Tls;
import java.net.http.HttpClient;

/** The JDK's client over HTTP/2 and TLS, with Jetty at the far end. */
class JdkClientHttp2Test extends HttpClientContract {
  private final HttpClient plain = HttpClient.newBuilder().sslContext(Tls.context()).build();

  @Override
  protected Caller client(HttpTracing tracing) {
    HttpClient client = tracing.client(plain);
    return call -> JdkCalls.sendAsyncWithPushes(client, call);
  }

  @Override
  protected Peer startPeer() {
    return JettyPeer.start();
  }

  @Override
  protected String protocolVersion() {
    return "2";
  }
}
