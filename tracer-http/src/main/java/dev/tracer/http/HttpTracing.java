// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static java.util.Objects.requireNonNull;

import dev.tracer.Context;
import dev.tracer.Tracer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.function.Predicate;

/**
 * HTTP spans for clients and servers. This class makes traced clients and holds the settings that
 * servers share, {@link JdkServerTracing} and {@link ServletTracing} trace servers:
 *
 * <pre>{@code
 * HttpTracing http = HttpTracing.of(tracer);
 * HttpClient client = http.client(HttpClient.newHttpClient());
 * JdkServerTracing.of(http).addTo(server.createContext("/orders", handler));
 * }</pre>
 *
 * <p>Spans follow the semantic conventions 1.44.0, "HTTP spans". Tracing never changes what a call
 * or a handler returns or throws. Thread-safe.
 *
 * @since 0.1
 */
public final class HttpTracing {
  private final Settings settings;
  private final ClientTracing<HttpRequest, ResponseInfo> clients;

  HttpTracing(Settings settings) {
    this.settings = settings;
    this.clients = new ClientTracing<>(settings, JdkClientAdapter.INSTANCE);
  }

  Settings settings() {
    return settings;
  }

  /**
   * HTTP tracing with default settings.
   *
   * @throws NullPointerException if {@code tracer} is null
   */
  public static HttpTracing of(Tracer tracer) {
    return builder(tracer).build();
  }

  /**
   * Starts to describe HTTP tracing.
   *
   * @throws NullPointerException if {@code tracer} is null
   * @see HttpTracingBuilder#fromEnvironment
   */
  public static HttpTracingBuilder builder(Tracer tracer) {
    return new HttpTracingBuilder(tracer);
  }

  /**
   * A client that does what {@code client} does, with a CLIENT span for each call. The span ends
   * when the response's headers are there, or with the failure, timeout or cancellation. It is
   * current while the body handler is called; what is chained to the future of {@code sendAsync}
   * runs in the context in which {@code sendAsync} was called. A client that is traced already is
   * returned as it is.
   *
   * @throws NullPointerException if {@code client} is null
   */
  public HttpClient client(HttpClient client) {
    return client instanceof TracingHttpClient
        ? client
        : new TracingHttpClient(requireNonNull(client, "client"), clients);
  }

  /**
   * Traces a client of another library.
   *
   * @throws NullPointerException if {@code adapter} is null
   */
  public <Q, P> ClientTracing<Q, P> client(ClientAdapter<Q, P> adapter) {
    return new ClientTracing<>(settings, requireNonNull(adapter, "adapter"));
  }

  /**
   * Traces a server of another library.
   *
   * @throws NullPointerException if {@code adapter} is null
   */
  public <Q, P> ServerTracing<Q, P> server(ServerAdapter<Q, P> adapter) {
    return new ServerTracing<>(settings, requireNonNull(adapter, "adapter"));
  }

  /**
   * Tells the route of the request that the calling thread handles: its span is named so. Does
   * nothing if there is no such request.
   *
   * @param template of few different values: {@code /orders/{id}}, never the path itself
   */
  public static void route(String template) {
    ServerCall<?, ?> call = Context.current().get(ServerCall.KEY);
    if (call != null) {
      call.route(template);
    }
  }

  /**
   * Sends a request up to {@code attempts} times, until the answer is not one to try again and not
   * an {@code IOException}. Each attempt of a traced client has a span of its own; the first call
   * of each attempt but the first says how often the request was sent before ({@code
   * http.request.resend_count}). What happens between attempts, such as waiting, can happen in
   * {@code again}. The bodies of answers that are tried again are closed, if they can be.
   *
   * <pre>{@code
   * HttpResponse<String> response =
   *     HttpTracing.retry(3, r -> r.statusCode() == 503, () -> client.send(request, ofString()));
   * }</pre>
   *
   * @param again whether an answer calls for another attempt; asked after each but the last
   * @return the last answer
   * @throws IOException that of the last attempt; those of earlier ones are suppressed in whatever
   *     this throws
   * @throws IllegalArgumentException if {@code attempts} is less than 1
   * @throws NullPointerException if {@code attempt} answers null
   */
  public static <T> HttpResponse<T> retry(
      int attempts, Predicate<? super HttpResponse<T>> again, Attempt<T> attempt)
      throws IOException, InterruptedException {
    requireNonNull(again, "again");
    requireNonNull(attempt, "attempt");
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts must be at least 1: " + attempts);
    }
    return new Retry().send(attempts, again, attempt);
  }

  /**
   * The current context, in which the next call of a traced client says that its request was sent
   * {@code count} times before. For retry loops of the application's own; make one for each
   * attempt.
   *
   * @throws IllegalArgumentException if {@code count} is negative
   */
  public static Context resend(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("count must not be negative: " + count);
    }
    return Context.current().with(Resend.KEY, new Resend(count));
  }

  /**
   * What {@link HttpTracing#retry} repeats.
   *
   * @param <T> the type of the body
   * @since 0.1
   */
  @FunctionalInterface
  public interface Attempt<T> {
    /** Sends the request once. */
    HttpResponse<T> send() throws IOException, InterruptedException;
  }
}
