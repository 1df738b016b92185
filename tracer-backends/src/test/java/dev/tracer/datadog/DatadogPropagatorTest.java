// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.datadog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Baggage;
import dev.tracer.Context;
import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.TraceState;
import dev.tracer.propagation.CarrierGetter;
import dev.tracer.propagation.CarrierSetter;
import dev.tracer.propagation.Propagator;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatadogPropagatorTest {
  private final Propagator propagator = DatadogPropagator.create();
  private final Map<String, String> headers = new TreeMap<>();

  DatadogPropagatorTest() {
    headers.put("x-datadog-trace-id", "18446744073709551615");
    headers.put("x-datadog-parent-id", "255");
  }

  private Context extract() {
    return propagator.extract(Context.root(), headers, CarrierGetter.ofMap());
  }

  private Map<String, String> inject(Context context) {
    Map<String, String> sent = new TreeMap<>();
    propagator.inject(context, sent, CarrierSetter.ofMap());
    return sent;
  }

  @Test
  void ids_areUnsignedDecimals() {
    SpanContext context = extract().span().context();

    assertThat(context.traceId()).isEqualTo("0000000000000000ffffffffffffffff");
    assertThat(context.spanId()).isEqualTo("00000000000000ff");
    assertThat(context.isRemote()).isTrue();
    assertThat(context.isUndecided()).isTrue();
  }

  @Test
  void undecided_isSentOnWithoutPriority() {
    assertThat(inject(extract())).doesNotContainKey("x-datadog-sampling-priority");
  }

  @ParameterizedTest
  @CsvSource({"-1, false", "0, false", "1, true", "2, true"})
  void priority_isReadAndSentOn(String priority, boolean sampled) {
    headers.put("x-datadog-sampling-priority", priority);

    assertThat(extract().span().context().isSampled()).isEqualTo(sampled);
    assertThat(extract().span().context().isUndecided()).isFalse();
    assertThat(inject(extract())).containsEntry("x-datadog-sampling-priority", priority);
  }

  @Test
  void priority_whenThisServiceDecidesOtherwise_isThisServices() {
    headers.put("x-datadog-sampling-priority", "2");
    Context context = extract();
    Span dropped = Span.of(SpanContext.of(0, -1, 7, (byte) 0, TraceState.empty(), false));

    assertThat(inject(context.with(dropped))).containsEntry("x-datadog-sampling-priority", "0");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "1, 0",
    "18446744073709551616, 1",
    "-1, 1",
    "+1, 1",
    "0x1, 1",
    "abc, 1",
    "1, abc",
  })
  void ids_malformedOrZero_areRefusedAndCounted(String traceId, String parentId) {
    headers.put("x-datadog-trace-id", traceId);
    headers.put("x-datadog-parent-id", parentId);

    assertThat(extract()).isSameAs(Context.root());
    assertThat(propagator.refused()).isEqualTo(1);
  }

  @Test
  void ids_joinedByAProxy_areTheFirst() {
    headers.put("x-datadog-trace-id", "5, 6");

    assertThat(extract().span().context().traceIdLow()).isEqualTo(5);
  }

  @Test
  void priority_malformed_isRefused() {
    headers.put("x-datadog-sampling-priority", "3");

    assertThat(extract()).isSameAs(Context.root());
  }

  @Test
  void tags_holdTheUpperHalfAndAreSentOn() {
    headers.put("x-datadog-tags", "_dd.p.dm=-4,_dd.p.tid=640cfd8d00000000,other=1");
    headers.put("x-datadog-origin", "synthetics");
    headers.put("x-datadog-sampling-priority", "1");

    assertThat(extract().span().context().traceId()).isEqualTo("640cfd8d00000000ffffffffffffffff");
    assertThat(inject(extract()))
        .isEqualTo(
            Map.of(
                "x-datadog-trace-id", "18446744073709551615",
                "x-datadog-parent-id", "255",
                "x-datadog-sampling-priority", "1",
                "x-datadog-origin", "synthetics",
                "x-datadog-tags", "_dd.p.tid=640cfd8d00000000,_dd.p.dm=-4"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_dd.p.tid=640CFD8D00000000",
        "_dd.p.tid=1",
        "nonsense",
        "=1",
        "_dd.p.dm=",
        "_dd.p. x=1",
        "_dd.p.x=caf\u00e9",
      })
  void tags_malformed_areDroppedAndTheIdsKept(String tags) {
    headers.put("x-datadog-tags", tags);

    assertThat(extract().span().context().traceId()).isEqualTo("0000000000000000ffffffffffffffff");
    assertThat(inject(extract())).doesNotContainKey("x-datadog-tags");
    assertThat(propagator.refused()).isPositive();
  }

  @Test
  void tags_tooLong_areDropped() {
    headers.put("x-datadog-tags", "_dd.p.x=" + "y".repeat(512));

    assertThat(inject(extract())).doesNotContainKey("x-datadog-tags");
    assertThat(propagator.refused()).isPositive();
  }

  @Test
  void carried_ofAnotherTrace_isNotSentOn() {
    headers.put("x-datadog-tags", "_dd.p.dm=-4");
    headers.put("x-datadog-origin", "rum");
    Span other = Span.of(SpanContext.of(0, 2, 3, (byte) 1, TraceState.empty(), false));

    assertThat(inject(extract().with(other)).keySet())
        .containsExactlyInAnyOrder(
            "x-datadog-trace-id", "x-datadog-parent-id", "x-datadog-sampling-priority");
  }

  @Test
  void traceId_whoseLowerHalfIsZero_cannotBeTold() {
    Span odd = Span.of(SpanContext.of(1, 0, 3, (byte) 1, TraceState.empty(), false));

    assertThat(inject(Context.root().with(odd))).isEmpty();
  }

  @Test
  void baggage_goesThereAndBack() {
    Baggage baggage = Baggage.of("tenant", "acme");
    Map<String, String> sent = inject(Context.root().with(baggage));

    assertThat(sent).containsExactly(Map.entry("ot-baggage-tenant", "acme"));
    assertThat(propagator.extract(Context.root(), sent, CarrierGetter.ofMap()).baggage().asMap())
        .isEqualTo(Map.of("tenant", "acme"));
  }

  @Test
  void baggage_thatNoHeaderMayHold_isRefused() {
    assertThat(inject(Context.root().with(Baggage.of("a b", "1").with("c", "\n")))).isEmpty();
    assertThat(propagator.refused()).isEqualTo(2);
  }
}
