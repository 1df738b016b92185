// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Baggage;
import dev.tracer.Context;
import dev.tracer.StatusCode;
import dev.tracer.export.SpanData;
import dev.tracer.sampling.Sampler;
import dev.tracer.testing.TestTracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What spans made by OpenTelemetry's API become. */
class SpansTest {
  private static final SpanContext REMOTE =
      SpanContext.createFromRemoteParent(
          "0af7651916cd43dd8448eb211c80319c",
          "b7ad6b7169203331",
          TraceFlags.getSampled(),
          TraceState.builder().put("b", "2").put("a", "1").build());

  private final TestTracer test = TestTracer.create();
  private final OpenTelemetryBridge bridge = OpenTelemetryBridge.of(test.tracer());
  private final Tracer tracer = bridge.getTracer("lib", "1.2");

  @AfterEach
  void close() {
    test.close();
  }

  private SpanData only() {
    test.assertNoOpenSpans();
    assertThat(test.spans()).hasSize(1);
    return test.spans().get(0);
  }

  @Test
  void scope_hasNameVersionAndSchema() {
    bridge
        .tracerBuilder("lib")
        .setInstrumentationVersion("3")
        .setSchemaUrl("https://opentelemetry.io/schemas/1.37.0")
        .build()
        .spanBuilder("s")
        .startSpan()
        .end();
    assertThat(only().instrumentationScope().name()).isEqualTo("lib");
    assertThat(only().instrumentationScope().version()).isEqualTo("3");
    assertThat(only().instrumentationScope().schemaUrl()).endsWith("1.37.0");
  }

  @Test
  void scope_ofNull_isEmpty() {
    bridge.getTracerProvider().get(null).spanBuilder("s").startSpan().end();
    bridge.getTracerProvider().get("lib", null).spanBuilder("s").startSpan().end();
    assertThat(test.spans())
        .extracting(s -> s.instrumentationScope().name())
        .containsExactly("", "lib");
  }

  private static Attributes ofAllTypes() {
    return Attributes.builder()
        .put("string", "s")
        .put("long", 1)
        .put("double", 0.5)
        .put("boolean", true)
        .put("strings", "a", "b")
        .put("longs", 1, 2)
        .put("doubles", 0.5, 1.5)
        .put("booleans", true, false)
        .put(
            AttributeKey.valueKey("value"),
            Value.of(Map.of("list", Value.of(List.of(Value.of(1), Value.of("two"))))))
        .build();
  }

  private static void assertAllTypes(dev.tracer.Attributes attributes) {
    assertThat(attributes.get("string")).isEqualTo("s");
    assertThat(attributes.get("long")).isEqualTo(1L);
    assertThat(attributes.get("double")).isEqualTo(0.5);
    assertThat(attributes.get("boolean")).isEqualTo(true);
    assertThat(attributes.get("strings")).isEqualTo(List.of("a", "b"));
    assertThat(attributes.get("longs")).isEqualTo(List.of(1L, 2L));
    assertThat(attributes.get("doubles")).isEqualTo(List.of(0.5, 1.5));
    assertThat(attributes.get("booleans")).isEqualTo(List.of(true, false));
    assertThat(attributes.get("value")).isEqualTo(Map.of("list", List.of(1L, "two")));
  }

  @Test
  void attributes_ofAllTypes_beforeAndAfterTheStart() {
    tracer.spanBuilder("before").setAllAttributes(ofAllTypes()).startSpan().end();
    Span after = tracer.spanBuilder("after").startSpan();
    after.setAllAttributes(ofAllTypes());
    after.end();
    assertAllTypes(test.spans().get(0).attributes());
    assertAllTypes(test.spans().get(1).attributes());
  }

  @Test
  void attributes_byName_beforeAndAfterTheStart() {
    Span span =
        tracer
            .spanBuilder("s")
            .setAttribute("a", "s")
            .setAttribute("b", 1)
            .setAttribute("c", 0.5)
            .setAttribute("d", true)
            .startSpan();
    span.setAttribute("e", "s").setAttribute("f", 1).setAttribute("g", 0.5).setAttribute("h", true);
    span.end();
    assertThat(only().attributes())
        .hasToString("{a=s, b=1, c=0.5, d=true, e=s, f=1, g=0.5, h=true}");
  }

  @Test
  void attributes_nullOrUnnamed_areIgnored() {
    Span span =
        tracer
            .spanBuilder("s")
            .setAttribute("a", null)
            .setAttribute("", "v")
            .setAttribute((String) null, "v")
            .setAttribute(AttributeKey.stringKey(""), "v")
            .setAttribute(AttributeKey.stringKey("k"), null)
            .setAttribute("", 1)
            .setAttribute("", 1.5)
            .setAttribute("", true)
            .startSpan();
    span.setAttribute("a", (String) null).setAttribute("", "v").setAttribute((String) null, "v");
    span.setAttribute("", 1).setAttribute("", 1.5).setAttribute("", true);
    span.setAttribute(AttributeKey.stringKey("k"), null);
    span.addEvent(null, Attributes.empty());
    span.recordException(null, Attributes.empty());
    span.addLink(null, Attributes.empty());
    span.setStatus(null, "x");
    span.end();
    assertThat(only().attributes().isEmpty()).isTrue();
    assertThat(only().events()).isEmpty();
    assertThat(only().links()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(SpanKind.class)
  void kind_isTheSame(SpanKind kind) {
    tracer.spanBuilder("s").setSpanKind(kind).startSpan().end();
    assertThat(only().kind().name()).isEqualTo(kind.name());
  }

  @Test
  void parent_remote_isContinuedWithItsState() {
    tracer
        .spanBuilder("s")
        .setParent(io.opentelemetry.context.Context.root().with(Span.wrap(REMOTE)))
        .startSpan()
        .end();
    assertThat(only().traceId()).isEqualTo(REMOTE.getTraceId());
    assertThat(only().parentSpanId()).isEqualTo(REMOTE.getSpanId());
    assertThat(only().isParentRemote()).isTrue();
    assertThat(only().traceState()).hasToString("a=1,b=2");
  }

  @Test
  void noParent_insideOfASpan_isRoot() {
    test.tracer().run("outer", span -> tracer.spanBuilder("s").setNoParent().startSpan().end());
    assertThat(test.spans().get(0).isRoot()).isTrue();
  }

  @Test
  void links_beforeAndAfterTheStart_invalidOnesLeftOut() {
    Span span =
        tracer
            .spanBuilder("s")
            .addLink(REMOTE, Attributes.builder().put("n", 1).build())
            .addLink(SpanContext.getInvalid())
            .startSpan();
    span.addLink(REMOTE);
    span.addLink(SpanContext.getInvalid());
    span.end();
    assertThat(only().links())
        .hasSize(2)
        .allMatch(l -> l.context().spanId().equals("b7ad6b7169203331"));
    assertThat(only().links().get(0).attributes()).hasToString("{n=1}");
  }

  @Test
  void links_withoutIds_areKeptForAttributesOrTraceState() {
    SpanContext stateOnly =
        SpanContext.create(
            SpanContext.getInvalid().getTraceId(),
            SpanContext.getInvalid().getSpanId(),
            TraceFlags.getDefault(),
            REMOTE.getTraceState());
    Attributes attributes = Attributes.builder().put("n", 1).build();
    Span span =
        tracer
            .spanBuilder("s")
            .addLink(stateOnly)
            .addLink(SpanContext.getInvalid(), attributes)
            .startSpan();
    span.addLink(stateOnly);
    span.addLink(SpanContext.getInvalid(), attributes);
    span.end();
    assertThat(only().links())
        .noneMatch(link -> link.context().isValid())
        .extracting(link -> link.context().traceState() + " " + link.attributes())
        .containsExactly("a=1,b=2 {}", " {n=1}", "a=1,b=2 {}", " {n=1}");
  }

  @Test
  void times_areKept() {
    Span span =
        tracer
            .spanBuilder("s")
            .setStartTimestamp(1_500_000_000_123L, TimeUnit.MILLISECONDS)
            .startSpan();
    span.addEvent("e", Attributes.empty(), Instant.ofEpochSecond(1_500_000_001, 5));
    span.end(1_500_000_002, TimeUnit.SECONDS);
    assertThat(only().startEpochNanos()).isEqualTo(1_500_000_000_123_000_000L);
    assertThat(only().events().get(0).epochNanos()).isEqualTo(1_500_000_001_000_000_005L);
    assertThat(only().endEpochNanos()).isEqualTo(1_500_000_002_000_000_000L);
  }

  @Test
  void times_thatNobodyCanTell_areTheNearestThatCanBeTold() {
    Span late = tracer.spanBuilder("late").startSpan();
    late.addEvent("e", Attributes.empty(), Long.MAX_VALUE, TimeUnit.SECONDS);
    late.end(Long.MAX_VALUE, TimeUnit.SECONDS);
    tracer.spanBuilder("early").startSpan().end(Long.MIN_VALUE, TimeUnit.DAYS);
    tracer
        .spanBuilder("begins late")
        .setStartTimestamp(Long.MAX_VALUE, TimeUnit.DAYS)
        .startSpan()
        .end();
    test.assertNoOpenSpans();
    assertThat(test.spans()).hasSize(3);
    assertThat(test.spans().get(0).events().get(0).epochNanos()).isEqualTo(Long.MAX_VALUE);
    assertThat(test.spans().get(0).endEpochNanos()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void status_error_isKeptWithItsDescription() {
    Span span = tracer.spanBuilder("s").startSpan();
    span.setStatus(io.opentelemetry.api.trace.StatusCode.ERROR, "no");
    span.setStatus(io.opentelemetry.api.trace.StatusCode.UNSET);
    span.end();
    assertThat(only().statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(only().statusDescription()).isEqualTo("no");
  }

  @Test
  void status_ok_isFinal() {
    Span span = tracer.spanBuilder("s").startSpan();
    span.setStatus(io.opentelemetry.api.trace.StatusCode.OK);
    span.setStatus(io.opentelemetry.api.trace.StatusCode.ERROR);
    span.end();
    assertThat(only().statusCode()).isEqualTo(StatusCode.OK);
  }

  @Test
  void exception_isAnEventAndLeavesTheStatus() {
    Span span = tracer.spanBuilder("s").startSpan();
    span.recordException(new IOException("no"), Attributes.builder().put("retry", 1).build());
    span.updateName("renamed");
    span.end();
    assertThat(only().name()).isEqualTo("renamed");
    assertThat(only().statusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(only().events()).hasSize(1);
    assertThat(only().events().get(0).name()).isEqualTo("exception");
    assertThat(only().events().get(0).attributes().get("exception.type"))
        .isEqualTo("java.io.IOException");
    assertThat(only().events().get(0).attributes().get("retry")).isEqualTo(1L);
  }

  @Test
  void afterTheEnd_nothingCounts() {
    Span span = tracer.spanBuilder("s").startSpan();
    assertThat(span.isRecording()).isTrue();
    span.end();
    span.end();
    span.setAttribute("late", 1).addEvent("late").updateName("late").addLink(REMOTE);
    assertThat(span.isRecording()).isFalse();
    assertThat(only().name()).isEqualTo("s");
    assertThat(only().attributes().isEmpty()).isTrue();
  }

  @Test
  void spanContext_isThatOfTheSpan() {
    Span span = tracer.spanBuilder("s").startSpan();
    SpanContext context = span.getSpanContext();
    span.end();
    assertThat(context.getTraceId()).isEqualTo(only().traceId());
    assertThat(context.getSpanId()).isEqualTo(only().spanId());
    assertThat(context.isSampled()).isTrue();
    assertThat(context.isRemote()).isFalse();
    assertThat(context.isValid()).isTrue();
    SpanContext same =
        SpanContext.create(
            context.getTraceId(),
            context.getSpanId(),
            context.getTraceFlags(),
            context.getTraceState());
    assertThat(context.getTraceFlags()).isEqualTo(same.getTraceFlags());
    assertThat(context.getTraceState()).isEqualTo(same.getTraceState());
    assertThat(context.getTraceIdBytes()).isEqualTo(same.getTraceIdBytes());
    assertThat(context.getSpanIdBytes()).isEqualTo(same.getSpanIdBytes());
  }

  @Test
  void spanContext_equals_isSymmetric() {
    test.tracer()
        .run(
            "s",
            span -> {
              SpanContext context = Span.current().getSpanContext();
              SpanContext again = Span.current().getSpanContext();
              assertThat(context).isNotSameAs(again).isEqualTo(again).hasSameHashCodeAs(again);
              SpanContext theirs =
                  SpanContext.create(
                      context.getTraceId(),
                      context.getSpanId(),
                      context.getTraceFlags(),
                      context.getTraceState());
              assertThat(context.equals(theirs)).isEqualTo(theirs.equals(context));
            });
  }

  @Test
  void unsampled_isNotRecordedAndPassedOn() {
    TestTracer off = TestTracer.create(builder -> builder.sampler(Sampler.alwaysOff()));
    Span span = OpenTelemetryBridge.of(off.tracer()).getTracer("lib").spanBuilder("s").startSpan();
    assertThat(span.isRecording()).isFalse();
    assertThat(span.getSpanContext().isValid()).isTrue();
    assertThat(span.getSpanContext().isSampled()).isFalse();
    span.end();
    off.close();
  }

  @Test
  void tracerThatIsOff_givesInvalidSpans() {
    OpenTelemetryBridge off = OpenTelemetryBridge.of(dev.tracer.Tracer.noop());
    Span span = off.getTracer("lib").spanBuilder("s").startSpan();
    assertThat(span.getSpanContext().isValid()).isFalse();
    span.end();
  }

  @Test
  void propagators_writeAndReadTheFormatsOfTheTracer() {
    Map<String, String> carrier = new HashMap<>();
    var propagator = bridge.getPropagators().getTextMapPropagator();
    io.opentelemetry.context.Context context =
        io.opentelemetry.context.Context.root()
            .with(Span.wrap(REMOTE))
            .with(
                io.opentelemetry.api.baggage.Baggage.builder()
                    .put(
                        "tenant",
                        "ä",
                        io.opentelemetry.api.baggage.BaggageEntryMetadata.create("m"))
                    .build());
    propagator.inject(context, carrier, Map::put);
    assertThat(carrier)
        .containsEntry("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
        .containsEntry("tracestate", "a=1,b=2")
        .containsEntry("baggage", "tenant=%C3%A4;m");
    assertThat(propagator.fields()).contains("traceparent", "tracestate", "baggage");

    io.opentelemetry.context.Context read =
        propagator.extract(io.opentelemetry.context.Context.root(), carrier, new Getter());
    SpanContext parent = Span.fromContext(read).getSpanContext();
    assertThat(parent.getTraceId()).isEqualTo(REMOTE.getTraceId());
    assertThat(parent.getSpanId()).isEqualTo(REMOTE.getSpanId());
    assertThat(parent.getTraceFlags()).isEqualTo(REMOTE.getTraceFlags());
    assertThat(parent.getTraceState()).isEqualTo(REMOTE.getTraceState());
    assertThat(parent.isRemote()).isTrue();
    var baggage = io.opentelemetry.api.baggage.Baggage.fromContext(read);
    assertThat(baggage.getEntryValue("tenant")).isEqualTo("ä");
    assertThat(baggage.getEntry("tenant").getMetadata().getValue()).isEqualTo("m");
  }

  @Test
  void propagators_nulls_areIgnored() {
    var propagator = bridge.getPropagators().getTextMapPropagator();
    var root = io.opentelemetry.context.Context.root();
    assertThat(propagator.extract(root, Map.of(), null)).isSameAs(root);
    assertThat(propagator.extract(null, Map.<String, String>of(), new Getter())).isSameAs(root);
    propagator.inject(null, new HashMap<String, String>(), Map::put);
    propagator.inject(root.with(Span.wrap(REMOTE)), null, null);
  }

  @Test
  void propagators_fieldThatCannotBeRead_costsNoOther() {
    var propagator = bridge.getPropagators().getTextMapPropagator();
    Map<String, String> carrier =
        Map.of("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    var getter =
        new Getter() {
          @Override
          public String get(Map<String, String> headers, String key) {
            if (key.equals("baggage")) {
              throw new IllegalStateException("unreadable");
            }
            return super.get(headers, key);
          }
        };

    var read = propagator.extract(io.opentelemetry.context.Context.root(), carrier, getter);

    assertThat(Span.fromContext(read).getSpanContext().getSpanId()).isEqualTo("b7ad6b7169203331");
    assertThat(test.tracer().stats().faults()).isEqualTo(1);
  }

  private static class Getter
      implements io.opentelemetry.context.propagation.TextMapGetter<Map<String, String>> {
    @Override
    @SuppressWarnings("deprecation") // abstract in older versions
    public Iterable<String> keys(Map<String, String> carrier) {
      return carrier.keySet();
    }

    @Override
    public String get(Map<String, String> carrier, String key) {
      return carrier.get(key);
    }
  }

  @Test
  void baggage_ofOurs_isTheirs() {
    try (dev.tracer.Scope scope =
        Context.root().with(Baggage.of("a", "1").with("b", "2", "m")).makeCurrent()) {
      var theirs = io.opentelemetry.api.baggage.Baggage.current();
      assertThat(theirs.size()).isEqualTo(2);
      assertThat(theirs.getEntryValue("a")).isEqualTo("1");
      assertThat(theirs.getEntry("b").getMetadata().getValue()).isEqualTo("m");
    }
  }

  @Test
  void logs_exceptionInAnEvent_keepsTheEventsNameAndTime() {
    Span span = tracer.spanBuilder("s").startSpan();
    bridge
        .getLogsBridge()
        .loggerBuilder("lib")
        .build()
        .logRecordBuilder()
        .setContext(io.opentelemetry.context.Context.root().with(span))
        .setEventName("db.client.operation.exception")
        .setException(new IOException("no"))
        .setAttribute(AttributeKey.stringKey("exception.message"), "told")
        .setObservedTimestamp(5, TimeUnit.SECONDS)
        .emit();
    span.end();
    assertThat(only().events()).hasSize(1);
    assertThat(only().events().get(0).name()).isEqualTo("db.client.operation.exception");
    assertThat(only().events().get(0).epochNanos()).isEqualTo(5_000_000_000L);
    assertThat(only().events().get(0).attributes().get("exception.type"))
        .isEqualTo("java.io.IOException");
    assertThat(only().events().get(0).attributes().get("exception.message")).isEqualTo("told");
    assertThat((String) only().events().get(0).attributes().get("exception.stacktrace"))
        .startsWith("java.io.IOException: no\n\tat ");
  }

  @Test
  void logs_exceptionsAndEvents_areEventsOfTheSpan() {
    Span span = tracer.spanBuilder("s").startSpan();
    var logger = bridge.getLogsBridge().loggerBuilder("lib").setSchemaUrl("x").build();
    try (io.opentelemetry.context.Scope scope = span.makeCurrent()) {
      logger
          .logRecordBuilder()
          .setEventName("cache.miss")
          .setAttribute(AttributeKey.stringKey("key"), "k")
          .setTimestamp(5, TimeUnit.SECONDS)
          .setTimestamp(7, null)
          .setObservedTimestamp(7, null)
          .emit();
      logger
          .logRecordBuilder()
          .setAttribute(AttributeKey.stringKey("exception.type"), "java.io.IOException")
          .emit();
      logger.logRecordBuilder().setBody("a line of a log").emit();
    }
    logger
        .logRecordBuilder()
        .setContext(io.opentelemetry.context.Context.root().with(span))
        .setException(new IOException("no"))
        .emit();
    logger.logRecordBuilder().setEventName("without a span").emit();
    span.end();
    assertThat(only().events())
        .extracting(event -> event.name())
        .containsExactly("cache.miss", "exception", "exception");
    assertThat(only().events().get(0).epochNanos()).isEqualTo(5_000_000_000L);
    assertThat(only().events().get(0).attributes()).hasToString("{key=k}");
    assertThat(only().events().get(2).attributes().get("exception.message")).isEqualTo("no");
  }
}
