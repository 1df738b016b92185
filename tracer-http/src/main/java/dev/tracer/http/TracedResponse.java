// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import java.lang.invoke.MethodHandle;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * A response that answers the application's request, not the one with trace headers that was sent
 * in its place. Thread-safe if the delegate is.
 */
final class TracedResponse<T> implements HttpResponse<T> {
  private final HttpResponse<T> delegate;
  private final HttpRequest sent;
  private final HttpRequest original;

  private TracedResponse(HttpResponse<T> delegate, HttpRequest sent, HttpRequest original) {
    this.delegate = delegate;
    this.sent = sent;
    this.original = original;
  }

  static <T> HttpResponse<T> of(HttpResponse<T> response, HttpRequest sent, HttpRequest original) {
    return new TracedResponse<>(response, sent, original);
  }

  /** One that the JDK made by itself, to follow a redirect, is told as it is. */
  @Override
  public HttpRequest request() {
    HttpRequest request = delegate.request();
    return sent.equals(request) ? original : request;
  }

  @Override
  public Optional<HttpResponse<T>> previousResponse() {
    return delegate.previousResponse().map(response -> of(response, sent, original));
  }

  @Override
  public int statusCode() {
    return delegate.statusCode();
  }

  @Override
  public HttpHeaders headers() {
    return delegate.headers();
  }

  @Override
  public T body() {
    return delegate.body();
  }

  @Override
  public Optional<SSLSession> sslSession() {
    return delegate.sslSession();
  }

  @Override
  public URI uri() {
    return delegate.uri();
  }

  @Override
  public HttpClient.Version version() {
    return delegate.version();
  }

  /** Java 25 and later: overrides there, unreachable before. */
  @SuppressWarnings("unchecked") // the method's own type
  public Optional<String> connectionLabel() {
    MethodHandle method = LaterMethods.CONNECTION_LABEL;
    try {
      return method == null ? Optional.empty() : (Optional<String>) method.invoke(delegate);
    } catch (Throwable e) {
      throw LaterMethods.<RuntimeException>sneaky(e);
    }
  }

  @Override
  public String toString() {
    return delegate.toString();
  }
}
