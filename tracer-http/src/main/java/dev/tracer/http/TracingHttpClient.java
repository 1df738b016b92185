// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.Scope;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * A client whose calls have spans. All but the calls goes to the delegate, the methods that later
 * JDKs added included. Thread-safe if the delegate is.
 */
final class TracingHttpClient extends HttpClient {
  private final HttpClient delegate;
  private final ClientTracing<HttpRequest, ResponseInfo> tracing;

  TracingHttpClient(HttpClient delegate, ClientTracing<HttpRequest, ResponseInfo> tracing) {
    this.delegate = delegate;
    this.tracing = tracing;
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    JdkCall<T> call = JdkCall.start(tracing, delegate, request, handler);
    if (call == null) {
      return delegate.send(request, handler);
    }
    HttpResponse<T> response;
    try {
      response = delegate.send(call.sent(), call);
    } catch (Throwable e) {
      call.failed(e);
      throw e;
    }
    return call.succeeded(response);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler) {
    JdkCall<T> call = JdkCall.start(tracing, delegate, request, handler);
    if (call == null) {
      return delegate.sendAsync(request, handler);
    }
    CompletableFuture<HttpResponse<T>> wire;
    try {
      wire = delegate.sendAsync(call.sent(), call);
    } catch (Throwable e) {
      call.failed(e);
      throw e;
    }
    return followed(wire, call);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushes) {
    JdkCall<T> call = JdkCall.start(tracing, delegate, request, handler);
    if (call == null) {
      return delegate.sendAsync(request, handler, pushes);
    }
    CompletableFuture<HttpResponse<T>> wire;
    try {
      wire = delegate.sendAsync(call.sent(), call, inContext(pushes, call));
    } catch (Throwable e) {
      call.failed(e);
      throw e;
    }
    return followed(wire, call);
  }

  private static <T> CompletableFuture<HttpResponse<T>> followed(
      CompletableFuture<HttpResponse<T>> wire, JdkCall<T> call) {
    return TracedFuture.of(
        wire,
        call.caller(),
        (response, error) -> {
          if (error == null) {
            return call.succeeded(response);
          }
          call.failed(error);
          return response;
        });
  }

  private static <T> @Nullable PushPromiseHandler<T> inContext(
      @Nullable PushPromiseHandler<T> pushes, JdkCall<T> call) {
    if (pushes == null) {
      return null;
    }
    return (initiating, pushed, acceptor) -> {
      try (Scope scope = call.inside().makeCurrent()) {
        pushes.applyPushPromise(initiating, pushed, acceptor);
      }
    };
  }

  @Override
  public WebSocket.Builder newWebSocketBuilder() {
    return new TracingWebSocketBuilder(delegate.newWebSocketBuilder(), delegate, tracing);
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return delegate.cookieHandler();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return delegate.connectTimeout();
  }

  @Override
  public Redirect followRedirects() {
    return delegate.followRedirects();
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return delegate.proxy();
  }

  @Override
  public SSLContext sslContext() {
    return delegate.sslContext();
  }

  @Override
  public SSLParameters sslParameters() {
    return delegate.sslParameters();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return delegate.authenticator();
  }

  @Override
  public Version version() {
    return delegate.version();
  }

  @Override
  public Optional<Executor> executor() {
    return delegate.executor();
  }

  /* Java 21 and later: overrides there, unreachable on 17. */

  public void close() {
    forward(LaterMethods.CLOSE);
  }

  public void shutdown() {
    forward(LaterMethods.SHUTDOWN);
  }

  public void shutdownNow() {
    forward(LaterMethods.SHUTDOWN_NOW);
  }

  private void forward(@Nullable MethodHandle method) {
    if (method != null) {
      try {
        method.invokeExact(delegate);
      } catch (Throwable e) {
        throw LaterMethods.<RuntimeException>sneaky(e);
      }
    }
  }

  public boolean isTerminated() {
    MethodHandle method = LaterMethods.IS_TERMINATED;
    try {
      return method != null && (boolean) method.invokeExact(delegate);
    } catch (Throwable e) {
      throw LaterMethods.<RuntimeException>sneaky(e);
    }
  }

  public boolean awaitTermination(Duration duration) throws InterruptedException {
    MethodHandle method = LaterMethods.AWAIT_TERMINATION;
    try {
      return method != null && (boolean) method.invokeExact(delegate, duration);
    } catch (Throwable e) {
      throw LaterMethods.<InterruptedException>sneaky(e);
    }
  }

  @Override
  public String toString() {
    return "TracingHttpClient{" + delegate + '}';
  }
}
