// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tracer.Fakes.Collector;
import dev.tracer.Fakes.ManualClock;
import dev.tracer.export.LinkData;
import dev.tracer.export.SpanData;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SpanBuilderTest {
  private static final SpanContext LINKED =
      SpanContext.of(7, 8, 9, (byte) 0, TraceState.empty(), true);

  private final ManualClock clock = new ManualClock();
  private final Collector collector = new Collector();
  private final Tracer tracer = Fakes.tracer(collector).clock(clock).build();

  @ParameterizedTest
  @EnumSource
  void kind_isTheOneGiven(SpanKind kind) {
    tracer.spanBuilder("span").kind(kind).start().end();

    assertThat(collector.only().kind()).isEqualTo(kind);
  }

  @Test
  void kind_notGivenOrNull_isInternal() {
    tracer.startSpan("short").end();
    tracer.spanBuilder("long").kind(null).start().end();

    assertThat(collector.ended).extracting(SpanData::kind).containsOnly(SpanKind.INTERNAL);
  }

  @Test
  void attributes_ofEachType_reachTheSpanInOrder() {
    tracer
        .spanBuilder("span")
        .set("text", "t")
        .set("truth", true)
        .set("int", 1)
        .set("float", 0.5)
        .set("list", List.of(1, 2))
        .setAll(Attributes.of("text", "t2", "more", 'c'))
        .start()
        .set("later", "x")
        .end();

    assertThat(collector.only().attributes())
        .hasToString("{text=t2, truth=true, int=1, float=0.5, list=[1, 2], more=c, later=x}");
  }

  @Test
  void nulls_areIgnored() {
    SpanBuilder builder =
        tracer
            .spanBuilder("span")
            .set("a", (String) null)
            .set("b", (Object) null)
            .set(null, "value")
            .set("", 1)
            .setAll(null)
            .link(null)
            .link(null, null)
            .startTime(null);
    builder.start().end();

    assertThat(collector.only().attributes().isEmpty()).isTrue();
    assertThat(collector.only().links()).isEmpty();
    assertThat(collector.only().startEpochNanos()).isEqualTo(Fakes.EPOCH);
  }

  @Test
  void name_null_becomesEmpty() {
    tracer.spanBuilder(null).start().end();
    tracer.startSpan(null).end();

    assertThat(collector.ended).extracting(SpanData::name).containsExactly("", "");
  }

  @Test
  void links_comeInOrderWithTheirAttributes() {
    SpanContext second = SpanContext.of(7, 8, 10, (byte) 0, TraceState.empty(), false);
    tracer
        .spanBuilder("span")
        .link(LINKED, Attributes.of("why", "batch"))
        .link(second, null)
        .start()
        .link(LINKED)
        .end();

    assertThat(collector.only().links())
        .containsExactly(
            new LinkData(LINKED, Attributes.of("why", "batch"), 0),
            new LinkData(second, Attributes.empty(), 0),
            new LinkData(LINKED, Attributes.empty(), 0));
  }

  @Test
  void link_toInvalidContext_isKept() {
    tracer.spanBuilder("span").link(SpanContext.invalid(), Attributes.of("a", 1)).start().end();

    assertThat(collector.only().links()).hasSize(1);
  }

  @Test
  void startTime_given_isTaken() {
    Instant time = Instant.ofEpochSecond(1_600_000_000, 123_456_789);
    Span span = tracer.spanBuilder("span").startTime(time).start();
    clock.advance(5);
    span.end();

    assertThat(collector.only().startEpochNanos()).isEqualTo(1_600_000_000_123_456_789L);
    assertThat(collector.only().endEpochNanos()).isEqualTo(Fakes.EPOCH + 5);
  }

  @Test
  void startTime_outsideTheRangeOfNanoseconds_isTheNearestInside() {
    tracer.spanBuilder("max").startTime(Instant.MAX).start().end(Instant.MAX);
    tracer.spanBuilder("min").startTime(Instant.MIN).start().end(Instant.MIN);

    SpanData max = collector.named("max");
    SpanData min = collector.named("min");
    assertThat(max.startEpochNanos()).isEqualTo(Long.MAX_VALUE);
    assertThat(max.endEpochNanos()).isEqualTo(Long.MAX_VALUE);
    assertThat(min.startEpochNanos()).isNegative().isNotEqualTo(Timeline.NOW);
    assertThat(min.endEpochNanos()).isEqualTo(min.startEpochNanos());
  }

  @Test
  void builder_usedTwice_startsSpansThatShareNothing() {
    SpanBuilder builder = tracer.spanBuilder("span").set("a", 1).link(LINKED);
    Span first = builder.start();
    builder.set("a", 2).set("b", 3).link(LINKED);
    Span second = builder.start();
    second.set("a", 4);
    first.end();
    second.end();

    assertThat(collector.ended)
        .extracting(data -> data.attributes().toString(), data -> data.links().size())
        .containsExactly(tuple("{a=1}", 1), tuple("{a=4, b=3}", 2));
    assertThat(first.spanId()).isNotEqualTo(second.spanId());
  }

  @Test
  void attributes_beyondTheLimit_areDroppedAndCounted() {
    Tracer limited =
        Fakes.tracer(collector).limits(SpanLimits.DEFAULT.withAttributes(2).withLinks(1)).build();
    limited
        .spanBuilder("span")
        .set("a", 1)
        .set("b", 2)
        .set("c", 3)
        .link(LINKED)
        .link(LINKED)
        .start()
        .end();

    SpanData data = collector.only();
    assertThat(data.attributes()).hasToString("{a=1, b=2}");
    assertThat(data.droppedAttributes()).isEqualTo(1);
    assertThat(data.links()).hasSize(1);
    assertThat(data.droppedLinks()).isEqualTo(1);
  }
}
