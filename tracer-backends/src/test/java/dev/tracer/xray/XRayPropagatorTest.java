// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.xray;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Context;
import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.TraceState;
import dev.tracer.propagation.CarrierGetter;
import dev.tracer.propagation.CarrierSetter;
import dev.tracer.propagation.Propagator;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XRayPropagatorTest {
  private static final String ROOT = "Root=1-5759e988-bd862e3fe1be46a994272793";
  private static final String PARENT = "Parent=53995c3f42cd8ad8";
  private static final String PROPERTY = "com.amazonaws.xray.traceHeader";

  private final Propagator propagator = XRayPropagator.create();

  @AfterEach
  void clear() {
    System.clearProperty(PROPERTY);
  }

  private static Context extract(Propagator propagator, String header) {
    return propagator.extract(
        Context.root(), Map.of("X-Amzn-Trace-Id", header), CarrierGetter.ofMap());
  }

  private Map<String, String> inject(Context context) {
    Map<String, String> headers = new TreeMap<>();
    propagator.inject(context, headers, CarrierSetter.ofMap());
    return headers;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ROOT + ";" + PARENT + ";Sampled=1 | sampled",
        ROOT + ";" + PARENT + ";Sampled=0 | dropped",
        ROOT + ";" + PARENT + ";Sampled=? | undecided",
        ROOT + ";" + PARENT + " | undecided",
        "Sampled=1; " + PARENT + " ;" + ROOT + " | sampled",
        "Self=1-67891234-12456789abcdef012345678;" + ROOT + ";" + PARENT + ";Sampled=1 | sampled",
        ROOT + ";" + PARENT + ";Sampled=1;a=b;nonsense;; | sampled",
      })
  void header_wellFormed_isRead(String header, String decision) {
    SpanContext context = extract(propagator, header).span().context();

    assertThat(context.traceId()).isEqualTo("5759e988bd862e3fe1be46a994272793");
    assertThat(context.spanId()).isEqualTo("53995c3f42cd8ad8");
    assertThat(context.isRemote()).isTrue();
    assertThat(context.isUndecided() ? "undecided" : context.isSampled() ? "sampled" : "dropped")
        .isEqualTo(decision);
    assertThat(propagator.refused()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        PARENT + ";Sampled=1",
        "Root=2-5759e988-bd862e3fe1be46a994272793;" + PARENT + ";Sampled=1",
        "Root=1-5759e98-bd862e3fe1be46a9942727931;" + PARENT + ";Sampled=1",
        "Root=1-5759E988-bd862e3fe1be46a994272793;" + PARENT + ";Sampled=1",
        ROOT + ";Parent=53995c3f42cd8ad;Sampled=1",
        ROOT + ";Parent=;Sampled=1",
        ROOT + ";" + PARENT + ";Sampled=2",
      })
  void header_malformed_isRefusedAndCounted(String header) {
    assertThat(extract(propagator, header)).isSameAs(Context.root());
    assertThat(propagator.refused()).isEqualTo(1);
  }

  @Test
  void header_tooLong_isRefusedUnread() {
    String header = ROOT + ";" + PARENT + ";Sampled=1;x=" + "y".repeat(2_000);

    assertThat(extract(propagator, header)).isSameAs(Context.root());
    assertThat(propagator.refused()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ROOT,
        "Root=1-00000000-000000000000000000000000;" + PARENT,
        ROOT + ";Parent=0000000000000000",
      })
  void header_withoutACaller_isNoParentAndNoFault(String header) {
    assertThat(extract(propagator, header)).isSameAs(Context.root());
    assertThat(propagator.refused()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {ROOT + ";Sampled=0", "Sampled=0;" + ROOT + ";Parent=0000000000000000"})
  void header_thatDeniesWithoutACaller_keepsTheTraceUnrecorded(String header) {
    SpanContext context = extract(propagator, header).span().context();

    assertThat(context.traceId()).isEqualTo("5759e988bd862e3fe1be46a994272793");
    assertThat(context.isValid()).isTrue();
    assertThat(context.isRemote()).isTrue();
    assertThat(context.isSampled()).isFalse();
    assertThat(context.isUndecided()).isFalse();
    assertThat(propagator.refused()).isZero();
  }

  @Test
  void header_thatDeniesWithoutAnyId_beginsATraceThatIsNotRecorded() {
    String header = "Root=1-00000000-000000000000000000000000;Sampled=0";
    SpanContext context = extract(propagator, header).span().context();

    assertThat(context.isValid()).isTrue();
    assertThat(context.isSampled()).isFalse();
    assertThat(context.isUndecided()).isFalse();
  }

  @Test
  void header_thatDeniesWithoutACaller_leavesTheParentThatAnotherFormatTold() {
    Context told =
        Context.root().with(Span.of(SpanContext.of(1, 2, 3, (byte) 1, TraceState.empty(), true)));

    assertThat(
            propagator.extract(
                told, Map.of("X-Amzn-Trace-Id", ROOT + ";Sampled=0"), CarrierGetter.ofMap()))
        .isSameAs(told);
  }

  @Test
  void inject_writesRootParentAndDecision() {
    assertThat(inject(extract(propagator, ROOT + ";" + PARENT + ";Sampled=1")))
        .containsExactly(Map.entry("x-amzn-trace-id", ROOT + ";" + PARENT + ";Sampled=1"));
    assertThat(inject(extract(propagator, ROOT + ";" + PARENT + ";Sampled=0")))
        .containsEntry("x-amzn-trace-id", ROOT + ";" + PARENT + ";Sampled=0");
    assertThat(inject(Context.root())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ";Sampled=?"})
  void undecided_isSentOnWithoutDecision(String sampled) {
    assertThat(inject(extract(propagator, ROOT + ";" + PARENT + sampled)))
        .containsEntry("x-amzn-trace-id", ROOT + ";" + PARENT);
  }

  @ParameterizedTest
  @CsvSource({
    "32767:e65a2c4d:255, true",
    "0:a87bd80c:0, true",
    "32768:e65a2c4d:255, false",
    "1:e65a2c4d:256, false",
    "1:e65a2c4:2, false",
    "1:e65a2c4d, false",
    "-1:e65a2c4d:1, false",
  })
  void lineage_wellFormed_isSentOn(String lineage, boolean sent) {
    String header = ROOT + ";" + PARENT + ";Sampled=1;Lineage=" + lineage;

    assertThat(inject(extract(propagator, header)).get("x-amzn-trace-id").contains("Lineage"))
        .isEqualTo(sent);
  }

  @Test
  void lineage_ofAnotherTrace_isNotSentOn() {
    Context context = extract(propagator, ROOT + ";" + PARENT + ";Sampled=1;Lineage=1:e65a2c4d:1");
    Span other = Span.of(SpanContext.of(1, 2, 3, (byte) 1, TraceState.empty(), false));

    assertThat(inject(context.with(other)).get("x-amzn-trace-id")).doesNotContain("Lineage");
  }

  @Test
  void lambda_readsThePropertyWhereThereIsNoHeader() {
    System.setProperty(PROPERTY, ROOT + ";" + PARENT + ";Sampled=1");
    Propagator lambda = XRayPropagator.lambda();

    assertThat(lambda.extract(Context.root(), Map.of(), CarrierGetter.ofMap()).span().isValid())
        .isTrue();
    assertThat(propagator.extract(Context.root(), Map.of(), CarrierGetter.ofMap()))
        .isSameAs(Context.root());
    assertThat(extract(lambda, "Root=1-11111111-222222222222222222222222;" + PARENT).span())
        .extracting(span -> span.context().traceId())
        .isEqualTo("11111111222222222222222222222222");
  }
}
