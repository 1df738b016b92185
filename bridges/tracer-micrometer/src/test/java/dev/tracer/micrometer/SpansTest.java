// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Attributes;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.export.EventData;
import dev.tracer.export.LinkData;
import dev.tracer.export.SpanData;
import dev.tracer.sampling.Sampler;
import dev.tracer.testing.TestTracer;
import io.micrometer.tracing.Link;
import io.micrometer.tracing.ScopedSpan;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What spans made by Micrometer's API become. */
class SpansTest {
  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN_ID = "b7ad6b7169203331";

  private final TestTracer test = TestTracer.create(builder -> builder.limits(Observed.NO_CUTS));
  private final Tracer tracer = MicrometerTracing.of(test.tracer()).tracer();

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
  void nextSpan_isAChildOfTheCurrentOne() {
    Span parent = tracer.nextSpan().name("parent").start();
    try (Tracer.SpanInScope scope = tracer.withSpan(parent)) {
      tracer.nextSpan().name("child").start().end();
    }
    tracer.nextSpan().name("alone").start().end();
    parent.end();

    test.tree()
        .withoutDurations()
        .assertIs(
            """
            parent
              child
            alone
            """);
  }

  @Test
  void nextSpan_ofAParentThatIsNotCurrent_isItsChild() {
    Span parent = tracer.nextSpan().name("parent").start();
    Span child = tracer.nextSpan(parent).name("child").start();

    assertThat(child.context().parentId()).isEqualTo(parent.context().spanId());
    assertThat(child.context().traceId()).isEqualTo(parent.context().traceId());
    assertThat(parent.context().parentId()).isNull();
    child.end();
    parent.end();
  }

  @Test
  void span_takesTagsOfAllTypes() {
    tracer
        .nextSpan()
        .tag("text", "t")
        .tag("long", 1L)
        .tag("double", 1.5)
        .tag("boolean", true)
        .tagOfStrings("texts", List.of("a", "b"))
        .tagOfLongs("longs", List.of(1L, 2L))
        .tagOfDoubles("doubles", List.of(1.5, 2.5))
        .tagOfBooleans("booleans", List.of(true, false))
        .end();

    assertAllTypes();
  }

  @Test
  void builder_takesTagsOfAllTypes() {
    tracer
        .spanBuilder()
        .tag("text", "t")
        .tag("long", 1L)
        .tag("double", 1.5)
        .tag("boolean", true)
        .tagOfStrings("texts", List.of("a", "b"))
        .tagOfLongs("longs", List.of(1L, 2L))
        .tagOfDoubles("doubles", List.of(1.5, 2.5))
        .tagOfBooleans("booleans", List.of(true, false))
        .start()
        .end();

    assertAllTypes();
  }

  private void assertAllTypes() {
    assertThat(only().attributes())
        .isEqualTo(
            Attributes.builder()
                .set("text", "t")
                .set("long", 1L)
                .set("double", 1.5)
                .set("boolean", true)
                .set("texts", List.of("a", "b"))
                .set("longs", List.of(1L, 2L))
                .set("doubles", List.of(1.5, 2.5))
                .set("booleans", List.of(true, false))
                .build());
  }

  @ParameterizedTest
  @EnumSource(Span.Kind.class)
  void builder_hasEachKind(Span.Kind kind) {
    tracer.spanBuilder().kind(kind).start().end();

    assertThat(only().kind().name()).isEqualTo(kind.name());
  }

  @Test
  void builder_withoutKindOrWithNull_isInternal() {
    tracer.spanBuilder().start().end();
    tracer.spanBuilder().kind(Span.Kind.CLIENT).kind(null).start().end();

    assertThat(test.spans()).extracting(SpanData::kind).containsOnly(SpanKind.INTERNAL);
  }

  @Test
  void builder_tellsNamePeerAndTimes() {
    tracer
        .spanBuilder()
        .name("call")
        .remoteServiceName("payments")
        .remoteIpAndPort("10.1.2.3", 8080)
        .startTimestamp(1_700_000_000_000L, TimeUnit.MILLISECONDS)
        .start()
        .end(1_700_000_000_250_000L, TimeUnit.MICROSECONDS);

    SpanData span = only();
    assertThat(span.name()).isEqualTo("call");
    assertThat(span.startEpochNanos()).isEqualTo(1_700_000_000_000_000_000L);
    assertThat(span.durationNanos()).isEqualTo(250_000_000L);
    assertThat(span.attributes())
        .isEqualTo(
            Attributes.builder()
                .set("peer.service", "payments")
                .set("network.peer.address", "10.1.2.3")
                .set("network.peer.port", 8080)
                .build());
  }

  @Test
  void builder_withAnUnknownAddressOrPort_leavesThatOut() {
    tracer.spanBuilder().remoteIpAndPort(null, -1).start().remoteIpAndPort(null, 0).end();

    assertThat(only().attributes().isEmpty()).isTrue();
  }

  @Test
  void builder_ofAParentThatIsNotCurrent_isItsChild() {
    Span parent = tracer.nextSpan().start();
    Span child = tracer.spanBuilder().setParent(parent.context()).start();

    assertThat(child.context().parentId()).isEqualTo(parent.context().spanId());
    child.end();
    parent.end();
  }

  @Test
  void builder_withNoParent_beginsATraceWhateverIsCurrentOrGiven() {
    Span parent = tracer.nextSpan().start();
    try (Tracer.SpanInScope scope = tracer.withSpan(parent)) {
      Span root = tracer.spanBuilder().setNoParent().setParent(parent.context()).start();

      assertThat(root.context().traceId()).isNotEqualTo(parent.context().traceId());
      assertThat(root.context().parentId()).isNull();
      root.end();
    }
    parent.end();
  }

  @Test
  void builder_canStartSeveral() {
    Span.Builder builder = tracer.spanBuilder().name("n").tag("a", 1).event("e");
    builder.start().end();
    builder.start().end();

    assertThat(test.spans()).hasSize(2).allMatch(span -> span.attributes().get("a") != null);
    assertThat(test.spans().get(0).spanId()).isNotEqualTo(test.spans().get(1).spanId());
  }

  @Test
  void builder_ofIds_continuesThatTrace() {
    TraceContext parent =
        tracer.traceContextBuilder().traceId(TRACE_ID).spanId(SPAN_ID).sampled(true).build();
    tracer.spanBuilder().setParent(parent).start().end();

    assertThat(only().traceId()).isEqualTo(TRACE_ID);
    assertThat(only().parentSpanId()).isEqualTo(SPAN_ID);
  }

  @Test
  void links_haveIdsAndTags() {
    Span other = tracer.nextSpan().start();
    Map<String, Object> tags = new HashMap<>(Map.of("text", "t", "number", 2L, "flag", true));
    tracer
        .spanBuilder()
        .addLink(new Link(other, tags))
        .addLink(
            new Link(
                tracer
                    .traceContextBuilder()
                    .traceId(TRACE_ID)
                    .spanId(SPAN_ID)
                    .sampled(true)
                    .build()))
        .start()
        .end();
    tags.put("late", true);
    other.end();

    List<LinkData> links = test.spans().get(0).links();
    assertThat(links).hasSize(2);
    assertThat(links.get(0).context().spanId()).isEqualTo(other.context().spanId());
    assertThat(links.get(0).attributes())
        .isEqualTo(
            Attributes.builder().set("text", "t").set("number", 2L).set("flag", true).build());
    assertThat(links.get(1).context().traceId()).isEqualTo(TRACE_ID);
    assertThat(links.get(1).context().isSampled()).isTrue();
  }

  @Test
  void link_ofNothing_isLeftOut() {
    tracer.spanBuilder().addLink(Link.NOOP).start().end();

    assertThat(only().links()).isEmpty();
  }

  @Test
  void times_thatNobodyCanTell_areTheNearestThatCanBeTold() {
    Span late = tracer.nextSpan();
    late.event("e", Long.MAX_VALUE, TimeUnit.SECONDS).end(Long.MAX_VALUE, TimeUnit.SECONDS);
    tracer.nextSpan().end(Long.MIN_VALUE, TimeUnit.DAYS);
    tracer.spanBuilder().startTimestamp(Long.MAX_VALUE, TimeUnit.DAYS).start().end();

    assertThat(test.spans()).hasSize(3);
    assertThat(test.spans().get(0).events().get(0).epochNanos()).isEqualTo(Long.MAX_VALUE);
    assertThat(test.spans().get(0).endEpochNanos()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void events_haveTheirTimeOrNow() {
    tracer.nextSpan().event("now").event("then", 1_700_000_000_123L, TimeUnit.MILLISECONDS).end();

    assertThat(only().events()).extracting(EventData::name).containsExactly("now", "then");
    assertThat(only().events().get(1).epochNanos()).isEqualTo(1_700_000_000_123_000_000L);
  }

  @Test
  void error_isTheStatusAndAnEvent() {
    tracer.nextSpan().error(new IOException("boom!")).end();

    assertFailed(only());
  }

  @Test
  void error_ofABuilder_isTheStatusAndAnEvent() {
    tracer.spanBuilder().error(new IOException("boom!")).start().end();

    assertFailed(only());
  }

  private static void assertFailed(SpanData span) {
    assertThat(span.statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span.statusDescription()).isEqualTo("boom!");
    assertThat(span.events()).hasSize(1);
    assertThat(span.events().get(0).name()).isEqualTo("exception");
    assertThat(span.events().get(0).attributes().get("exception.type"))
        .isEqualTo("java.io.IOException");
  }

  @Test
  void error_withoutMessage_hasNoDescription() {
    tracer.nextSpan().error(new IllegalStateException((String) null)).end();

    assertThat(only().statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(only().statusDescription()).isNullOrEmpty();
  }

  @Test
  void end_withoutError_leavesTheStatusUnset() {
    tracer.nextSpan().end();

    assertThat(only().statusCode()).isEqualTo(StatusCode.UNSET);
  }

  @Test
  void abandon_keepsItFromBeingExported() {
    Span span = tracer.nextSpan().start();
    span.abandon();

    assertThat(test.spans()).isEmpty();
    span.end(); // what it forbids nobody
  }

  @Test
  void scopedSpan_isCurrentUntilItEnds() {
    ScopedSpan span = tracer.startScopedSpan("scoped");

    assertThat(tracer.currentSpan().context()).isEqualTo(span.context());
    span.name("renamed").tag("a", "1").event("e").error(new IOException("boom!"));
    assertThat(span.isNoop()).isFalse();
    span.end();
    assertThat(tracer.currentSpan()).isNull();
    assertThat(only().name()).isEqualTo("renamed");
    assertThat(only().attributes().get("a")).isEqualTo("1");
    assertThat(only().statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span.isNoop()).isTrue();
  }

  @Test
  void customizer_writesToWhatIsCurrentAtEachCall() {
    Span span = tracer.nextSpan().start();
    var customizer = tracer.currentSpanCustomizer();
    customizer.tag("lost", "no span yet");
    try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
      customizer.name("n").tag("a", "1").tag("b", 2L).tag("c", 2.5).tag("d", true).event("e");
    }
    span.end();

    assertThat(only().name()).isEqualTo("n");
    assertThat(only().attributes())
        .isEqualTo(
            Attributes.builder().set("a", "1").set("b", 2L).set("c", 2.5).set("d", true).build());
    assertThat(only().events()).hasSize(1);
  }

  @Test
  void notSampled_isNoopButHasIds() {
    try (TestTracer off = TestTracer.create(builder -> builder.sampler(Sampler.alwaysOff()))) {
      Span span = MicrometerTracing.of(off.tracer()).tracer().nextSpan().start();

      assertThat(span.isNoop()).isTrue();
      assertThat(span.context().traceId()).hasSize(32).isNotEqualTo("0".repeat(32));
      assertThat(span.context().sampled()).isFalse();
      assertThat(span.context().parentId()).isNull();
      span.end();
      assertThat(off.spans()).isEmpty();
    }
  }

  @Test
  void equals_isOfTheSameSpan() {
    Span span = tracer.nextSpan().start();
    Span other = tracer.nextSpan().start();
    try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
      assertThat(tracer.currentSpan()).isEqualTo(span).hasSameHashCodeAs(span).isSameAs(span);
      assertThat(tracer.currentTraceContext().context())
          .isEqualTo(span.context())
          .hasSameHashCodeAs(span.context())
          .isNotEqualTo(other.context());
    }
    try (dev.tracer.Scope scope = MicrometerTracing.unwrap(span).makeCurrent()) {
      assertThat(tracer.currentSpan()).isEqualTo(span).isNotEqualTo(other).isNotEqualTo(null);
    }
    span.end();
    other.end();
  }

  @Test
  void toString_tellsIds() {
    Span span = tracer.nextSpan().name("n").start();
    try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
      String id = span.context().spanId();
      assertThat(span.toString()).contains(id);
      assertThat(span.context().toString())
          .isEqualTo("00-" + span.context().traceId() + "-" + id + "-01");
      assertThat(tracer.currentTraceContext().toString()).contains(id);
      assertThat(tracer.currentSpanCustomizer().toString()).contains(id);
    }
    span.end();
    assertThat(tracer.toString())
        .isEqualTo("Tracer{" + test.tracer().resource().serviceName() + '}');
  }

  @Test
  void traceContextBuilder_keepsWhatItIsGiven() {
    TraceContext context =
        tracer
            .traceContextBuilder()
            .traceId(TRACE_ID)
            .spanId(SPAN_ID)
            .parentId("00f067aa0ba902b7")
            .sampled(true)
            .build();

    assertThat(context.traceId()).isEqualTo(TRACE_ID);
    assertThat(context.spanId()).isEqualTo(SPAN_ID);
    assertThat(context.parentId()).isEqualTo("00f067aa0ba902b7");
    assertThat(context.sampled()).isTrue();
  }

  @Test
  void traceContextBuilder_withoutDecision_leavesItToTheSampler() {
    TraceContext open =
        tracer.traceContextBuilder().traceId(TRACE_ID).spanId(SPAN_ID).sampled(null).build();
    TraceContext no =
        tracer.traceContextBuilder().traceId(TRACE_ID).spanId(SPAN_ID).sampled(false).build();

    assertThat(open.sampled()).isNull();
    assertThat(no.sampled()).isFalse();
    tracer.spanBuilder().setParent(open).name("open").start().end();
    tracer.spanBuilder().setParent(no).name("no").start().end();
    assertThat(only().name()).isEqualTo("open");
  }

  @Test
  void traceContextBuilder_takesShortTraceIdsAndCapitals() {
    TraceContext context =
        tracer.traceContextBuilder().traceId("8448EB211C80319C").spanId("B7AD6B7169203331").build();

    assertThat(context.traceId()).isEqualTo("0000000000000000" + "8448eb211c80319c");
    assertThat(context.spanId()).isEqualTo(SPAN_ID);
  }
}
