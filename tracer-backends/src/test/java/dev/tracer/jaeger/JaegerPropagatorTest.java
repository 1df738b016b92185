// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jaeger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Baggage;
import dev.tracer.Context;
import dev.tracer.SpanContext;
import dev.tracer.propagation.CarrierGetter;
import dev.tracer.propagation.CarrierSetter;
import dev.tracer.propagation.Propagator;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JaegerPropagatorTest {
  private static final String TRACE = "80f198ee56343ba864fe8b2a57d3eff7";
  private static final String SPAN = "e457b5a2e4d86bd1";

  private final Propagator propagator = JaegerPropagator.create();

  private Context extract(Map<String, String> headers) {
    return propagator.extract(Context.root(), headers, CarrierGetter.ofMap());
  }

  private Map<String, String> inject(Context context) {
    Map<String, String> headers = new TreeMap<>();
    propagator.inject(context, headers, CarrierSetter.ofMap());
    return headers;
  }

  @ParameterizedTest
  @CsvSource({
    TRACE + ":" + SPAN + ":0:1, " + TRACE + ", true",
    TRACE + ":" + SPAN + ":0:0, " + TRACE + ", false",
    TRACE + ":" + SPAN + ":0:3, " + TRACE + ", true",
    TRACE + ":" + SPAN + ":0:2, " + TRACE + ", true",
    TRACE + ":" + SPAN + ":0:09, " + TRACE + ", true",
    TRACE + ":" + SPAN + ":05e3ac9a4f6e3b90:1, " + TRACE + ", true",
    TRACE + "%3A" + SPAN + "%3a0%3A1, " + TRACE + ", true",
    "1234abcd:" + SPAN + ":0:1, 0000000000000000000000001234abcd, true",
    "ee56343ba864fe8b2a57d3eff7:" + SPAN + ":0:1, 000000ee56343ba864fe8b2a57d3eff7, true",
  })
  void header_wellFormed_isRead(String header, String traceId, boolean sampled) {
    SpanContext context = extract(Map.of("Uber-Trace-Id", header)).span().context();

    assertThat(context.traceId()).isEqualTo(traceId);
    assertThat(context.spanId()).isEqualTo(SPAN);
    assertThat(context.isSampled()).isEqualTo(sampled);
    assertThat(context.isUndecided()).isFalse();
    assertThat(context.isRemote()).isTrue();
    assertThat(propagator.refused()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        TRACE + ":" + SPAN + ":0",
        TRACE + ":" + SPAN + ":0:1:1",
        TRACE + ":" + SPAN + ":0:",
        TRACE + ":" + SPAN + ":0:100",
        TRACE + ":" + SPAN + ":0:g",
        "0" + TRACE + ":" + SPAN + ":0:1",
        TRACE + ":0" + SPAN + ":0:1",
        "0:" + SPAN + ":0:1",
        TRACE + ":0:0:1",
        ":" + SPAN + ":0:1",
      })
  void header_malformed_isRefusedAndCounted(String header) {
    assertThat(extract(Map.of("uber-trace-id", header))).isSameAs(Context.root());
    assertThat(propagator.refused()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    TRACE + ":" + SPAN + ":0:1, " + TRACE + ":" + SPAN + ":0:1",
    TRACE + ":" + SPAN + ":5:0, " + TRACE + ":" + SPAN + ":0:0",
    TRACE + ":" + SPAN + ":0:2, " + TRACE + ":" + SPAN + ":0:3",
    "1234abcd:1:0:1, 000000001234abcd:0000000000000001:0:1",
  })
  void header_isSentOn(String header, String sent) {
    assertThat(inject(extract(Map.of("uber-trace-id", header))))
        .containsExactly(Map.entry("uber-trace-id", sent));
  }

  @Test
  void baggage_goesThereAndBack() {
    Baggage baggage = Baggage.of("tenant", "acme & söhne").with("empty", "");
    Map<String, String> sent = inject(Context.root().with(baggage));

    assertThat(sent)
        .containsEntry("uberctx-tenant", "acme%20%26%20s%C3%B6hne")
        .containsEntry("uberctx-empty", "");
    assertThat(extract(sent).baggage().asMap()).isEqualTo(baggage.asMap());
  }

  @Test
  void baggage_inAList_isRead() {
    Map<String, String> headers = Map.of("jaeger-baggage", "a=1, b = %32 ,nonsense");

    assertThat(extract(headers).baggage().asMap()).isEqualTo(Map.of("a", "1", "b", "2"));
    assertThat(propagator.refused()).isEqualTo(1);
  }

  @Test
  void baggage_brokenOrTooMuch_isRefusedWhole() {
    Map<String, String> headers = new TreeMap<>();
    headers.put("uberctx-broken", "%4");
    headers.put("uberctx-long", "x".repeat(9_000));
    headers.put("uberctx-good", "1");

    assertThat(extract(headers).baggage().asMap()).isEqualTo(Map.of("good", "1"));
    assertThat(propagator.refused()).isEqualTo(2);
  }

  @Test
  void baggage_ofMoreThan64Entries_endsThere() {
    Map<String, String> headers = new TreeMap<>();
    for (int i = 0; i < 70; i++) {
      headers.put("uberctx-key" + i, "v");
    }

    assertThat(extract(headers).baggage().size()).isEqualTo(64);
    assertThat(propagator.refused()).isEqualTo(6);
  }

  @Test
  void baggage_withANameThatNoHeaderMayHave_isNotSent() {
    assertThat(inject(Context.root().with(Baggage.of("a b", "1").with("c", "2"))))
        .containsExactly(Map.entry("uberctx-c", "2"));
    assertThat(propagator.refused()).isEqualTo(1);
  }
}
