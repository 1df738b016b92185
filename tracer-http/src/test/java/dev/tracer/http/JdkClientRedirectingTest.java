// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.http.kit.HttpClientContract;
import java.net.http.HttpClient;

/** The JDK's client set to follow redirects: its spans end with the whole response. */
class JdkClientRedirectingTest extends HttpClientContract {
  private final HttpClient plain =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build();

  @Override
  protected Caller client(HttpTracing tracing) {
    HttpClient client = tracing.client(plain);
    return call -> JdkCalls.send(client, call);
  }
}
