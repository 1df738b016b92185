// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Context;
import dev.tracer.testing.TestTracer;
import io.micrometer.context.ContextExecutorService;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.tracing.BaggageInScope;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.contextpropagation.BaggageToPropagate;
import io.micrometer.tracing.contextpropagation.ObservationAwareBaggageThreadLocalAccessor;
import io.micrometer.tracing.contextpropagation.ObservationAwareSpanThreadLocalAccessor;
import io.micrometer.tracing.contextpropagation.reactor.ReactorBaggage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Micrometer's context-propagation library, alone and by Reactor, over Tracer's context. */
class ContextPropagationTest {
  private final TestTracer test = TestTracer.create();
  private final MicrometerTracing tracing =
      MicrometerTracing.builder(test.tracer()).remoteFields(List.of("tenant")).build();
  private final Tracer tracer = tracing.tracer();
  private final ObservationRegistry registry = Observed.by(tracing);
  private final ContextRegistry contexts = new ContextRegistry();
  private final ExecutorService pool = Executors.newSingleThreadExecutor();
  private final ExecutorService wrapped =
      ContextExecutorService.wrap(
          pool, ContextSnapshotFactory.builder().contextRegistry(contexts).build()::captureAll);

  @BeforeEach
  void registerAccessors() {
    ObservationThreadLocalAccessor.getInstance().setObservationRegistry(registry);
    for (ContextRegistry each : List.of(contexts, ContextRegistry.getInstance())) {
      each.registerThreadLocalAccessor(ObservationThreadLocalAccessor.getInstance())
          .registerThreadLocalAccessor(
              new ObservationAwareSpanThreadLocalAccessor(registry, tracer))
          .registerThreadLocalAccessor(
              new ObservationAwareBaggageThreadLocalAccessor(registry, tracer));
    }
    Hooks.enableAutomaticContextPropagation();
  }

  @AfterEach
  void close() throws Exception {
    assertNothingIsLeft(pool.submit(Context::current).get());
    assertNothingIsLeft(Context.current());
    pool.shutdown(); // what tasks do after their results counts as well
    assertThat(pool.awaitTermination(5, TimeUnit.MINUTES)).isTrue();
    Hooks.disableAutomaticContextPropagation();
    ContextRegistry.getInstance()
        .removeThreadLocalAccessor(ObservationAwareSpanThreadLocalAccessor.KEY);
    ContextRegistry.getInstance()
        .removeThreadLocalAccessor(ObservationAwareBaggageThreadLocalAccessor.KEY);
    assertThat(registry.getCurrentObservationScope()).isNull();
    assertThat(test.tracer().stats().scopeMisuses()).isZero();
    test.assertNoOpenScopes();
    test.close();
  }

  private static void assertNothingIsLeft(Context context) {
    assertThat(context).isSameAs(Context.root());
  }

  private String there(Callable<String> task) throws Exception {
    return wrapped.submit(task).get();
  }

  private String spanId() {
    Span span = tracer.currentSpan();
    return span == null ? "none" : span.context().spanId();
  }

  private String tenant() {
    return String.valueOf(tracer.getBaggage("tenant").get());
  }

  @Test
  void snapshot_ofAnObservation_bringsItsSpan() throws Exception {
    Observation observation = Observation.start("o", registry);
    try (Observation.Scope scope = observation.openScope()) {
      assertThat(there(this::spanId)).isEqualTo(spanId()).isNotEqualTo("none");
    }
    observation.stop();
    assertThat(there(this::spanId)).isEqualTo("none");
  }

  @Test
  void snapshot_ofASpanMadeByHand_bringsItAndItsBaggage() throws Exception {
    Span span = tracer.nextSpan().start();
    try (Tracer.SpanInScope scope = tracer.withSpan(span);
        BaggageInScope baggage = tracer.createBaggageInScope("tenant", "acme")) {
      assertThat(there(this::spanId)).isEqualTo(span.context().spanId());
      assertThat(there(this::tenant)).isEqualTo("acme");
    }
    span.end();
    assertThat(there(this::tenant)).isEqualTo("null");
  }

  @Test
  void snapshot_ofASpanOverAnObservation_bringsTheSpan() throws Exception {
    Observation observation = Observation.start("o", registry);
    try (Observation.Scope scope = observation.openScope()) {
      Span span = tracer.nextSpan().start();
      try (Tracer.SpanInScope inner = tracer.withSpan(span);
          BaggageInScope baggage = tracer.createBaggageInScope("tenant", "acme")) {
        assertThat(there(this::spanId)).isEqualTo(span.context().spanId());
        assertThat(there(this::tenant)).isEqualTo("acme");
      }
      span.end();
      assertThat(there(this::spanId)).isEqualTo(spanId());
      assertThat(there(this::tenant)).isEqualTo("null");
    }
    observation.stop();
  }

  @Test
  void snapshot_ofAnObservationOverASpan_bringsTheObservations() throws Exception {
    Span span = tracer.nextSpan().start();
    try (Tracer.SpanInScope outer = tracer.withSpan(span);
        BaggageInScope baggage = tracer.createBaggageInScope("tenant", "acme")) {
      Observation observation = Observation.start("o", registry);
      try (Observation.Scope scope = observation.openScope()) {
        assertThat(there(this::spanId)).isEqualTo(spanId()).isNotEqualTo(span.context().spanId());
        assertThat(there(this::tenant)).isEqualTo("acme");
      }
      observation.stop();
      assertThat(there(this::tenant)).isEqualTo("acme");
    }
    span.end();
  }

  @Test
  void snapshot_onAThreadThatIsBusy_bringsItsOwnBackAfterwards() {
    Observation one = Observation.start("one", registry);
    Observation two = Observation.start("two", registry);
    ContextSnapshot first = snapshotIn(one);
    ContextSnapshot second = snapshotIn(two);
    List<String> seen = new ArrayList<>();
    try (ContextSnapshot.Scope a = first.setThreadLocals()) {
      seen.add(spanId());
      try (ContextSnapshot.Scope b = second.setThreadLocals()) {
        seen.add(spanId());
        try (ContextSnapshot.Scope c = first.setThreadLocals()) {
          seen.add(spanId());
        }
        seen.add(spanId());
      }
      seen.add(spanId());
    }
    seen.add(spanId());
    one.stop();
    two.stop();

    String x = test.spans().get(0).spanId();
    String y = test.spans().get(1).spanId();
    assertThat(seen).containsExactly(x, y, x, y, x, "none");
  }

  private ContextSnapshot snapshotIn(Observation observation) {
    try (Observation.Scope scope = observation.openScope()) {
      return ContextSnapshotFactory.builder().contextRegistry(contexts).build().captureAll();
    }
  }

  @Test
  void snapshot_thatClearsWhatIsMissing_leavesNoSpanOnTheThread() throws Exception {
    ContextSnapshot empty =
        ContextSnapshotFactory.builder()
            .contextRegistry(contexts)
            .clearMissing(true)
            .build()
            .captureAll();
    Observation observation = Observation.start("o", registry);
    try (Observation.Scope scope = observation.openScope()) {
      String before = spanId();
      assertThat(empty.wrap(this::spanId).call()).isEqualTo("none");
      assertThat(spanId()).isEqualTo(before);
    }
    observation.stop();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void reactor_carriesBaggageOfItsContext(boolean hops) {
    Scheduler scheduler = Schedulers.fromExecutor(pool);
    Observation observation = Observation.start("o", registry);
    List<String> seen =
        Mono.just("hello")
            .subscribeOn(scheduler)
            .flatMap(
                text -> {
                  Mono<List<String>> read =
                      Mono.fromCallable(
                          () ->
                              List.of(tenant(), String.valueOf(tracer.getBaggage("other").get())));
                  return (hops ? read.subscribeOn(scheduler) : read)
                      .contextWrite(ReactorBaggage.append("tenant", text + ":acme"));
                })
            .contextWrite(
                reactor.util.context.Context.of(
                    ObservationThreadLocalAccessor.KEY,
                    observation,
                    ObservationAwareBaggageThreadLocalAccessor.KEY,
                    new BaggageToPropagate("other", "2")))
            .block();
    observation.stop();

    assertThat(seen).containsExactly("hello:acme", "2");
  }

  @Test
  void reactor_bringsTheSpanToEachOperator_andNoneWhereItsContextHasNone() {
    Scheduler scheduler = Schedulers.fromExecutor(pool);
    Observation one = Observation.start("one", registry);
    List<String> empty = new CopyOnWriteArrayList<>();
    List<String> full = new CopyOnWriteArrayList<>();
    try (Observation.Scope scope = one.openScope()) {
      String outside = spanId();
      Flux.range(0, 50)
          .publishOn(scheduler)
          .flatMap(
              i ->
                  Mono.just(i)
                      .publishOn(scheduler)
                      .doOnNext(j -> empty.add(spanId()))
                      .contextWrite(context -> reactor.util.context.Context.empty()))
          .doOnNext(i -> full.add(spanId()))
          .contextWrite(context -> context.put(ObservationThreadLocalAccessor.KEY, one))
          .blockLast();

      assertThat(spanId()).isEqualTo(outside);
      assertThat(full).hasSize(50).containsOnly(outside);
      assertThat(empty).hasSize(50).containsOnly("none");
    }
    one.stop();
  }

  @Test
  void reactor_ofNestedObservations_leavesEachItsBaggage() throws Exception {
    Observation one = Observation.start("one", registry);
    Observation.Scope outer = one.openScope();
    Span first = tracer.currentSpan();
    BaggageInScope tenant = tracer.createBaggageInScope("tenant", "1");
    Observation two = Observation.start("two", registry);
    Observation.Scope inner = two.openScope();
    Span second = tracer.currentSpan();
    BaggageInScope other = tracer.createBaggageInScope(second.context(), "tenant", "2");

    assertThat(tenant()).isEqualTo("2");
    assertThat(tracer.getAllBaggage(first.context())).containsEntry("tenant", "1");
    String seen =
        Mono.fromCallable(this::tenant)
            .subscribeOn(Schedulers.fromExecutor(pool))
            .contextWrite(context -> context.put(ObservationThreadLocalAccessor.KEY, two))
            .block();
    assertThat(seen).isEqualTo("2");
    pool.submit(() -> {}).get(); // until its thread has put back what it had
    other.close();
    inner.close();
    two.stop();
    assertThat(tenant()).isEqualTo("1");
    assertThat(tracer.getBaggage(second.context(), "tenant").get()).isEqualTo("1");
    tenant.close();
    outer.close();
    one.stop();
    assertThat(tracer.getAllBaggage()).isEmpty();
  }
}
