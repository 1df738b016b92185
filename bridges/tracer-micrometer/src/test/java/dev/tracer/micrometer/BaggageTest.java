// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.Context;
import dev.tracer.internal.LogCapture;
import dev.tracer.testing.TestTracer;
import io.micrometer.tracing.Baggage;
import io.micrometer.tracing.BaggageInScope;
import io.micrometer.tracing.CurrentTraceContext;
import io.micrometer.tracing.ScopedSpan;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Baggage, set and read by Micrometer's API. */
class BaggageTest {
  private final TestTracer test = TestTracer.create();
  private final MicrometerTracing tracing =
      MicrometerTracing.builder(test.tracer())
          .remoteFields(List.of("tenant"))
          .localFields(List.of("secret"))
          .tagFields(List.of("Tag"))
          .build();
  private final Tracer tracer = tracing.tracer();

  @AfterEach
  void close() {
    test.assertNoOpenScopes();
    assertThat(Context.current()).isSameAs(Context.root());
    test.close();
  }

  private Map<String, String> injected() {
    Map<String, String> carrier = new HashMap<>();
    tracing.propagator().inject(tracer.currentSpan().context(), carrier, Map::put);
    return carrier;
  }

  @Test
  void createBaggageInScope_isThereUntilTheClose() {
    ScopedSpan span = tracer.startScopedSpan("s");
    try (BaggageInScope one = tracer.createBaggageInScope("tenant", "acme");
        BaggageInScope two = tracer.createBaggageInScope("other", "2")) {
      assertThat(one.name()).isEqualTo("tenant");
      assertThat(one.get()).isEqualTo("acme");
      assertThat(tracer.getBaggage("tenant").get()).isEqualTo("acme");
      assertThat(tracer.getAllBaggage()).isEqualTo(Map.of("tenant", "acme", "other", "2"));
      assertThat(dev.tracer.Baggage.current().get("tenant")).isEqualTo("acme");
    }
    assertThat(tracer.getAllBaggage()).isEmpty();
    assertThat(tracer.getBaggage("tenant").get()).isNull();
    span.end();
  }

  @Test
  void createBaggageInScope_overAnother_bringsItBack() {
    ScopedSpan span = tracer.startScopedSpan("s");
    try (BaggageInScope outer = tracer.createBaggageInScope("tenant", "outer")) {
      try (BaggageInScope inner = tracer.createBaggageInScope("tenant", "inner")) {
        assertThat(tracer.getBaggage("tenant").get()).isEqualTo("inner");
      }
      assertThat(tracer.getBaggage("tenant").get()).isEqualTo("outer");
      assertThat(tracer.getAllBaggage(span.context())).isEqualTo(Map.of("tenant", "outer"));
    }
    span.end();
  }

  @Test
  void names_areTheSameWhateverTheirCase() {
    ScopedSpan span = tracer.startScopedSpan("s");
    try (BaggageInScope lower = tracer.createBaggageInScope("tenant", "1");
        BaggageInScope upper = tracer.createBaggageInScope("TENANT", "2")) {
      assertThat(tracer.getBaggage("Tenant").get()).isEqualTo("2");
      assertThat(tracer.getAllBaggage()).isEqualTo(Map.of("TENANT", "2"));
      assertThat(lower.get(span.context())).isEqualTo("2");
    }
    span.end();
  }

  @Test
  void getBaggage_thatIsAbsent_canBeGivenAValue() {
    Baggage baggage = tracer.getBaggage("tenant");

    assertThat(baggage.name()).isEqualTo("tenant");
    assertThat(baggage.get()).isNull();
    try (BaggageInScope scope = baggage.makeCurrent("acme")) {
      assertThat(tracer.getBaggage("tenant").get()).isEqualTo("acme");
    }
    assertThat(tracer.getBaggage("tenant").get()).isNull();
  }

  @Test
  void getBaggage_ofATraceContextWithoutIt_isNull() {
    Span span = tracer.nextSpan().start();

    assertThat(tracer.getBaggage(span.context(), "tenant")).isNull();
    span.end();
  }

  @Test
  void withoutSpan_itIsThereAllTheSame() {
    try (BaggageInScope scope = tracer.createBaggageInScope("tenant", "acme")) {
      assertThat(scope.get()).isEqualTo("acme");
      assertThat(tracer.getAllBaggage()).isEqualTo(Map.of("tenant", "acme"));
    }
    assertThat(tracer.getAllBaggage()).isEmpty();
  }

  @Test
  void ofATraceContext_isThatContextsUntilTheClose() {
    Span span = tracer.nextSpan().start();
    try (BaggageInScope scope = tracer.createBaggageInScope(span.context(), "tenant", "acme")) {
      assertThat(scope.get(span.context())).isEqualTo("acme");
      assertThat(tracer.getBaggage("tenant").get(span.context())).isEqualTo("acme");
      assertThat(tracer.getBaggage("tenant").get()).isEqualTo("acme");
      assertThat(tracer.currentSpan()).isNull();
    }
    assertThat(tracer.getBaggage("tenant").get(span.context())).isNull();
    span.end();
  }

  @Test
  void ofATraceContext_comesBackWithItOnAnotherThread() {
    Span span = tracer.nextSpan().start();
    try (BaggageInScope scope = tracer.createBaggageInScope(span.context(), "tenant", "acme")) {
      String there =
          CompletableFuture.supplyAsync(
                  () -> {
                    try (Tracer.SpanInScope again = tracer.withSpan(span)) {
                      return tracer.getBaggage("tenant").get();
                    }
                  })
              .join();
      assertThat(there).isEqualTo("acme");
    }
    span.end();
  }

  @Test
  void ofTheParent_isTheChilds() {
    Span parent = tracer.nextSpan().start();
    Span child;
    try (BaggageInScope scope = tracer.createBaggageInScope(parent.context(), "tenant", "acme")) {
      child = tracer.spanBuilder().setParent(parent.context()).start();
    }
    try (Tracer.SpanInScope scope = tracer.withSpan(child)) {
      assertThat(tracer.getBaggage("tenant").get()).isEqualTo("acme");
      assertThat(injected()).containsEntry("baggage", "tenant=acme");
    }
    child.end();
    parent.end();
  }

  @Test
  void scopesClosedInTheWrongOrder_leaveNothingBehind() {
    ScopedSpan span = tracer.startScopedSpan("s");
    BaggageInScope one = tracer.createBaggageInScope("a", "1");
    BaggageInScope two = tracer.createBaggageInScope("b", "2");
    try (LogCapture log = new LogCapture()) {
      one.close();
      assertThat(tracer.getAllBaggage(span.context())).doesNotContainKey("a");
      two.close();
      assertThat(tracer.getAllBaggage()).isEmpty();
      assertThat(log.messages()).hasSize(1);
    }
    span.end();
    assertThat(test.tracer().stats().scopeMisuses()).isEqualTo(1);
  }

  @Test
  void close_twice_isOnce() {
    ScopedSpan span = tracer.startScopedSpan("s");
    BaggageInScope one = tracer.createBaggageInScope("a", "1");
    one.close();
    try (BaggageInScope two = tracer.createBaggageInScope("a", "2")) {
      one.close();
      assertThat(tracer.getBaggage("a").get()).isEqualTo("2");
    }
    span.end();
  }

  @Test
  void null_takesAFieldAway() {
    ScopedSpan span = tracer.startScopedSpan("s");
    try (BaggageInScope scope = tracer.createBaggageInScope("tenant", "acme")) {
      try (BaggageInScope none = tracer.createBaggageInScope("tenant", null)) {
        assertThat(none.get()).isNull();
        assertThat(tracer.getBaggage("tenant").get()).isNull();
        assertThat(tracer.getAllBaggage()).isEmpty();
      }
      assertThat(tracer.getBaggage("tenant").get()).isEqualTo("acme");
    }
    span.end();
  }

  @Test
  @SuppressWarnings("deprecation")
  void set_putsItIntoTheTraceContext_andAScopeTakesItOutAgain() {
    Span span = tracer.nextSpan().start();
    try (Tracer.SpanInScope current = tracer.withSpan(span)) {
      Baggage baggage = tracer.createBaggage("tenant", "acme");
      assertThat(tracer.getBaggage("tenant").get()).isEqualTo("acme");
      try (BaggageInScope scope = baggage.makeCurrent()) {
        assertThat(tracer.getBaggage("tenant").get()).isEqualTo("acme");
      }
      assertThat(tracer.getBaggage("tenant").get()).isNull();

      tracer.createBaggage("other").set(span.context(), "2");
      assertThat(tracer.getAllBaggage(span.context())).isEqualTo(Map.of("other", "2"));
    }
    assertThat(tracer.getAllBaggage()).isEmpty();
    span.end();
  }

  @Test
  void localFields_stayInTheProcess() {
    ScopedSpan span = tracer.startScopedSpan("s");
    try (BaggageInScope local = tracer.createBaggageInScope("Secret", "x");
        BaggageInScope remote = tracer.createBaggageInScope("tenant", "acme")) {
      assertThat(tracer.getBaggage("secret").get()).isEqualTo("x");
      assertThat(tracer.getAllBaggage()).isEqualTo(Map.of("Secret", "x", "tenant", "acme"));
      assertThat(injected()).containsEntry("baggage", "tenant=acme");

      Map<String, String> carrier = new HashMap<>();
      test.tracer().inject(carrier, Map::put);
      assertThat(carrier).containsEntry("baggage", "tenant=acme");
      assertThat(Context.current().toString()).doesNotContain("=x");
    }
    span.end();
  }

  @Test
  void localFields_cannotBeSetFromOutside() {
    Span span =
        tracing
            .propagator()
            .extract(Map.of("baggage", "secret=forged,tenant=acme"), Map::get)
            .start();
    try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
      assertThat(tracer.getBaggage("secret").get()).isNull();
      assertThat(tracer.getAllBaggage()).isEqualTo(Map.of("tenant", "acme"));
    }
    span.end();
  }

  @Test
  void localFields_goToOtherThreadsOfTheProcess() {
    ScopedSpan span = tracer.startScopedSpan("s");
    try (BaggageInScope local = tracer.createBaggageInScope("secret", "x")) {
      String there =
          CompletableFuture.supplyAsync(
                  Context.current().wrapSupplier(() -> tracer.getBaggage("secret").get()))
              .join();
      assertThat(there).isEqualTo("x");
    }
    span.end();
  }

  @Test
  void tagFields_areAttributesOfTheCurrentSpanAndOfThoseThatStart() {
    ScopedSpan span = tracer.startScopedSpan("outer");
    try (BaggageInScope scope = tracer.createBaggageInScope("tag", "v")) {
      tracer.nextSpan().name("next").end();
      tracer.spanBuilder().name("built").start().end();
    }
    tracer.nextSpan().name("later").end();
    span.end();

    assertThat(test.spans())
        .extracting(s -> s.name() + "=" + s.attributes().get("Tag"))
        .containsExactly("next=v", "built=v", "later=null", "outer=v");
  }

  @Test
  void baggageOfTracer_isMicrometersAndBack() {
    var ours = dev.tracer.Baggage.of("tenant", "acme");
    try (dev.tracer.Scope scope = Context.current().with(ours).makeCurrent()) {
      assertThat(tracer.getBaggage("tenant").get()).isEqualTo("acme");
      Span span = tracer.nextSpan().start();
      try (CurrentTraceContext.Scope inner =
          tracer.currentTraceContext().newScope(span.context())) {
        assertThat(dev.tracer.Baggage.current()).isEqualTo(ours);
      }
      assertThat(tracer.getBaggage(span.context(), "tenant").get()).isEqualTo("acme");
      span.end();
    }
  }

  @Test
  void getBaggageFields_areTheRemoteOnes() {
    assertThat(tracer.getBaggageFields()).containsExactly("tenant");
  }

  @Test
  void fields_thatAreNullOrBlankOrBoth_throw() {
    var builder = MicrometerTracing.builder(test.tracer());

    assertThatThrownBy(() -> builder.remoteFields(null)).hasMessage("remoteFields");
    assertThatThrownBy(() -> builder.localFields(Arrays.asList("a", null)))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> builder.tagFields(List.of(" ")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("tagFields");
    builder.remoteFields(List.of("a")).localFields(List.of("A"));
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("field is both in remoteFields and localFields: A");
    assertThatThrownBy(() -> MicrometerTracing.of(null)).hasMessage("tracer");
  }

  @Test
  @SuppressWarnings("deprecation") // Micrometer's own, and still used
  void createBaggage_again_replacesWhatWasCreatedWithoutAScope() {
    ScopedSpan span = tracer.startScopedSpan("s");
    try (BaggageInScope scope = tracer.createBaggageInScope("tenant", "in scope")) {
      WeakReference<Baggage> first = new WeakReference<>(tracer.createBaggage("tenant", "first"));
      tracer.createBaggage("other", "2");
      tracer.createBaggage("TENANT", "second");
      for (int i = 0; i < 100 && !first.refersTo(null); i++) {
        System.gc();
      }
      assertThat(first.refersTo(null)).isTrue();
      assertThat(tracer.getAllBaggage()).isEqualTo(Map.of("TENANT", "second", "other", "2"));
      tracer.createBaggage("tenant", null);
      assertThat(tracer.getAllBaggage()).isEqualTo(Map.of("other", "2"));
    }
    assertThat(tracer.getAllBaggage()).isEqualTo(Map.of("other", "2"));
    span.end();
  }
}
