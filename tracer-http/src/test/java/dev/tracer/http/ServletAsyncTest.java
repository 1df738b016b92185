// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.Span;
import dev.tracer.export.EventData;
import dev.tracer.export.SpanData;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests that servlets handle asynchronously, in each container. */
class ServletAsyncTest extends ServletFixture {
  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void dispatch_runsInSameSpan(Container.Kind kind) throws Exception {
    HttpResponse<String> response =
        get(
            kind,
            "/a",
            (request, answer) -> {
              if (request.getDispatcherType() == DispatcherType.ASYNC) {
                HttpTracing.route("/dispatched");
                answer.getWriter().print(Span.current().spanId());
              } else {
                request.startAsync().dispatch();
              }
            });
    SpanData span = spanOf(response);
    assertThat(response.body()).isEqualTo(span.context().spanId());
    assertThat(span.name()).isEqualTo("GET /dispatched");
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void startedAgain_endsWithTheLast(Container.Kind kind) throws Exception {
    AtomicInteger rounds = new AtomicInteger();
    HttpResponse<String> response =
        get(
            kind,
            "/a",
            (request, answer) -> {
              AsyncContext async = request.startAsync();
              if (rounds.incrementAndGet() < 3) {
                async.dispatch();
              } else {
                async.start(
                    () -> {
                      answer.setStatus(202);
                      async.complete();
                    });
              }
            });
    assertThat(response.statusCode()).isEqualTo(202);
    spanOf(response);
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void completedWithinTheHandler_endsSpan(Container.Kind kind) throws Exception {
    HttpResponse<String> response =
        get(
            kind,
            "/a",
            (request, answer) -> {
              AsyncContext async = request.startAsync();
              answer.setStatus(202);
              async.complete();
            });
    assertThat(response.statusCode()).isEqualTo(202);
    spanOf(response);
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void timeout_ofTheContainer_isError(Container.Kind kind) throws Exception {
    HttpResponse<String> response =
        get(
            kind,
            "/a",
            (request, answer) -> {
              if (request.getDispatcherType() == DispatcherType.REQUEST) {
                request.startAsync().setTimeout(50);
              }
            });
    assertThat(response.statusCode()).isGreaterThanOrEqualTo(500);
    assertThat(errorType(spanOf(response))).isEqualTo("timeout");
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void timeout_thatTheApplicationAnswers_isNoError(Container.Kind kind) throws Exception {
    HttpResponse<String> response =
        get(
            kind,
            "/a",
            (request, answer) -> {
              AsyncContext async = request.startAsync();
              async.setTimeout(50);
              async.addListener(new AnsweringTimeouts(answer));
            });
    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(errorType(spanOf(response))).isNull();
  }

  private record AnsweringTimeouts(HttpServletResponse response) implements AsyncListener {
    @Override
    public void onTimeout(AsyncEvent event) {
      response.setStatus(204);
      event.getAsyncContext().complete();
    }

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void exceptionOfDispatch_isRecordedAsThrown(Container.Kind kind) throws Exception {
    HttpResponse<String> response =
        get(
            kind,
            "/a",
            (request, answer) -> {
              if (request.getDispatcherType() == DispatcherType.ASYNC) {
                throw new IllegalStateException("of the dispatch");
              }
              request.startAsync().dispatch();
            });
    assertThat(response.statusCode()).isEqualTo(500);
    SpanData span = spanOf(response);
    assertThat(errorType(span)).isEqualTo("java.lang.IllegalStateException");
    assertThat(span.statusDescription()).isEqualTo("of the dispatch");
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void exceptionOfDispatch_withErrorPage_hasItsStatus(Container.Kind kind) throws Exception {
    start(
        kind,
        Map.of("java.lang.IllegalStateException", "/sorry"),
        (request, answer) -> {
          switch (request.getDispatcherType()) {
            case ASYNC -> throw new IllegalStateException("of the dispatch");
            case ERROR -> answer.setStatus(409);
            default -> request.startAsync().dispatch();
          }
        });
    HttpResponse<String> response = get("/a");

    SpanData span = spanOf(response);
    assertThat(span.events()).extracting(EventData::name).containsExactly("exception");
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void exceptionAfterStart_isRecordedAsThrown(Container.Kind kind) throws Exception {
    start(
        kind,
        Map.of(),
        (request, answer) -> {
          request.startAsync();
          throw new IllegalStateException("after the start");
        });
    if (kind == Container.Kind.TOMCAT) { // which closes the connection
      assertThatThrownBy(() -> post("/a")).isInstanceOf(IOException.class);
      SpanData span = spans.take();
      assertThat(errorType(span)).isEqualTo("java.lang.IllegalStateException");
      assertThat(span.attributes().get("http.response.status_code")).isNull();
    } else {
      assertThat(errorType(spanOf(get("/a")))).isEqualTo("java.lang.IllegalStateException");
    }
  }
}
