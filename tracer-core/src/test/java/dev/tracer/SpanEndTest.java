// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Fakes.Collector;
import dev.tracer.Fakes.ManualClock;
import dev.tracer.export.EventData;
import dev.tracer.export.SpanData;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SpanEndTest {
  private final ManualClock clock = new ManualClock();
  private final Collector collector = new Collector();
  private final Tracer tracer = Fakes.tracer(collector).clock(clock).build();

  @Test
  void end_stopsTheRecordingAndTellsProcessors() {
    Span span = tracer.startSpan("span");
    clock.advance(3);
    assertThat(span.isRecording()).isTrue();
    assertThat(collector.ended).isEmpty();
    span.end();

    assertThat(span.isRecording()).isFalse();
    assertThat(collector.only().startEpochNanos()).isEqualTo(Fakes.EPOCH);
    assertThat(collector.only().endEpochNanos()).isEqualTo(Fakes.EPOCH + 3);
    assertThat(collector.only().durationNanos()).isEqualTo(3);
  }

  @Test
  void end_twice_isIgnored() {
    Span span = tracer.startSpan("span");
    span.end();
    clock.advance(10);
    span.end();
    span.end(Instant.EPOCH);

    assertThat(collector.only().endEpochNanos()).isEqualTo(Fakes.EPOCH);
    assertThat(tracer.stats().ended()).isEqualTo(1);
  }

  @Test
  void end_atAGivenTime_takesItAsItIs() {
    Span span = tracer.spanBuilder("span").startTime(Instant.ofEpochSecond(7)).start();
    span.end(Instant.ofEpochSecond(5, 6));

    assertThat(collector.only().endEpochNanos()).isEqualTo(5_000_000_006L);
    assertThat(collector.only().durationNanos()).isNegative();
  }

  @Test
  void end_atNull_isNow() {
    Span span = tracer.startSpan("span");
    clock.advance(4);
    span.end(null);

    assertThat(collector.only().endEpochNanos()).isEqualTo(Fakes.EPOCH + 4);
  }

  @Test
  void setters_afterEnd_doNothing() throws Exception {
    Span span = tracer.startSpan("span");
    span.set("a", 1).event("before");
    span.end();
    String before = SpanSnapshot.of(collector.only());

    changeAll(span);
    Fakes.onOtherThread(() -> changeAll(span));

    assertThat(SpanSnapshot.of(collector.only())).isEqualTo(before);
    assertThat(tracer.stats().faults()).isZero();
  }

  @Test
  void setters_afterEndByAnotherThread_doNothing() throws Exception {
    Span span = tracer.startSpan("span");
    span.set("a", 1).event("before");
    Fakes.onOtherThread(span::end);
    String before = SpanSnapshot.of(collector.only());

    changeAll(span);
    Fakes.onOtherThread(() -> changeAll(span));

    assertThat(SpanSnapshot.of(collector.only())).isEqualTo(before);
  }

  private static void changeAll(Span span) {
    span.set("a", 2)
        .set("b", "late")
        .set("c", true)
        .set("d", 0.5)
        .set("e", (Object) 'x')
        .setAll(Attributes.of("f", 1))
        .event("late")
        .event("late", Attributes.empty(), Instant.EPOCH)
        .link(SpanContext.invalid())
        .rename("late")
        .status(StatusCode.OK)
        .fail(new RuntimeException("late"))
        .recordException(new RuntimeException("late"), Attributes.empty());
    span.end();
  }

  @Test
  void rename_changesTheName() {
    tracer.startSpan("first").rename("second").rename(null).end();

    assertThat(collector.only().name()).isEqualTo("second");
  }

  @Test
  void rename_byOwnerAndOthers_lastOneWins() throws Exception {
    Span span = tracer.startSpan("first");
    Fakes.onOtherThread(() -> span.rename("second"));
    span.rename("third");
    span.end();

    assertThat(collector.only().name()).isEqualTo("third");
  }

  @Test
  void child_outlivingItsParent_isRecordedInFull() {
    Span parent = tracer.startSpan("parent");
    Span child = tracer.spanBuilder("child").parent(Context.root().with(parent)).start();
    clock.advance(1);
    parent.end();
    clock.advance(1);
    child.set("late", true).event("late").end();

    SpanData data = collector.named("child");
    assertThat(data.attributes()).hasToString("{late=true}");
    assertThat(data.events()).extracting(EventData::epochNanos).containsExactly(Fakes.EPOCH + 2);
    assertThat(data.endEpochNanos()).isEqualTo(Fakes.EPOCH + 2);
    assertThat(collector.named("parent").endEpochNanos()).isEqualTo(Fakes.EPOCH + 1);
  }

  @Test
  void event_atAGivenTime_takesItAsItIs() {
    Span span = tracer.startSpan("span");
    clock.advance(2);
    span.event("then", Attributes.of("a", 1), Instant.ofEpochSecond(1));
    span.event("now", Attributes.empty(), null);
    span.event("plain", null);
    span.event(null);
    span.event(null, Attributes.empty(), Instant.EPOCH);
    span.end();

    assertThat(collector.only().events())
        .containsExactly(
            new EventData("then", 1_000_000_000L, Attributes.of("a", 1), 0),
            new EventData("now", Fakes.EPOCH + 2, Attributes.empty(), 0),
            new EventData("plain", Fakes.EPOCH + 2, Attributes.empty(), 0));
  }

  @Test
  void data_tellsServiceAndLibrary() {
    tracer.instrumentation("lib", "1.2").startSpan("span").end();

    SpanData data = collector.only();
    assertThat(data.resource()).isSameAs(tracer.resource());
    assertThat(data.instrumentationScope()).isEqualTo(InstrumentationScope.of("lib", "1.2"));
    assertThat(data).hasToString("Span{span " + data.traceId() + "-" + data.spanId() + "}");
  }
}
