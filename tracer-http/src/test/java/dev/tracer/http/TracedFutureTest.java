// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.Scope;
import dev.tracer.Span;
import dev.tracer.StatusCode;
import dev.tracer.Tracer;
import dev.tracer.export.EventData;
import dev.tracer.export.SpanData;
import dev.tracer.http.kit.EndedSpans;
import dev.tracer.http.kit.JdkPeer;
import dev.tracer.http.kit.Waiting;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TracedFutureTest {
  private final EndedSpans spans = new EndedSpans();
  private final Tracer tracer = Tracer.builder("caller").processor(spans).build();
  private final HttpTracing tracing = HttpTracing.of(tracer);
  private final JdkPeer peer = JdkPeer.start();
  private final HttpClient client = tracing.client(HttpClient.newHttpClient());

  @AfterEach
  void stop() {
    peer.close();
    tracer.close();
    spans.assertNoMore();
  }

  private HttpRequest get(String path) {
    return HttpRequest.newBuilder(peer.uri(path)).build();
  }

  @Test
  void chainedStages_runInCallersContext() throws Exception {
    Span caller = tracer.startSpan("caller");
    CompletableFuture<String> chain;
    try (Scope scope = caller.makeCurrent()) {
      chain =
          client
              .sendAsync(get("/echo"), BodyHandlers.ofString())
              .thenApply(response -> Span.current().spanId())
              .thenApplyAsync(first -> first + " " + Span.current().spanId())
              .thenCompose(
                  two ->
                      client
                          .sendAsync(get("/echo"), BodyHandlers.ofString())
                          .thenApply(response -> two + " " + Span.current().spanId()));
    }
    assertThat(chain.get())
        .isEqualTo(caller.spanId() + " " + caller.spanId() + " " + caller.spanId());
    caller.end();
    for (SpanData call : spans.take(3).subList(0, 2)) {
      assertThat(call.parentSpanIdAsLong()).isEqualTo(caller.context().spanIdAsLong());
    }
  }

  @Test
  void cancelledFuture_cancelsExchangeAndIsNoError() {
    CompletableFuture<HttpResponse<String>> call =
        client.sendAsync(get("/never"), BodyHandlers.ofString());
    peer.take();

    assertThat(call.cancel(true)).isTrue();
    assertThat(call).isCancelled();
    SpanData span = spans.take();
    assertThat(span.statusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(span.attributes().get("error.type")).isNull();
    assertThat(span.events()).extracting(EventData::name).containsExactly("cancelled");
  }

  @Test
  void cancelledDerivedStage_reachesWire() {
    var wire = new LinkedBlockingQueue<CompletableFuture<?>>();
    HttpClient spying =
        tracing.client(
            new AnsweringClient() {
              @Override
              public <T> CompletableFuture<HttpResponse<T>> sendAsync(
                  HttpRequest request, BodyHandler<T> handler) {
                CompletableFuture<HttpResponse<T>> future = new CompletableFuture<>();
                wire.add(future);
                return future;
              }
            });
    CompletableFuture<Integer> derived =
        spying
            .sendAsync(get("/status/200"), BodyHandlers.discarding())
            .thenApply(HttpResponse::statusCode)
            .thenApply(status -> status + 1);
    assertThat(derived.cancel(true)).isTrue();

    assertThat(Waiting.poll(wire, "the call")).isCancelled();
    spans.take();
  }

  @Test
  void failedFuture_failsAsDelegatesDoes() {
    HttpRequest nobody = HttpRequest.newBuilder(java.net.URI.create("http://127.0.0.1:1/")).build();
    CompletableFuture<HttpResponse<String>> call =
        client.sendAsync(nobody, BodyHandlers.ofString());

    assertThatThrownBy(call::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(java.net.ConnectException.class);
    assertThat(spans.take().attributes().get("error.type")).isEqualTo("java.net.ConnectException");
  }

  /** A client whose answer is what the test makes of it. */
  private final CompletableFuture<HttpResponse<Void>> wire = new CompletableFuture<>();

  private final HttpClient silent =
      tracing.client(
          new AnsweringClient() {
            @Override
            @SuppressWarnings("unchecked")
            public <T> CompletableFuture<HttpResponse<T>> sendAsync(
                HttpRequest request, BodyHandler<T> handler) {
              return (CompletableFuture<HttpResponse<T>>) (CompletableFuture<?>) wire;
            }
          });

  private CompletableFuture<HttpResponse<Void>> call() {
    return silent.sendAsync(get("/status/200"), BodyHandlers.discarding());
  }

  private static String current() {
    return Span.current().spanId();
  }

  @Test
  void everyMethodThatTakesAFunction_isWrapped() {
    for (Method method : CompletableFuture.class.getMethods()) {
      boolean chains =
          CompletionStage.class.isAssignableFrom(method.getReturnType())
              && !Modifier.isStatic(method.getModifiers())
              && Arrays.stream(method.getParameterTypes())
                  .anyMatch(
                      type ->
                          type.getName().startsWith("java.util.function")
                              || type == Runnable.class);
      if (chains && !method.getName().equals("completeAsync")) { // which chains nothing
        assertThatCode(
                () ->
                    TracedFuture.class.getDeclaredMethod(
                        method.getName(), method.getParameterTypes()))
            .doesNotThrowAnyException();
      }
    }
  }

  @Test
  void stageAfterATimeout_runsInCallersContext() throws Exception {
    Span caller = tracer.startSpan("caller");
    CompletableFuture<String> late;
    CompletableFuture<String> replaced;
    try (Scope scope = caller.makeCurrent()) {
      CompletableFuture<HttpResponse<Void>> call = call();
      late =
          call.thenApply(response -> "answer")
              .orTimeout(1, TimeUnit.MILLISECONDS)
              .exceptionally(error -> current());
      replaced =
          call.thenApply(response -> "answer")
              .completeOnTimeout("none", 1, TimeUnit.MILLISECONDS)
              .thenApply(text -> current());
    }
    assertThat(late.get()).isEqualTo(caller.spanId());
    assertThat(replaced.get()).isEqualTo(caller.spanId());
    caller.end();
    wire.completeExceptionally(new java.io.IOException("at last"));
    spans.take(2);
  }

  @Test
  void stageAfterAnotherFuture_runsInCallersContext() throws Exception {
    Span caller = tracer.startSpan("caller");
    CompletableFuture<String> foreign = new CompletableFuture<>();
    List<CompletableFuture<String>> stages;
    try (Scope scope = caller.makeCurrent()) {
      CompletableFuture<HttpResponse<Void>> call = call();
      stages =
          List.of(
              call.thenCompose(response -> foreign).thenApply(text -> current()),
              call.thenCombine(foreign, (response, text) -> current()),
              call.handle((response, error) -> "").applyToEither(foreign, text -> current()),
              call.thenApply(response -> "").thenCombineAsync(foreign, (a, b) -> current()));
    }
    wire.complete(null);
    foreign.complete("text"); // by this thread, whose context is another
    for (CompletableFuture<String> stage : stages) {
      assertThat(stage.get()).isEqualTo(caller.spanId());
    }
    caller.end();
    spans.take(2);
  }

  @Test
  void stageOfACompletedFuture_runsInCallersContext() throws Exception {
    Span caller = tracer.startSpan("caller");
    CompletableFuture<HttpResponse<Void>> call;
    try (Scope scope = caller.makeCurrent()) {
      call = call();
    }
    wire.complete(null);
    ExecutorService threads = Executors.newSingleThreadExecutor();

    assertThat(call.thenApply(response -> current()).get()).isEqualTo(caller.spanId());
    assertThat(call.thenApplyAsync(response -> current(), threads).get())
        .isEqualTo(caller.spanId());
    threads.shutdown();
    caller.end();
    spans.take(2);
  }

  @Test
  void callThatFailsWhileItEnds_isTheSameInSpanAndMetrics() {
    var measured = new LinkedBlockingQueue<HttpMetrics.Measurement>();
    HttpHook late =
        new HttpHook() {
          @Override
          public void onResponse(Span span, RequestView request, ResponseView response) {
            wire.completeExceptionally(new java.io.IOException("meanwhile"));
          }
        };
    var headers = new LinkedBlockingQueue<Runnable>();
    HttpClient failing =
        HttpTracing.builder(tracer)
            .hook(late)
            .metrics((measurement, request) -> measured.add(measurement))
            .build()
            .client(
                new AnsweringClient() {
                  @Override
                  @SuppressWarnings("unchecked")
                  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
                      HttpRequest request, BodyHandler<T> handler) {
                    headers.add(() -> handler.apply(JdkHead.SWITCHED));
                    return (CompletableFuture<HttpResponse<T>>) (CompletableFuture<?>) wire;
                  }
                });
    var call = failing.sendAsync(get("/"), BodyHandlers.discarding());
    Waiting.poll(headers, "the call").run();

    assertThat(call).isCompletedExceptionally();
    assertThat(spans.take().attributes().get("error.type")).isNull();
    assertThat(Waiting.poll(measured, "the measurement").errorType()).isNull();
  }

  @Test
  void clientThatGivesNoFuture_endsItsSpan() {
    HttpClient odd =
        tracing.client(
            new AnsweringClient() {
              @Override
              public <T> CompletableFuture<HttpResponse<T>> sendAsync(
                  HttpRequest request, BodyHandler<T> handler) {
                return null;
              }

              @Override
              public <T> CompletableFuture<HttpResponse<T>> sendAsync(
                  HttpRequest request, BodyHandler<T> handler, PushPromiseHandler<T> pushes) {
                return null;
              }
            });
    assertThat(odd.sendAsync(get("/"), BodyHandlers.discarding())).isNull();
    assertThat(odd.sendAsync(get("/"), BodyHandlers.discarding(), null)).isNull();

    for (SpanData span : spans.take(2)) {
      assertThat(span.attributes().get("http.response.status_code")).isNull();
    }
  }
}
