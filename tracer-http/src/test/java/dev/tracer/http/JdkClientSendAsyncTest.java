// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.http.kit.HttpClientContract;
import dev.tracer.http.kit.JdkPeer;
import dev.tracer.http.kit.Peer;
import dev.tracer.http.kit.Tls;
import java.net.http.HttpClient;

/** The JDK's client with futures, over TLS. */
class JdkClientSendAsyncTest extends HttpClientContract {
  private final HttpClient plain = HttpClient.newBuilder().sslContext(Tls.context()).build();

  @Override
  protected Caller client(HttpTracing tracing) {
    HttpClient client = tracing.client(plain);
    return call -> JdkCalls.sendAsync(client, call);
  }

  @Override
  protected Peer startPeer() {
    return JdkPeer.start(Tls.context());
  }
}
