// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.Context;
import dev.tracer.Scope;
import dev.tracer.Tracer;
import dev.tracer.export.SpanData;
import dev.tracer.http.kit.EndedSpans;
import dev.tracer.http.kit.JdkPeer;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetryTest {
  private final EndedSpans spans = new EndedSpans();
  private final Tracer tracer = Tracer.builder("caller").processor(spans).build();
  private final JdkPeer peer = JdkPeer.start();
  private final HttpClient client = HttpTracing.of(tracer).client(HttpClient.newHttpClient());

  @AfterEach
  void stop() {
    peer.close();
    tracer.close();
    spans.assertNoMore();
  }

  private HttpRequest get(String path) {
    return HttpRequest.newBuilder(peer.uri(path)).build();
  }

  private static Object resends(SpanData span) {
    return span.attributes().get("http.request.resend_count");
  }

  @Test
  void retry_hasOneSpanPerAttempt() throws Exception {
    AtomicInteger attempt = new AtomicInteger();
    HttpResponse<Void> response =
        HttpTracing.retry(
            3,
            r -> r.statusCode() == 503,
            () ->
                client.send(
                    get(attempt.incrementAndGet() < 3 ? "/status/503" : "/status/200"),
                    BodyHandlers.discarding()));

    assertThat(response.statusCode()).isEqualTo(200);
    List<SpanData> all = spans.take(3);
    assertThat(all)
        .extracting(span -> span.attributes().get("http.request.resend_count"))
        .containsExactly(null, 1L, 2L);
  }

  @Test
  void retry_endsWithTheFirstAnswerThatIsGood() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    HttpResponse<Void> response =
        HttpTracing.retry(
            3,
            r -> r.statusCode() == 503,
            () -> {
              attempts.incrementAndGet();
              return client.send(get("/status/200"), BodyHandlers.discarding());
            });

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(attempts).hasValue(1);
    assertThat(resends(spans.take())).isNull();
  }

  @Test
  void retry_ofOneAttempt_takesWhateverIsAnswered() throws Exception {
    HttpResponse<Void> response =
        HttpTracing.retry(
            1,
            r -> {
              throw new AssertionError("asked after the last attempt");
            },
            () -> client.send(get("/status/503"), BodyHandlers.discarding()));

    assertThat(response.statusCode()).isEqualTo(503);
    spans.take();
  }

  @Test
  void retry_ofFailures_throwsTheLast() {
    AtomicInteger attempt = new AtomicInteger();
    assertThatThrownBy(
            () ->
                HttpTracing.<Void>retry(
                    2,
                    r -> false,
                    () -> {
                      throw new IOException("attempt " + attempt.incrementAndGet());
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("attempt 2");
    assertThatThrownBy(() -> HttpTracing.<Void>retry(0, r -> false, () -> null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void otherCallsOfAnAttempt_areNoResends() throws Exception {
    Context[] attempts = new Context[2];
    AtomicInteger attempt = new AtomicInteger();
    HttpTracing.retry(
        2,
        r -> true,
        () -> {
          attempts[attempt.getAndIncrement()] = Context.current();
          HttpResponse<Void> answer = client.send(get("/status/503"), BodyHandlers.discarding());
          client.send(get("/status/200"), BodyHandlers.discarding());
          return answer;
        });
    for (Context later : attempts) { // what was begun in an attempt may go on
      try (Scope scope = later.makeCurrent()) {
        client.send(get("/status/200"), BodyHandlers.discarding());
      }
    }

    assertThat(spans.take(6))
        .extracting(RetryTest::resends)
        .containsExactly(null, null, 1L, null, null, null);
  }

  @Test
  void failuresBefore_areSuppressedInTheLast() {
    AtomicInteger attempt = new AtomicInteger();
    assertThatThrownBy(
            () ->
                HttpTracing.<Void>retry(
                    3,
                    r -> false,
                    () -> {
                      throw new IOException("attempt " + attempt.incrementAndGet());
                    }))
        .hasMessage("attempt 3")
        .satisfies(
            e ->
                assertThat(e.getSuppressed())
                    .extracting(Throwable::getMessage)
                    .containsExactly("attempt 1", "attempt 2"));
  }

  @Test
  void failuresBefore_areSuppressedInWhateverEndsIt() {
    AtomicInteger attempt = new AtomicInteger();
    assertThatThrownBy(
            () ->
                HttpTracing.<Void>retry(
                    3,
                    r -> false,
                    () -> {
                      if (attempt.getAndIncrement() == 0) {
                        throw new IOException("first");
                      }
                      throw new InterruptedException("second");
                    }))
        .isInstanceOf(InterruptedException.class)
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
  }

  @Test
  void sameFailureTwice_isNotSuppressedInItself() {
    IOException same = new IOException("same");
    assertThatThrownBy(
            () ->
                HttpTracing.<Void>retry(
                    2,
                    r -> false,
                    () -> {
                      throw same;
                    }))
        .isSameAs(same)
        .satisfies(e -> assertThat(e.getSuppressed()).isEmpty());
  }

  @Test
  void discardedAnswers_areClosed() throws Exception {
    List<InputStream> bodies = new ArrayList<>();
    HttpResponse<InputStream> last =
        HttpTracing.retry(
            3,
            r -> true,
            () -> {
              HttpResponse<InputStream> answer =
                  client.send(get("/large"), BodyHandlers.ofInputStream());
              bodies.add(answer.body());
              return answer;
            });
    for (InputStream discarded : bodies.subList(0, 2)) {
      assertThatThrownBy(discarded::read).isInstanceOf(IOException.class);
    }
    assertThat(last.body().readAllBytes()).hasSize(300_000);
    spans.take(3);
  }

  @Test
  void answerOfAThrowingPredicate_isClosed() {
    List<InputStream> bodies = new ArrayList<>();
    assertThatThrownBy(
            () ->
                HttpTracing.<InputStream>retry(
                    2,
                    r -> {
                      throw new IllegalStateException("predicate");
                    },
                    () -> {
                      HttpResponse<InputStream> answer =
                          client.send(get("/large"), BodyHandlers.ofInputStream());
                      bodies.add(answer.body());
                      return answer;
                    }))
        .isInstanceOf(IllegalStateException.class);

    assertThatThrownBy(bodies.get(0)::read).isInstanceOf(IOException.class);
    spans.take();
  }

  @Test
  void discardedPublisher_isCancelled() throws Exception {
    AtomicInteger cancelled = new AtomicInteger();
    Flow.Publisher<List<ByteBuffer>> publisher =
        subscriber ->
            subscriber.onSubscribe(
                new Flow.Subscription() {
                  @Override
                  public void request(long n) {}

                  @Override
                  public void cancel() {
                    cancelled.incrementAndGet();
                  }
                });
    HttpTracing.retry(
        2,
        r -> true,
        () -> {
          HttpResponse<Void> head = client.send(get("/status/503"), BodyHandlers.discarding());
          return new PublishedResponse(head, publisher);
        });

    assertThat(cancelled).hasValue(1);
    spans.take(2);
  }

  /** A response with another body. */
  private record PublishedResponse(HttpResponse<Void> head, Flow.Publisher<List<ByteBuffer>> body)
      implements HttpResponse<Flow.Publisher<List<ByteBuffer>>> {
    @Override
    public int statusCode() {
      return head.statusCode();
    }

    @Override
    public HttpRequest request() {
      return head.request();
    }

    @Override
    public java.util.Optional<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> previousResponse() {
      return java.util.Optional.empty();
    }

    @Override
    public java.net.http.HttpHeaders headers() {
      return head.headers();
    }

    @Override
    public java.util.Optional<javax.net.ssl.SSLSession> sslSession() {
      return head.sslSession();
    }

    @Override
    public java.net.URI uri() {
      return head.uri();
    }

    @Override
    public HttpClient.Version version() {
      return head.version();
    }
  }

  @Test
  void attemptThatAnswersNull_isNamed() {
    assertThatThrownBy(() -> HttpTracing.retry(2, response -> true, () -> null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("attempt answered null");
  }

  @Test
  void negativeCount_isRefused() {
    assertThatThrownBy(() -> HttpTracing.resend(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("count must not be negative: -1");
  }
}
