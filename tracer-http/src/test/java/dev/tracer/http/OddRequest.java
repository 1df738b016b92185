// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;

/** A request that is not of the JDK's own class. */
final class OddRequest extends HttpRequest {
  private final HttpRequest like;

  OddRequest(HttpRequest like) {
    this.like = like;
  }

  @Override
  public Optional<BodyPublisher> bodyPublisher() {
    return like.bodyPublisher();
  }

  @Override
  public String method() {
    return like.method();
  }

  @Override
  public Optional<Duration> timeout() {
    return like.timeout();
  }

  @Override
  public boolean expectContinue() {
    return like.expectContinue();
  }

  @Override
  public URI uri() {
    return like.uri();
  }

  @Override
  public Optional<HttpClient.Version> version() {
    return like.version();
  }

  @Override
  public HttpHeaders headers() {
    return like.headers();
  }
}
