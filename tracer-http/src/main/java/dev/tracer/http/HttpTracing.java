// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import dev.tracer.Context;
import dev.tracer.Scope;
import dev.tracer.Tracer;
import jakarta.servlet.ServletRequest;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * HTTP spans for clients and servers:
 *
 * <pre>{@code
 * HttpTracing http = HttpTracing.of(tracer);
 * HttpClient client = http.client(HttpClient.newHttpClient());
 * server.createContext("/orders", handler).getFilters().add(http.filter());
 * }</pre>
 *
 * <p>Spans follow the semantic conventions 1.44.0, "HTTP spans". Tracing never changes what a call
 * or a handler returns or throws. Thread-safe.
 *
 * @since 0.1
 */
public final class HttpTracing {
  private final Settings settings;
  private final ClientSpans clientSpans;

  HttpTracing(Settings settings) {
    this.settings = settings;
    this.clientSpans = new ClientSpans(settings);
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
   */
  public static HttpTracingBuilder builder(Tracer tracer) {
    return new HttpTracingBuilder(tracer);
  }

  /**
   * A client that does what {@code client} does, with a CLIENT span for each call. The span ends
   * when the response's headers are there, or with the failure, timeout or cancellation. It is
   * current while the body handler is called; what is chained to the future of {@code sendAsync}
   * runs in the context in which {@code sendAsync} was called.
   *
   * @throws NullPointerException if {@code client} is null
   */
  public HttpClient client(HttpClient client) {
    return new TracingHttpClient(requireNonNull(client, "client"), clientSpans);
  }

  /**
   * A filter that gives each request of a {@code com.sun.net.httpserver.HttpServer} a SERVER span.
   * Add it first to the filters of each context. The span's route is the path of the context until
   * the handler tells a better one.
   */
  public Filter filter() {
    return TracingFilter.create(settings);
  }

  /**
   * A filter that gives each request of a Jakarta servlet container (Servlet 6) a SERVER span.
   * Register it first, for all dispatcher types, with asynchronous support. The span's route is the
   * pattern of the servlet until somebody tells a better one.
   */
  public jakarta.servlet.Filter servletFilter() {
    return TracingServletFilter.create(settings);
  }

  /**
   * Tells the route of the request that the calling thread handles: its span is named so. Does
   * nothing if there is no such request.
   *
   * @param template of few different values: {@code /orders/{id}}, never the path itself
   */
  public static void route(String template) {
    tell(Context.current().get(ServerCall.KEY), template);
  }

  /**
   * Tells the route of a request, from whatever thread. Does nothing if the request is not traced.
   *
   * @param template of few different values: {@code /orders/{id}}, never the path itself
   */
  public static void route(HttpExchange exchange, String template) {
    if (exchange instanceof TracedExchange traced) {
      tell(traced.call(), template);
    } else if (exchange instanceof TracedHttpsExchange traced) {
      tell(traced.call(), template);
    } else {
      route(template);
    }
  }

  /**
   * Tells the route of a servlet request, from whatever thread. Does nothing if the request is not
   * traced.
   *
   * @param template of few different values: {@code /orders/{id}}, never the path itself
   */
  public static void servletRoute(ServletRequest request, String template) {
    tell(TracingServletFilter.call(request), template);
  }

  private static void tell(@Nullable ServerCall<?> call, String template) {
    if (call != null) {
      call.route(template);
    }
  }

  /**
   * Sends a request up to {@code attempts} times, until the answer is not one to try again and not
   * an {@code IOException}. Each attempt of a traced client has a span of its own; those after the
   * first say how often the request was sent before ({@code http.request.resend_count}). What
   * happens between attempts, such as waiting, can happen in {@code again}.
   *
   * <pre>{@code
   * HttpResponse<String> response =
   *     HttpTracing.retry(3, r -> r.statusCode() == 503, () -> client.send(request, ofString()));
   * }</pre>
   *
   * @param again whether an answer calls for another attempt; asked after each but the last
   * @return the last answer
   * @throws IOException that of the last attempt
   * @throws IllegalArgumentException if {@code attempts} is less than 1
   */
  public static <T> HttpResponse<T> retry(
      int attempts, Predicate<? super HttpResponse<T>> again, Attempt<T> attempt)
      throws IOException, InterruptedException {
    requireNonNull(again, "again");
    requireNonNull(attempt, "attempt");
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts must be at least 1: " + attempts);
    }
    for (int resends = 0; ; resends++) {
      boolean last = resends == attempts - 1;
      try (Scope scope = resend(resends).makeCurrent()) {
        HttpResponse<T> response = attempt.send();
        if (last || !again.test(response)) {
          return response;
        }
      } catch (IOException e) {
        if (last) {
          throw e;
        }
      }
    }
  }

  /**
   * The current context, in which calls of traced clients say that their request was sent {@code
   * count} times before. For retry loops of the application's own.
   */
  public static Context resend(int count) {
    return Context.current().with(ClientSpans.RESEND_COUNT, count);
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
