// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Context;
import dev.tracer.Tracer;
import dev.tracer.http.kit.EndedSpans;
import dev.tracer.http.kit.JdkPeer;
import dev.tracer.propagation.CarrierGetter;
import dev.tracer.propagation.CarrierSetter;
import dev.tracer.propagation.Propagator;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PropagatingRequestTest {
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

  @Test
  void requestOfAnotherClass_isTakenAsItIs() throws Exception {
    HttpRequest odd = new OddRequest(get("/status/200"));
    assertThat(client.send(odd, BodyHandlers.discarding()).statusCode()).isEqualTo(200);

    assertThat(odd.headers().map()).isEmpty();
    assertThat(peer.take().one("traceparent")).contains(spans.take().context().traceId());
  }

  @Test
  void request_isSentWithAllItsParts() {
    HttpRequest original =
        HttpRequest.newBuilder(peer.uri("/x"))
            .POST(HttpRequest.BodyPublishers.ofString("x"))
            .expectContinue(true)
            .version(HttpClient.Version.HTTP_1_1)
            .timeout(java.time.Duration.ofSeconds(3))
            .header("a", "1")
            .header("TraceParent", "old")
            .build();
    InjectedHeaders injected = new InjectedHeaders(List.of("traceparent", "tracestate"));
    InjectedHeaders.SETTER.set(injected, "traceparent", "new");
    for (HttpRequest sent :
        List.of(
            PropagatingRequest.of(original, injected),
            PropagatingRequest.copy(original, injected))) {
      assertThat(sent.method()).isEqualTo("POST");
      assertThat(sent.uri()).isEqualTo(original.uri());
      assertThat(sent.bodyPublisher()).isEqualTo(original.bodyPublisher());
      assertThat(sent.expectContinue()).isTrue();
      assertThat(sent.version()).isEqualTo(original.version());
      assertThat(sent.timeout()).isEqualTo(original.timeout());
      assertThat(sent.headers().allValues("traceparent")).containsExactly("new");
      assertThat(sent.headers().allValues("a")).containsExactly("1");
    }
    assertThat(PropagatingRequest.of(get("/x"), injected).expectContinue()).isFalse();
  }

  /** {@code HttpHeaders.of} of the JDKs we know asks for the pairs one by one. */
  @Test
  void mergedHeaders_areAMapForWhateverJdkReads() {
    InjectedHeaders injected = new InjectedHeaders(List.of("traceparent"));
    InjectedHeaders.SETTER.set(injected, "traceparent", "new");
    HttpRequest request =
        HttpRequest.newBuilder(peer.uri("/"))
            .header("Accept", "a/b")
            .header("TraceParent", "old")
            .build();

    assertThat(new PropagatingRequest.Merged(request.headers(), injected))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("Accept", List.of("a/b"), "traceparent", List.of("new")));
  }

  @Test
  void headersThatClientCannotSend_areLeftOut() throws Exception {
    for (String[] header :
        List.of(
            new String[] {"Host", "elsewhere"},
            new String[] {"content-length", "7"},
            new String[] {"not a name", "x"},
            new String[] {"x-break", "a\r\nb: c"},
            new String[] {"x-wide", "\u4e2d"})) {
      Tracer odd =
          Tracer.builder("odd")
              .processor(spans)
              .propagator(
                  Propagator.composite(
                      Propagator.traceContext(), new OddPropagator(header[0], header[1])))
              .build();
      HttpClient traced = HttpTracing.of(odd).client(plain);
      assertThat(traced.send(get("/status/200"), BodyHandlers.discarding()).statusCode())
          .as(header[0])
          .isEqualTo(200);
      assertThat(odd.stats().faults()).as(header[0]).isEqualTo(1);
      assertThat(peer.take().all("traceparent")).as(header[0]).hasSize(1);
      spans.take();
      odd.close();
    }
  }

  /** A propagator that writes one header, whatever it is. */
  private record OddPropagator(String name, String value) implements Propagator {
    @Override
    public List<String> fields() {
      return List.of(name);
    }

    @Override
    public <C> void inject(Context context, C carrier, CarrierSetter<C> setter) {
      setter.set(carrier, name, value);
    }

    @Override
    public <C> Context extract(Context context, C carrier, CarrierGetter<C> getter) {
      return context;
    }
  }
}
