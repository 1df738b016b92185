// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Context;
import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.TraceState;
import dev.tracer.Tracer;
import dev.tracer.propagation.CarrierGetter;
import dev.tracer.propagation.CarrierSetter;
import dev.tracer.propagation.Propagator;
import dev.tracer.sampling.Sampler;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class B3PropagatorTest {
  private static final String TRACE = "80f198ee56343ba864fe8b2a57d3eff7";
  private static final String SPAN = "e457b5a2e4d86bd1";

  private final Propagator single = B3Propagator.single();
  private final Propagator multi = B3Propagator.multi();

  private static Map<String, String> headers(String... pairs) {
    Map<String, String> headers = new TreeMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      headers.put(pairs[i], pairs[i + 1]);
    }
    return headers;
  }

  private static Context extract(Propagator propagator, Map<String, String> headers) {
    return propagator.extract(Context.root(), headers, CarrierGetter.ofMap());
  }

  private static Map<String, String> inject(Propagator propagator, Context context) {
    Map<String, String> headers = new TreeMap<>();
    propagator.inject(context, headers, CarrierSetter.ofMap());
    return headers;
  }

  /** The next hop's headers, from a span of the same trace and decision. */
  private Map<String, String> sentOn(Propagator propagator, Map<String, String> headers) {
    return inject(propagator, extract(propagator, headers));
  }

  private static String decision(SpanContext context) {
    return context.isUndecided() ? "undecided" : context.isSampled() ? "sampled" : "dropped";
  }

  @ParameterizedTest
  @CsvSource({
    TRACE + "-" + SPAN + "-1, sampled",
    TRACE + "-" + SPAN + "-0, dropped",
    TRACE + "-" + SPAN + "-d, sampled",
    TRACE + "-" + SPAN + ", undecided",
    TRACE + "-" + SPAN + "-1-05e3ac9a4f6e3b90, sampled",
    TRACE + "-" + SPAN + "-05e3ac9a4f6e3b90, undecided",
  })
  void single_wellFormed_isRead(String header, String decision) {
    SpanContext context = extract(single, headers("b3", header)).span().context();

    assertThat(context.traceId()).isEqualTo(TRACE);
    assertThat(context.spanId()).isEqualTo(SPAN);
    assertThat(context.isRemote()).isTrue();
    assertThat(context.isRandom()).isFalse();
    assertThat(decision(context)).isEqualTo(decision);
    assertThat(single.refused()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "X",
    TRACE,
    TRACE + "-",
    "-" + SPAN,
    TRACE + "-" + SPAN + "-",
    TRACE + "-" + SPAN + "-2",
    TRACE + "-" + SPAN + "-1-",
    TRACE + "-" + SPAN + "-1-xyz",
    TRACE + "-" + SPAN + "-1-05e3ac9a4f6e3b90-1",
    "0" + TRACE + "-" + SPAN + "-1",
    TRACE + "-0" + SPAN + "-1",
    "80F198EE56343BA864FE8B2A57D3EFF7-" + SPAN + "-1",
    "00000000000000000000000000000000-" + SPAN + "-1",
    TRACE + "-0000000000000000-1",
  })
  void single_malformed_isRefusedAndCounted(String header) {
    assertThat(extract(single, headers("b3", header))).isSameAs(Context.root());
    assertThat(single.refused()).isEqualTo(1);
  }

  @Test
  void single_malformed_letsTheOtherFormSpeak() {
    Map<String, String> headers =
        headers("b3", "nonsense", "x-b3-traceid", TRACE, "x-b3-spanid", SPAN, "x-b3-sampled", "1");

    assertThat(extract(single, headers).span().context().traceId()).isEqualTo(TRACE);
  }

  @Test
  void single_wellFormed_winsOverTheOtherForm() {
    Map<String, String> headers =
        headers("b3", TRACE + "-" + SPAN + "-1", "x-b3-traceid", SPAN, "x-b3-spanid", SPAN);

    assertThat(extract(multi, headers).span().context().traceId()).isEqualTo(TRACE);
  }

  @ParameterizedTest
  @CsvSource({"1, sampled", "0, dropped", "true, sampled", "False, dropped", "d, sampled"})
  void multi_decision_isRead(String sampled, String decision) {
    Map<String, String> headers =
        headers("X-B3-TraceId", TRACE, "X-B3-SpanId", SPAN, "X-B3-Sampled", sampled);

    assertThat(decision(extract(multi, headers).span().context())).isEqualTo(decision);
  }

  /** Whoever has no say in it, as a tracer that is disabled, says nothing. */
  @Test
  void undecided_isSentOnWithoutDecision() {
    Map<String, String> headers = headers("b3", TRACE + "-" + SPAN);
    Tracer tracer = Tracer.builder("proxy").propagator(single).disabled(true).build();
    Context received = tracer.extract(headers, CarrierGetter.ofMap());
    Span span = tracer.spanBuilder("forward").parent(received).start();

    assertThat(inject(single, Context.root().with(span))).isEqualTo(headers);
    assertThat(inject(multi, received)).containsOnlyKeys("x-b3-traceid", "x-b3-spanid");
  }

  @Test
  void multi_withoutDecision_isUndecided() {
    Map<String, String> headers = headers("X-B3-TraceId", TRACE, "X-B3-SpanId", SPAN);

    assertThat(extract(multi, headers).span().context().isUndecided()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "X-B3-TraceId, x, X-B3-SpanId, " + SPAN,
    "X-B3-TraceId, " + TRACE + ", X-B3-Sampled, 1",
    "X-B3-SpanId, " + SPAN + ", X-B3-Sampled, 1",
    "X-B3-Sampled, 2, X-B3-Flags, 0",
  })
  void multi_malformedOrHalf_isRefusedAndCounted(String k1, String v1, String k2, String v2) {
    assertThat(extract(multi, headers(k1, v1, k2, v2))).isSameAs(Context.root());
    assertThat(multi.refused()).isEqualTo(1);
  }

  @Test
  void traceId_of64Bits_isFilledUpAndSentOnWith16Digits() {
    SpanContext context = extract(single, headers("b3", SPAN + "-" + SPAN + "-1")).span().context();

    assertThat(context.traceId()).isEqualTo("0000000000000000" + SPAN);
    assertThat(sentOn(single, headers("b3", SPAN + "-" + SPAN + "-1")))
        .containsExactly(Map.entry("b3", SPAN + "-" + SPAN + "-1"));
  }

  @Test
  void debug_isSentOnAsDebug() {
    Map<String, String> headers =
        headers("x-b3-traceid", TRACE, "x-b3-spanid", SPAN, "x-b3-flags", "1");

    assertThat(sentOn(single, headers)).containsEntry("b3", TRACE + "-" + SPAN + "-d");
    assertThat(sentOn(multi, headers))
        .containsEntry("x-b3-flags", "1")
        .doesNotContainKey("x-b3-sampled");
  }

  @Test
  void debug_ofAnotherTrace_isNotSentOn() {
    Context debugged = extract(single, headers("b3", TRACE + "-" + SPAN + "-d"));
    Span other = Span.of(SpanContext.of(1, 2, 3, SpanContext.SAMPLED, TraceState.empty(), false));

    assertThat(inject(single, debugged.with(other)).get("b3")).endsWith("-1");
  }

  @Test
  void denial_withoutIds_isSentOnAsATraceThatNobodyRecords() {
    Map<String, String> sent = sentOn(single, headers("b3", "0"));

    assertThat(sent.get("b3")).matches("[0-9a-f]{32}-[0-9a-f]{16}-0");
  }

  @ParameterizedTest
  @CsvSource({"b3, 1, 1", "b3, d, d", "X-B3-Sampled, 1, 1", "X-B3-Flags, 1, d"})
  void consent_withoutIds_isSentOnInATraceOfItsOwn(String name, String value, String sentOn) {
    Map<String, String> sent = sentOn(single, headers(name, value));

    assertThat(sent.get("b3")).matches("[0-9a-f]{32}-[0-9a-f]{16}-" + sentOn);
    assertThat(sent).isNotEqualTo(sentOn(single, headers(name, value)));
    assertThat(single.refused()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"1, true", "d, true", "0, false"})
  void decision_withoutIds_countsAsThatOfARemoteParent(String header, boolean sampled) {
    Sampler opposite = Sampler.parentBased(sampled ? Sampler.alwaysOff() : Sampler.alwaysOn());
    try (Tracer tracer = Tracer.builder("shop").sampler(opposite).build()) {
      Context context = extract(single, headers("b3", header));
      Span span = tracer.spanBuilder("get").parent(context).start();

      assertThat(context.span().context().isRemote()).isTrue();
      assertThat(context.span().isUndecided()).isFalse();
      assertThat(span.isSampled()).isEqualTo(sampled);
      assertThat(span.traceId()).isEqualTo(context.span().traceId());
    }
  }

  @ParameterizedTest
  @CsvSource({"1", "d"})
  void consent_withoutIds_leavesTheTraceThatAnotherFormatTold(String header) {
    Propagator both = Propagator.composite(Propagator.traceContext(), single);
    Map<String, String> headers =
        headers("b3", header, "traceparent", "00-" + TRACE + "-" + SPAN + "-00");

    SpanContext context = extract(both, headers).span().context();

    assertThat(context.traceId()).isEqualTo(TRACE);
    assertThat(context.isSampled()).isFalse();
  }

  @Test
  void inject_withoutSpan_writesNothing() {
    assertThat(inject(single, Context.root())).isEmpty();
    assertThat(inject(multi, Context.root())).isEmpty();
  }

  @Test
  void fields_areThoseWritten() {
    Map<String, String> debug = headers("b3", TRACE + "-" + SPAN + "-d");
    Map<String, String> usual = headers("b3", TRACE + "-" + SPAN + "-1");

    assertThat(single.fields()).containsAll(sentOn(single, debug).keySet());
    assertThat(multi.fields())
        .containsAll(sentOn(multi, debug).keySet())
        .containsAll(sentOn(multi, usual).keySet());
  }
}
