// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.export.SpanData;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A process that is frozen into a snapshot, as by CRaC, SnapStart or a laptop's lid. */
class SnapshotTest {
  private final Fakes.ManualClock clock = new Fakes.ManualClock();
  private final Fakes.Collector collector = new Fakes.Collector();
  private final Tracer tracer = Fakes.tracer(collector).clock(clock).build();

  @Test
  void spanAfterAFreezeThatAFlushPreceded_isOfTheNewTime() {
    tracer.startSpan("before").end();
    tracer.flush(Duration.ofSeconds(1));
    clock.epochNanos += TimeUnit.MINUTES.toNanos(10); // the monotonic clock stood still

    tracer.startSpan("after").end();

    assertThat(last().startEpochNanos()).isEqualTo(clock.epochNanos);
  }

  @Test
  void spanBelowOneThatWasFrozen_keepsToItsTime() {
    Span root = tracer.startSpan("root");
    tracer.flush(Duration.ofSeconds(1));
    clock.epochNanos += TimeUnit.MINUTES.toNanos(10);
    tracer.spanBuilder("child").parent(Context.root().with(root)).start().end();

    assertThat(last().startEpochNanos()).isEqualTo(Fakes.EPOCH);
  }

  private SpanData last() {
    return collector.ended.stream().reduce((a, b) -> b).orElseThrow();
  }
}
