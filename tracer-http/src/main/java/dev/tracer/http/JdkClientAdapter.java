// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests and responses of {@code java.net.http}. */
enum JdkClientAdapter implements ClientAdapter<HttpRequest, ResponseInfo> {
  INSTANCE;

  @Override
  public String method(HttpRequest request) {
    return request.method();
  }

  @Override
  public URI uri(HttpRequest request) {
    return request.uri();
  }

  @Override
  public @Nullable String get(HttpRequest request, String key) {
    return request.headers().firstValue(key).orElse(null);
  }

  @Override
  public List<String> getAll(HttpRequest request, String key) {
    return request.headers().allValues(key);
  }

  @Override
  public Iterable<String> keys(HttpRequest request) {
    return request.headers().map().keySet();
  }

  @Override
  public int status(ResponseInfo response) {
    return response.statusCode();
  }

  @Override
  public @Nullable String protocol(ResponseInfo response) {
    return response.version() == null ? null : response.version().name();
  }

  @Override
  public List<String> responseHeader(ResponseInfo response, String name) {
    return response.headers().allValues(name);
  }
}
