// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.internal.LogCapture;
import dev.tracer.testing.TestTracer;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Contexts that travel by Micrometer's propagator. */
class PropagationTest {
  private static final String TRACE_ID = "3e425f2373d89640bde06e8285e7bf88";
  private static final String PARENT_ID = "9a5fdefae3abb440";
  private static final String PARENT = "00-" + TRACE_ID + "-" + PARENT_ID + "-01";

  private final TestTracer test = TestTracer.create();
  private final MicrometerTracing tracing = MicrometerTracing.of(test.tracer());
  private final Tracer tracer = tracing.tracer();
  private final Propagator propagator = tracing.propagator();

  @AfterEach
  void close() {
    test.assertNoOpenScopes();
    test.close();
  }

  @Test
  void fields_areThoseOfTheTracer() {
    assertThat(propagator.fields()).containsExactly("traceparent", "tracestate", "baggage");
    assertThat(propagator.toString()).contains("traceparent");
  }

  @Test
  void inject_writesWhatTheTracerWould() {
    Span span = tracer.nextSpan().start();
    Map<String, String> theirs = new HashMap<>();
    Map<String, String> ours = new HashMap<>();
    propagator.inject(span.context(), theirs, Map::put);
    try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
      test.tracer().inject(ours, Map::put);
    }
    span.end();

    assertThat(theirs).isEqualTo(ours).containsKey("traceparent");
  }

  @Test
  void extract_continuesTheTraceWithItsStateAndBaggage() {
    Map<String, String> carrier =
        Map.of("traceparent", PARENT, "tracestate", "vendor=1", "baggage", "foo=bar");
    Span span = propagator.extract(carrier, Map::get).name("server").kind(Span.Kind.SERVER).start();

    assertThat(span.context().traceId()).isEqualTo(TRACE_ID);
    assertThat(span.context().parentId()).isEqualTo(PARENT_ID);
    assertThat(tracer.getBaggage(span.context(), "foo").get()).isEqualTo("bar");
    try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
      assertThat(tracer.currentSpan().context().spanId()).isEqualTo(span.context().spanId());
      assertThat(tracer.currentTraceContext().context().parentId()).isEqualTo(PARENT_ID);
      Map<String, String> next = new HashMap<>();
      propagator.inject(tracer.currentTraceContext().context(), next, Map::put);
      assertThat(next).containsEntry("tracestate", "vendor=1").containsEntry("baggage", "foo=bar");
    }
    span.end();
    assertThat(test.spans().get(0).isParentRemote()).isTrue();
  }

  @Test
  void extract_ofBaggageAlone_beginsATraceThatHasIt() {
    Span span = propagator.extract(Map.of("baggage", "foo=bar"), Map::get).start();

    assertThat(span.context().parentId()).isNull();
    assertThat(tracer.getBaggage(span.context(), "foo").get(span.context())).isEqualTo("bar");
    span.end();
  }

  @Test
  void extract_ofNothing_isAChildOfWhatIsCurrent() {
    Span outer = tracer.nextSpan().start();
    try (Tracer.SpanInScope scope = tracer.withSpan(outer)) {
      Span inner = propagator.extract(new HashMap<String, String>(), Map::get).start();
      assertThat(inner.context().parentId()).isEqualTo(outer.context().spanId());
      inner.end();
    }
    outer.end();
  }

  @Test
  void extract_withoutCarrierOrGetter_beginsATrace() {
    propagator.extract(null, (carrier, key) -> carrier.toString()).name("a").start().end();
    propagator.extract(Map.of("traceparent", PARENT), null).name("b").start().end();

    assertThat(test.spans()).hasSize(2).allMatch(span -> span.isRoot());
    assertThat(test.tracer().stats().faults()).isZero();
  }

  @Test
  void inject_withoutContextOrSetter_writesNothing() {
    Map<String, String> carrier = new HashMap<>();
    propagator.inject(null, carrier, Map::put);
    propagator.inject(tracer.traceContextBuilder().build(), carrier, Map::put);
    propagator.inject(tracer.traceContextBuilder().build(), carrier, null);

    assertThat(carrier).isEmpty();
  }

  @Test
  void inject_withoutCarrier_isASettersMatter() {
    Map<String, String> written = new HashMap<>();
    Span span = tracer.nextSpan().start();
    propagator.inject(span.context(), null, (carrier, key, value) -> written.put(key, value));
    span.end();

    assertThat(written).containsKey("traceparent");
  }

  @Test
  void carriersThatThrow_areCountedAndDisturbNobody() {
    Span span = tracer.nextSpan().start();
    try (LogCapture log = new LogCapture()) {
      propagator.inject(
          span.context(),
          "",
          (carrier, key, value) -> {
            throw new IllegalStateException("setter");
          });
      propagator
          .extract(
              "",
              (carrier, key) -> {
                throw new StackOverflowError();
              })
          .start()
          .end();
      assertThat(log.messages()).isNotEmpty();
    }
    span.end();
    assertThat(test.tracer().stats().faults()).isPositive();
    assertThat(test.spans()).hasSize(2);
  }

  /** Where Micrometer's getter can tell all values, two parents are an error. */
  @Test
  void extract_ofSeveralValues_seesAllWhereMicrometerCanTell() throws Exception {
    Map<String, List<String>> carrier =
        Map.of("traceparent", List.of(PARENT, PARENT), "baggage", List.of("a=1", "b=2"));
    Span span = propagator.extract(carrier, new ManyValues()).start();
    boolean tellsAll = hasGetAll();

    assertThat(span.context().traceId().equals(TRACE_ID)).isEqualTo(!tellsAll);
    assertThat(tracer.getAllBaggage(span.context()))
        .isEqualTo(tellsAll ? Map.of("a", "1", "b", "2") : Map.of("a", "1"));
    span.end();
  }

  private static boolean hasGetAll() {
    for (var method : Propagator.Getter.class.getMethods()) {
      if (method.getName().equals("getAll")) {
        return true;
      }
    }
    return false;
  }

  /** Has a method that overrides one of Micrometer Tracing from 1.6 on. */
  private static final class ManyValues implements Propagator.Getter<Map<String, List<String>>> {
    @Override
    public String get(Map<String, List<String>> carrier, String key) {
      List<String> values = carrier.get(key);
      return values == null ? null : values.get(0);
    }

    // no @Override: 1.5 does not have it; hence the erased types of 1.6, too
    @SuppressWarnings({"unused", "MissingOverride", "unchecked"})
    public Iterable<String> getAll(Object carrier, String key) {
      return ((Map<String, List<String>>) carrier).getOrDefault(key, List.of());
    }
  }
}
