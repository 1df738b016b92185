// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.Map;

/** The head of a response. Immutable. */
record JdkHead(int statusCode, HttpHeaders headers, Version version) implements ResponseInfo {
  /** The JDK's web sockets begin with HTTP/1.1 and tell nothing of the answer. */
  static final JdkHead SWITCHED =
      new JdkHead(101, HttpHeaders.of(Map.of(), (name, value) -> true), Version.HTTP_1_1);

  static JdkHead of(HttpResponse<?> response) {
    return new JdkHead(response.statusCode(), response.headers(), response.version());
  }
}
