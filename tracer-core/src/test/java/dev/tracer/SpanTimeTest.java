// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Fakes.Collector;
import dev.tracer.Fakes.ManualClock;
import dev.tracer.export.EventData;
import dev.tracer.export.SpanData;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpanTimeTest {
  private static final long HOUR = 3_600_000_000_000L;

  private final ManualClock clock = new ManualClock();
  private final Collector collector = new Collector();
  private final Tracer tracer = Fakes.tracer(collector).clock(clock).build();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void nestedSpans_whateverTheWallClockDoes_lieWithinTheirParents(long seed) {
    Random random = new Random(seed);
    for (int trace = 0; trace < 50; trace++) {
      collector.ended.clear();
      nest(random, 0);
      check();
    }
  }

  /** Spans within spans, with time passing and the wall clock stepping before, after and amid. */
  private void nest(Random random, int depth) {
    step(random);
    Span span = tracer.startSpan("depth " + depth);
    try (Scope scope = span.makeCurrent()) {
      int children = depth == 4 ? 0 : random.nextInt(4);
      for (int i = 0; i < children; i++) {
        step(random);
        span.event("event");
        nest(random, depth + 1);
      }
      step(random);
    } finally {
      span.end();
    }
    step(random);
  }

  private void step(Random random) {
    switch (random.nextInt(4)) {
      case 0 -> clock.advance(random.nextInt(1_000));
      case 1 -> clock.advance(random.nextInt(3) * 1_000_000_000L);
      case 2 -> clock.epochNanos += (random.nextBoolean() ? 1 : -1) * random.nextInt(48) * HOUR;
      default -> {}
    }
  }

  private void check() {
    Map<String, SpanData> spans = new HashMap<>();
    collector.ended.forEach(span -> spans.put(span.spanId(), span));
    for (SpanData span : collector.ended) {
      assertThat(span.durationNanos()).isNotNegative();
      for (EventData event : span.events()) {
        assertThat(event.epochNanos()).isBetween(span.startEpochNanos(), span.endEpochNanos());
      }
      SpanData parent = spans.get(span.parentSpanId());
      if (parent != null) {
        assertThat(span.startEpochNanos()).isGreaterThanOrEqualTo(parent.startEpochNanos());
        assertThat(span.endEpochNanos()).isLessThanOrEqualTo(parent.endEpochNanos());
      }
    }
  }

  @Test
  void duration_isThatOfTheMonotonicClock() {
    Span span = tracer.startSpan("span");
    clock.nanoTime += 1_234;
    clock.epochNanos -= HOUR;
    span.end();

    assertThat(collector.only().durationNanos()).isEqualTo(1_234);
  }

  @Test
  void localRoot_moreThanASecondAfterTheLastReading_readsTheWallClockAgain() {
    tracer.startSpan("first").end();
    clock.epochNanos += HOUR;
    clock.nanoTime += TimeAnchor.MAX_AGE_NANOS;
    tracer.startSpan("soon").end();
    clock.nanoTime += 1;
    tracer.startSpan("later").end();

    assertThat(collector.named("soon").startEpochNanos())
        .isEqualTo(Fakes.EPOCH + TimeAnchor.MAX_AGE_NANOS);
    assertThat(collector.named("later").startEpochNanos()).isEqualTo(Fakes.EPOCH + HOUR);
  }

  @Test
  void monotonicClock_overflowing_doesNotMatter() {
    ManualClock late = new ManualClock();
    late.nanoTime = Long.MAX_VALUE - 10;
    Tracer overflowing = Fakes.tracer(collector).clock(late).build();
    Span span = overflowing.startSpan("span");
    late.advance(100);
    span.event("event").end();

    assertThat(collector.only().durationNanos()).isEqualTo(100);
    assertThat(collector.only().events().get(0).epochNanos()).isEqualTo(Fakes.EPOCH + 100);
  }

  /** Somebody may set the clock meanwhile. */
  @Test
  void systemClock_tellsTheTime() {
    long step = 60_000;
    Collector real = new Collector();
    long before = System.currentTimeMillis();
    Fakes.tracer(real).build().startSpan("span").end();
    long after = System.currentTimeMillis();

    assertThat(real.only().startEpochNanos() / 1_000_000).isBetween(before - step, after + step);
  }
}
