// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpServer;
import dev.tracer.StatusCode;
import dev.tracer.Tracer;
import dev.tracer.export.EventData;
import dev.tracer.export.SpanData;
import dev.tracer.http.kit.EndedSpans;
import dev.tracer.http.kit.JdkPeer;
import dev.tracer.testing.TestClock;
import java.io.IOException;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JdkCallTest {
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
  void redirects_areEvents() throws Exception {
    HttpClient following =
        tracing.client(HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build());
    assertThat(following.send(get("/redirect/2"), BodyHandlers.discarding()).statusCode())
        .isEqualTo(200);

    SpanData span = spans.take();
    assertThat(span.attributes().get("url.full")).isEqualTo(peer.uri("/redirect/2").toString());
    assertThat(span.attributes().get("http.response.status_code")).isEqualTo(200L);
    assertThat(span.events()).extracting(EventData::name).containsOnly("http.redirect").hasSize(2);
    assertThat(span.events().get(0).attributes().get("url.full"))
        .isEqualTo(peer.uri("/redirect/1").toString());
    assertThat(span.events().get(1).attributes().get("url.full"))
        .isEqualTo(peer.uri("/status/200").toString());
  }

  @Test
  void response_answersTheRequestOfTheApplication() throws Exception {
    HttpRequest request = get("/status/200");
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());

    assertThat(response.request()).isSameAs(request);
    assertThat(client.sendAsync(request, BodyHandlers.ofString()).get().request())
        .isEqualTo(request);
    assertThat(response.headers().firstValue("x-answer")).contains("yes");
    assertThat(response.uri()).isEqualTo(request.uri());
    assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    assertThat(response.body()).isEmpty();
    assertThat(response.sslSession()).isEmpty();
    assertThat(response.previousResponse()).isEmpty();
    spans.take(2);
  }

  @Test
  void redirectedResponse_remembersTheRequestOfTheApplication() throws Exception {
    HttpClient following =
        tracing.client(HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build());
    HttpRequest request = get("/redirect/1");
    HttpResponse<Void> response = following.send(request, BodyHandlers.discarding());

    assertThat(response.request().uri()).isEqualTo(peer.uri("/status/200"));
    assertThat(response.previousResponse().orElseThrow().request()).isEqualTo(request);
    spans.take();
  }

  @Test
  void clientTracedTwice_makesOneSpan() throws Exception {
    assertThat(tracing.client(client)).isSameAs(client);
    HttpClient between =
        new AnsweringClient() {
          @Override
          public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
            try {
              return client.send(request, handler);
            } catch (IOException | InterruptedException e) {
              throw new AssertionError(e);
            }
          }
        };
    HttpClient twice =
        HttpTracing.builder(tracer).propagateTo(host -> false).build().client(between);
    twice.send(get("/status/200"), BodyHandlers.discarding());

    spans.take();
  }

  @Test
  void authentication_isAnEvent() throws Exception {
    HttpServer guarded = HttpServer.create(JdkPeer.loopback(), 0);
    guarded
        .createContext(
            "/",
            exchange -> {
              exchange.sendResponseHeaders(204, -1);
              exchange.close();
            })
        .setAuthenticator(
            new BasicAuthenticator("realm") {
              @Override
              public boolean checkCredentials(String user, String password) {
                return user.equals("u") && password.equals("p");
              }
            });
    guarded.start();
    Authenticator knowing =
        new Authenticator() {
          @Override
          protected PasswordAuthentication getPasswordAuthentication() {
            return new PasswordAuthentication("u", "p".toCharArray());
          }
        };
    HttpClient traced = tracing.client(HttpClient.newBuilder().authenticator(knowing).build());
    URI uri = URI.create("http://127.0.0.1:" + guarded.getAddress().getPort() + "/");
    HttpRequest request = HttpRequest.newBuilder(uri).build();
    assertThat(traced.authenticator()).containsSame(knowing);
    assertThat(traced.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(204);
    guarded.stop(0);

    SpanData span = spans.take();
    assertThat(span.attributes().get("http.response.status_code")).isEqualTo(204L);
    assertThat(span.statusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(span.events()).extracting(EventData::name).containsExactly("http.resend");
    assertThat(span.events().get(0).attributes().get("http.response.status_code")).isEqualTo(401L);
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Redirect.class)
  void everyClient_endsItsSpansWithTheHeaders(HttpClient.Redirect redirect) throws Exception {
    TestClock clock = TestClock.create();
    Tracer timed = Tracer.builder("caller").clock(clock).processor(spans).build();
    HttpClient traced =
        HttpTracing.of(timed).client(HttpClient.newBuilder().followRedirects(redirect).build());
    BodyHandler<String> slow =
        info -> {
          clock.advance(Duration.ofMillis(7)); // until the headers are there and the handler asked
          return BodySubscribers.mapping(
              BodySubscribers.ofString(java.nio.charset.StandardCharsets.UTF_8),
              body -> {
                clock.advance(Duration.ofSeconds(5));
                return body;
              });
        };
    traced.send(get("/status/200"), slow);

    assertThat(spans.take().durationNanos()).isLessThanOrEqualTo(7_000_000);
    timed.close();
  }

  @Test
  void bodyThatFails_isNoErrorOfARedirectingClient() {
    HttpClient following =
        tracing.client(HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build());
    BodyHandler<String> broken =
        info ->
            BodySubscribers.mapping(
                BodySubscribers.ofString(java.nio.charset.StandardCharsets.UTF_8),
                body -> {
                  throw new IllegalStateException("body");
                });
    assertThatThrownBy(() -> following.send(get("/status/200"), broken))
        .hasStackTraceContaining("body");

    SpanData span = spans.take();
    assertThat(span.statusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(span.attributes().get("http.response.status_code")).isEqualTo(200L);
  }

  @Test
  void clientThatAnswersNothing_endsItsSpan() throws Exception {
    HttpClient odd =
        tracing.client(
            new AnsweringClient() {
              @Override
              public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
                return null;
              }
            });
    assertThat(odd.send(get("/"), BodyHandlers.discarding())).isNull();

    spans.take();
  }
}
