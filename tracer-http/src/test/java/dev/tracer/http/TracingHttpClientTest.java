// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tracer.Context;
import dev.tracer.Span;
import dev.tracer.StatusCode;
import dev.tracer.Tracer;
import dev.tracer.http.kit.EndedSpans;
import dev.tracer.http.kit.JdkPeer;
import dev.tracer.http.kit.Waiting;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TracingHttpClientTest {
  private final EndedSpans spans = new EndedSpans();
  private final Tracer tracer = Tracer.builder("caller").processor(spans).build();
  private final HttpTracing tracing = HttpTracing.of(tracer);
  private final JdkPeer peer = JdkPeer.start();
  private final HttpClient plain = HttpClient.newHttpClient();
  private final HttpClient client = tracing.client(plain);

  @AfterEach
  void stop() {
    peer.close();
    tracer.close();
    spans.assertNoMore();
  }

  private HttpRequest get(String path) {
    return HttpRequest.newBuilder(peer.uri(path)).build();
  }

  /** What a method of the client is, for the list of those not forwarded. */
  private static boolean isForwardable(Method method) {
    int modifiers = method.getModifiers();
    return !Modifier.isStatic(modifiers)
        && !Modifier.isFinal(modifiers)
        && method.getDeclaringClass() != Object.class;
  }

  private static List<String> notForwarded(Class<?> wrapper, Class<?> type) {
    List<String> missing = new ArrayList<>();
    for (Method method : type.getMethods()) {
      if (isForwardable(method)) {
        boolean own =
            Arrays.stream(wrapper.getDeclaredMethods())
                .anyMatch(
                    mine ->
                        mine.getName().equals(method.getName())
                            && Arrays.equals(mine.getParameterTypes(), method.getParameterTypes()));
        if (!own) {
          missing.add(method.toString());
        }
      }
    }
    return missing;
  }

  @Test
  void wrappers_forwardEveryMethodOfThisJdk() {
    assertThat(notForwarded(TracingHttpClient.class, HttpClient.class)).isEmpty();
    assertThat(notForwarded(PropagatingRequest.class, HttpRequest.class)).isEmpty();
    assertThat(notForwarded(TracedResponse.class, HttpResponse.class)).isEmpty();
    assertThat(notForwarded(TracingWebSocketBuilder.class, java.net.http.WebSocket.Builder.class))
        .isEmpty();
    assertThat(
            notForwarded(TracedExchange.class, com.sun.net.httpserver.HttpExchange.class).stream()
                // made of the other three, and makes a copy that is not an exchange
                .filter(method -> !method.contains("Request.with(")))
        .isEmpty();
    assertThat(
            notForwarded(TracedHttpsExchange.class, com.sun.net.httpserver.HttpsExchange.class)
                .stream()
                .filter(method -> !method.contains("Request.with(")))
        .isEmpty();
  }

  @Test
  void accessors_answerWhatDelegateDoes() {
    assertThat(client.version()).isEqualTo(plain.version());
    assertThat(client.sslContext()).isSameAs(plain.sslContext());
    assertThat(client.followRedirects()).isEqualTo(plain.followRedirects());
    assertThat(client.cookieHandler()).isEmpty();
    assertThat(client.connectTimeout()).isEmpty();
    assertThat(client.proxy()).isEmpty();
    assertThat(client.authenticator()).isEmpty();
    assertThat(client.executor()).isEmpty();
    assertThat(client.sslParameters().getProtocols())
        .isEqualTo(plain.sslParameters().getProtocols());
  }

  @Test
  void close_closesDelegate() throws Exception {
    assumeThat(Runtime.version().feature()).isGreaterThanOrEqualTo(21);
    HttpClient inner = HttpClient.newHttpClient();
    HttpClient outer = tracing.client(inner);
    assertThat(invoke(outer, "isTerminated")).isEqualTo(false);
    invoke(outer, "close");

    assertThat(invoke(inner, "isTerminated")).isEqualTo(true);
    assertThat(invoke(outer, "isTerminated")).isEqualTo(true);
    assertThatThrownBy(() -> outer.send(get("/status/200"), BodyHandlers.discarding()))
        .isInstanceOf(IOException.class);
    spans.take();
  }

  @Test
  void shutdown_shutsDelegateDown() throws Exception {
    assumeThat(Runtime.version().feature()).isGreaterThanOrEqualTo(21);
    HttpClient inner = HttpClient.newHttpClient();
    HttpClient outer = tracing.client(inner);
    invoke(outer, "shutdown");
    invoke(outer, "shutdownNow");
    Method await = HttpClient.class.getMethod("awaitTermination", java.time.Duration.class);

    assertThat(await.invoke(outer, java.time.Duration.ofMinutes(5))).isEqualTo(true);
    assertThat(invoke(inner, "isTerminated")).isEqualTo(true);
  }

  private static Object invoke(HttpClient client, String method) throws Exception {
    return HttpClient.class.getMethod(method).invoke(client);
  }

  @Test
  void bodyHandler_runsInsideSpan() throws Exception {
    var inside = new LinkedBlockingQueue<Span>();
    BodyHandler<String> handler =
        info -> {
          inside.add(Span.current());
          return BodyHandlers.ofString().apply(info);
        };
    client.send(get("/status/200"), handler);

    assertThat(Waiting.poll(inside, "the body handler").spanId())
        .isEqualTo(spans.take().context().spanId());
  }

  @Test
  void throwingBodyHandler_failsSpanAndPassesOn() {
    BodyHandler<String> handler =
        info -> {
          throw new IllegalStateException("handler");
        };
    assertThatThrownBy(() -> client.send(get("/status/200"), handler))
        .hasStackTraceContaining("handler");

    assertThat(spans.take().attributes().get("error.type"))
        .isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  void span_endsOnHeadersNotOnBody() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    BodyHandler<Void> handler =
        info ->
            BodySubscribers.fromSubscriber(
                new java.util.concurrent.Flow.Subscriber<List<java.nio.ByteBuffer>>() {
                  @Override
                  public void onSubscribe(java.util.concurrent.Flow.Subscription subscription) {
                    subscription.request(Long.MAX_VALUE);
                  }

                  @Override
                  public void onNext(List<java.nio.ByteBuffer> item) {
                    spans.take(); // ended before the body is done
                    ended.countDown();
                  }

                  @Override
                  public void onError(Throwable error) {}

                  @Override
                  public void onComplete() {}
                });
    HttpRequest post =
        HttpRequest.newBuilder(peer.uri("/echo"))
            .POST(HttpRequest.BodyPublishers.ofString("x"))
            .build();
    client.send(post, handler);
    Waiting.await(ended, "the body");
  }

  @Test
  void interruptedCall_isNoError() throws Exception {
    Thread thread =
        new Thread(
            () -> {
              try {
                client.send(get("/never"), BodyHandlers.ofString());
              } catch (IOException | InterruptedException e) {
                // as asked for
              }
            });
    thread.start();
    peer.take();
    thread.interrupt();
    thread.join();

    assertThat(spans.take().statusCode()).isEqualTo(StatusCode.UNSET);
  }

  @Test
  void nullArguments_areDelegatesToRefuse() {
    assertThatThrownBy(() -> client.send(null, BodyHandlers.discarding()))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> client.send(get("/status/200"), null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> client.sendAsync(null, null)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void virtualThreads_keepTheirTraces() throws Exception {
    assumeThat(Runtime.version().feature()).isGreaterThanOrEqualTo(21);
    ExecutorService threads =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    List<Future<Boolean>> calls = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      calls.add(
          threads.submit(
              () ->
                  tracer.call(
                      "parent",
                      parent ->
                          client.send(get("/echo"), BodyHandlers.ofString()).statusCode() == 200)));
    }
    for (Future<Boolean> call : calls) {
      assertThat(call.get()).isTrue();
    }
    threads.shutdown();
    Map<String, Integer> sizes = new HashMap<>();
    spans.take(2000).forEach(span -> sizes.merge(span.traceId(), 1, Integer::sum));
    assertThat(sizes).hasSize(1000).allSatisfy((trace, size) -> assertThat(size).isEqualTo(2));
    assertThat(Context.current()).isSameAs(Context.root());
  }
}
