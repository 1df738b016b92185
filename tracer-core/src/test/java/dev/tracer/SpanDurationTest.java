// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.export.SpanData;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** No duration is negative, unless the application gave both ends. */
class SpanDurationTest {
  private static final Instant EARLY = Instant.EPOCH.plusNanos(Fakes.EPOCH);
  private static final Instant LATE = EARLY.plusSeconds(3);

  private final Fakes.ManualClock clock = new Fakes.ManualClock();
  private final Fakes.Collector collector = new Fakes.Collector();
  private final Tracer tracer = Fakes.tracer(collector).clock(clock).build();

  @Test
  void start_givenFromAClockThatIsAhead_doesNotLieBehindTheEnd() {
    tracer.spanBuilder("a").startTime(LATE).start().end();

    assertThat(last().startEpochNanos()).isEqualTo(Fakes.EPOCH + 3_000_000_000L);
    assertThat(last().durationNanos()).isZero();
  }

  @Test
  void end_givenFromAClockThatIsBehind_doesNotLieBeforeTheStart() {
    clock.epochNanos += 5_000_000_000L;
    clock.nanoTime += 5_000_000_000L;
    tracer.startSpan("a").end(EARLY);

    assertThat(last().durationNanos()).isZero();
  }

  @Test
  void startAndEnd_bothGiven_areTheApplicationsBusiness() {
    tracer.spanBuilder("a").startTime(LATE).start().end(EARLY);

    assertThat(last().durationNanos()).isEqualTo(-3_000_000_000L);
  }

  @Test
  void start_beforeThereWereClocks_isALongDuration() {
    tracer.spanBuilder("a").startTime(Instant.parse("1600-01-01T00:00:00Z")).start().end();

    assertThat(last().durationNanos()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void start_byTheSystemsClock_isNeverBehindTheEnd() {
    try (Tracer real = Fakes.tracer(collector).build()) {
      for (int i = 0; i < 10_000; i++) {
        real.spanBuilder("a").startTime(Instant.now()).start().end();
      }
    }

    assertThat(collector.ended).allMatch(span -> span.durationNanos() >= 0);
  }

  private SpanData last() {
    return collector.ended.stream().reduce((a, b) -> b).orElseThrow();
  }
}
