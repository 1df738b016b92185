// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.http.kit.HttpClientContract;
import java.net.http.HttpClient;

/** The JDK's client, blocking, over HTTP/1.1. */
class JdkClientSendTest extends HttpClientContract {
  private final HttpClient plain = HttpClient.newHttpClient();

  @Override
  protected Caller client(HttpTracing tracing) {
    HttpClient client = tracing.client(plain);
    return call -> JdkCalls.send(client, call);
  }
}
