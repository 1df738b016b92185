// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.Attributes;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.export.SpanData;
import dev.tracer.testing.TestTracer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingAwareMeterObservationHandler;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Observations, handled by Micrometer's own handlers, as spans. */
class ObservationsTest {
  private final TestTracer test = TestTracer.create(builder -> builder.limits(Observed.NO_CUTS));
  private final MicrometerTracing tracing =
      MicrometerTracing.builder(test.tracer()).remoteFields(List.of("tenant")).build();
  private final Tracer tracer = tracing.tracer();
  private final ObservationRegistry registry = Observed.by(tracing);

  @AfterEach
  void close() {
    test.assertNoOpenScopes();
    test.assertNoOpenSpans();
    assertThat(tracer.currentSpan()).isNull();
    assertThat(registry.getCurrentObservation()).isNull();
    assertThat(test.tracer().stats().scopeMisuses()).isZero();
    test.close();
  }

  private SpanData only() {
    assertThat(test.spans()).hasSize(1);
    return test.spans().get(0);
  }

  private static Span spanOf(Observation observation) {
    return observation.getContextView().<TracingContext>getRequired(TracingContext.class).getSpan();
  }

  @Test
  void observe_isASpanAroundTheWork() {
    Observation.createNotStarted("http.call", registry)
        .contextualName("get /orders")
        .lowCardinalityKeyValue("method", "GET")
        .highCardinalityKeyValue("url", "/orders/4711")
        .observe(
            () -> {
              assertThat(tracer.currentSpan()).isNotNull();
              Observation.createNotStarted("query", registry).observe(() -> {});
            });

    test.tree()
        .withoutDurations()
        .assertIs(
            """
            get /orders
              query
            """);
    assertThat(test.spans().get(1).attributes())
        .isEqualTo(Attributes.of("method", "GET", "url", "/orders/4711"));
  }

  @Test
  void scopes_putTheSpanInPlace_startAndStopDoNot() {
    Observation observation = Observation.start("o", registry);
    assertThat(tracer.currentSpan()).isNull();
    try (Observation.Scope scope = observation.openScope()) {
      assertThat(tracer.currentSpan()).isEqualTo(spanOf(observation));
    }
    assertThat(tracer.currentSpan()).isNull();
    observation.stop();

    assertThat(only().durationNanos()).isNotNegative();
  }

  @Test
  void scopesOfTheSameObservation_nest() {
    Observation parent = Observation.start("parent", registry);
    parent.scoped(
        () -> {
          Observation child = Observation.start("child", registry);
          child.scoped(
              () -> {
                child.scoped(() -> assertThat(tracer.currentSpan()).isEqualTo(spanOf(child)));
                assertThat(tracer.currentSpan()).isEqualTo(spanOf(child));
              });
          assertThat(tracer.currentSpan()).isEqualTo(spanOf(parent));
          child.stop();
        });
    parent.stop();
  }

  @Test
  void scopesOfTwoObservations_nestInAnyOrder_andComeBackOneByOne() {
    Observation one = Observation.start("one", registry);
    Observation two = Observation.start("two", registry);
    List<Observation> order = List.of(one, one, two, two, one, one);
    List<Observation.Scope> scopes = new ArrayList<>();
    for (Observation next : order) {
      scopes.add(next.openScope());
      assertThat(tracer.currentSpan()).isEqualTo(spanOf(next));
    }
    for (int i = order.size() - 1; i >= 0; i--) {
      assertThat(tracer.currentSpan()).isEqualTo(spanOf(order.get(i)));
      scopes.get(i).close();
    }
    assertThat(tracer.currentSpan()).isNull();
    two.stop();
    one.stop();
  }

  @Test
  void parentObservation_givenByHand_isTheParent() {
    Observation parent = Observation.start("parent", registry);
    Observation child =
        Observation.createNotStarted("child", registry).parentObservation(parent).start();
    Observation.createNotStarted("grandchild", registry).parentObservation(child).start().stop();
    child.stop();
    parent.stop();

    test.tree()
        .withoutDurations()
        .assertIs(
            """
            parent
              child
                grandchild
            """);
  }

  @Test
  void spansMadeByHand_liveAmongObservations() {
    Observation parent = Observation.start("parent", registry);
    try (Observation.Scope scope = parent.openScope()) {
      Span surprise = tracer.nextSpan().name("by hand").start();
      try (Tracer.SpanInScope inner = tracer.withSpan(surprise)) {
        Observation.createNotStarted("child", registry)
            .observe(() -> test.tracer().run("of tracer", span -> observeIn("grandchild")));
      }
      surprise.end();
    }
    parent.stop();

    test.tree()
        .withoutDurations()
        .assertIs(
            """
            parent
              by hand
                child
                  of tracer
                    grandchild
            """);
  }

  private void observeIn(String name) {
    Observation.createNotStarted(name, registry).observe(() -> {});
  }

  @Test
  void errors_failTheSpanAndPassUnchanged() {
    IOException error = new IOException("simulated");

    assertThatThrownBy(
            () ->
                Observation.createNotStarted("o", registry)
                    .observeChecked(
                        () -> {
                          throw error;
                        }))
        .isSameAs(error);
    assertThat(only().statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(only().events()).hasSize(1);
    assertThat(only().events().get(0).attributes().get("exception.message")).isEqualTo("simulated");
  }

  @Test
  void aKeyNamedError_failsTheSpan() {
    Observation.createNotStarted("o", registry)
        .lowCardinalityKeyValue("error", "bad")
        .observe(() -> {});

    assertThat(only().statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(only().statusDescription()).isEqualTo("bad");
  }

  @Test
  void events_haveTheTimeTheyWereGiven() {
    Observation observation = Observation.start("o", registry);
    observation.event(Observation.Event.of("e", "contextual", 1_700_000_000_123L));
    observation.event(Observation.Event.of("now"));
    observation.stop();

    assertThat(only().events()).extracting(e -> e.name()).containsExactly("contextual", "now");
    assertThat(only().events().get(0).epochNanos()).isEqualTo(1_700_000_000_123_000_000L);
  }

  @Test
  void longRunning_isScopedAndStoppedOnOtherThreads() {
    Observation observation = Observation.start("long", registry);
    CompletableFuture.runAsync(
            () -> {
              try (Observation.Scope scope = observation.openScope()) {
                tracer.currentSpanCustomizer().tag("there", true);
                observeIn("child");
              }
              assertThat(tracer.currentSpan()).isNull();
            })
        .join();
    CompletableFuture.runAsync(observation::stop).join();

    test.tree()
        .withoutDurations()
        .assertIs(
            """
            long
              child
            """);
    assertThat(test.spans().get(1).attributes().get("there")).isEqualTo(true);
  }

  @Test
  void keyValuesOfRemoteFields_areBaggageWhileTheScopeIsOpen() {
    Observation observation =
        Observation.start("o", registry).highCardinalityKeyValue("Tenant", "acme");
    assertThat(tracer.getBaggage("tenant").get()).isNull();
    try (Observation.Scope scope = observation.openScope()) {
      assertThat(tracer.getBaggage("tenant").get()).isEqualTo("acme");
      Map<String, String> carrier = new HashMap<>();
      tracing.propagator().inject(tracer.currentSpan().context(), carrier, Map::put);
      assertThat(carrier).containsEntry("baggage", "Tenant=acme");
      try (Observation.Scope again = observation.openScope()) {
        assertThat(tracer.getBaggage("tenant").get()).isEqualTo("acme");
      }
      assertThat(tracer.getBaggage("tenant").get()).isEqualTo("acme");
    }
    assertThat(tracer.getAllBaggage()).isEmpty();
    assertThat(tracer.getAllBaggage(spanOf(observation).context())).isEmpty();
    observation.stop();
    assertThat(only().attributes().get("Tenant")).isEqualTo("acme");
  }

  @Test
  void senderAndReceiver_areClientAndServerOfOneTrace() {
    Map<String, String> wire = new HashMap<>();
    SenderContext<Map<String, String>> sender =
        new SenderContext<>((carrier, key, value) -> carrier.put(key, value), Kind.CLIENT);
    sender.setCarrier(wire);
    sender.setRemoteServiceName("orders");
    sender.setRemoteServiceAddress("http://127.0.0.1:1234");
    Observation.createNotStarted("http.client", () -> sender, registry)
        .observe(
            () -> {
              Map<String, String> arrived = new HashMap<>(wire);
              CompletableFuture.runAsync(() -> receive(arrived)).join();
            });

    test.tree()
        .withoutDurations()
        .assertIs(
            """
            http.client [CLIENT]
              http.server [SERVER]
                work
            """);
    SpanData client = test.spans().get(2);
    assertThat(client.kind()).isEqualTo(SpanKind.CLIENT);
    assertThat(client.attributes())
        .isEqualTo(
            Attributes.builder()
                .set("peer.service", "orders")
                .set("network.peer.address", "127.0.0.1")
                .set("network.peer.port", 1234)
                .build());
    assertThat(test.spans().get(1).isParentRemote()).isTrue();
  }

  private void receive(Map<String, String> headers) {
    ReceiverContext<Map<String, String>> receiver =
        new ReceiverContext<>((carrier, key) -> carrier.get(key), Kind.SERVER);
    receiver.setCarrier(headers);
    Observation.createNotStarted("http.server", () -> receiver, registry)
        .observe(() -> observeIn("work"));
  }

  @Test
  void remoteAddressThatIsNone_isLeftOut() {
    SenderContext<Map<String, String>> sender =
        new SenderContext<>((carrier, key, value) -> carrier.put(key, value), Kind.PRODUCER);
    sender.setCarrier(new HashMap<>());
    sender.setRemoteServiceAddress("kafka broker %% 1");
    Observation.createNotStarted("send", () -> sender, registry).observe(() -> {});

    assertThat(only().attributes().isEmpty()).isTrue();
    assertThat(only().kind()).isEqualTo(SpanKind.PRODUCER);
  }

  /** Exemplars of meters come from the span that is current when an observation stops. */
  @Test
  void metersAreRecordedInTheScopeOfTheSpan() {
    List<String> current = new ArrayList<>();
    var meters = new SimpleMeterRegistry();
    registry
        .observationConfig()
        .observationHandler(
            new TracingAwareMeterObservationHandler<>(
                new DefaultMeterObservationHandler(meters) {
                  @Override
                  public void onStop(Observation.Context context) {
                    current.add(tracer.currentSpan().context().spanId());
                    super.onStop(context);
                  }
                },
                tracer));
    observeIn("o");

    assertThat(current).containsExactly(only().spanId());
    assertThat(meters.get("o").timer().count()).isEqualTo(1);
    meters.close();
  }

  @Test
  void reset_closesAllScopesOfTheThread() {
    Observation one = Observation.start("one", registry);
    Observation two = Observation.start("two", registry);
    Observation.Scope first = one.openScope();
    Observation.Scope second = two.openScope();
    second.close();
    first.reset();

    assertThat(tracer.currentSpan()).isNull();
    assertThat(registry.getCurrentObservation()).isNull();
    one.stop();
    two.stop();
  }
}
