// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.export.MeasuringProcessor;
import dev.tracer.export.SpanData;
import dev.tracer.sampling.Sampler;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** A processor that measures every span, sampled or not. */
class MeasuringProcessorTest {
  private final Fakes.Collector collector = new Fakes.Collector();
  private final Queue<SpanData> measured = new ConcurrentLinkedQueue<>();

  /** Keeps what it measures. */
  private final MeasuringProcessor meter = measured::add;

  private List<String> names(Queue<SpanData> spans) {
    return spans.stream().map(SpanData::name).toList();
  }

  @Test
  void measure_seesSpansThatAreNotSampled_withTheirTimesAndEndStatus() {
    Fakes.ManualClock clock = new Fakes.ManualClock();
    Tracer tracer =
        Fakes.tracer(collector).processor(meter).sampler(Sampler.alwaysOff()).clock(clock).build();
    Span root = tracer.startSpan("root");
    Span child = tracer.spanBuilder("child").parent(Context.root().with(root)).start();
    clock.advance(7);
    child.status(StatusCode.ERROR, "late");
    child.end();
    root.end();

    assertThat(names(measured)).containsExactly("child", "root");
    SpanData first = measured.element();
    assertThat(first.durationNanos()).isEqualTo(7);
    assertThat(first.statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(first.parentSpanId()).isEqualTo(root.spanId());
    assertThat(first.isSampled()).isFalse();
  }

  @Test
  void measure_leavesTheDecisionAsItIs() {
    Tracer tracer = Fakes.tracer(collector).processor(meter).sampler(Sampler.alwaysOff()).build();
    Span span = tracer.startSpan("a");

    assertThat(span.context().isSampled()).isFalse();
    assertThat(span.isRecording()).isTrue();
    span.end();
    assertThat(collector.ended).allMatch(ended -> !ended.isSampled());
    TracerStats stats = tracer.stats();
    assertThat(stats.started()).isEqualTo(1);
    assertThat(stats.ended()).isEqualTo(1);
    assertThat(stats.sampledOut()).isEqualTo(1);
    assertThat(stats.exported()).isZero();
  }

  @Test
  void measure_ofAThresholdThatIsMissed_seesIt() {
    Tracer tracer =
        Fakes.tracer(collector)
            .processor(meter)
            .idGenerator(new Fakes.SequentialIds()) // far below every threshold
            .sampler(Sampler.probability(0.5))
            .build();
    tracer.startSpan("a").end();

    assertThat(names(measured)).containsExactly("a");
    assertThat(tracer.stats().sampledOut()).isEqualTo(1);
  }

  @Test
  void withoutOne_spansThatAreNotSampled_areNotRecorded() {
    Tracer tracer = Fakes.tracer(collector).sampler(Sampler.alwaysOff()).build();
    Span span = tracer.startSpan("a");

    assertThat(span.isRecording()).isFalse();
    span.end();
    assertThat(collector.ended).isEmpty();
  }

  @Test
  void measure_comesBeforeFilters() {
    Tracer tracer =
        Fakes.tracer(collector)
            .processor(meter)
            .filter(span -> span.name().equals("health") ? null : span.withName("renamed"))
            .build();
    tracer.startSpan("health").end();
    tracer.startSpan("work").end();

    assertThat(names(measured)).containsExactly("health", "work");
    assertThat(names(collector.ended)).containsExactly("renamed");
  }

  @Test
  void measure_ofASpanThatEndsTwiceAndOnAnotherThread_isOne() throws Exception {
    Tracer tracer = Fakes.tracer(collector).processor(meter).build();
    Span span = tracer.startSpan("a");
    Fakes.onOtherThread(span::end);
    span.end();

    assertThat(names(measured)).containsExactly("a");
  }

  @Test
  void measure_inASuppressedContextOrAfterTheClose_seesNothing() {
    Tracer tracer = Fakes.tracer(collector).processor(meter).build();
    Context.suppressed().wrap((Runnable) () -> tracer.startSpan("own").end()).run();
    tracer.close();
    tracer.startSpan("late").end();

    assertThat(measured).isEmpty();
  }

  @Test
  void measure_thatThrows_isCountedAndCostsNoSpan() {
    MeasuringProcessor broken =
        span -> {
          throw new AssertionError("as expected");
        };
    try (Fakes.Log log = new Fakes.Log()) {
      Tracer tracer = Fakes.tracer(collector).processor(broken).processor(meter).build();
      tracer.startSpan("a").end();

      assertThat(names(measured)).containsExactly("a");
      assertThat(names(collector.ended)).containsExactly("a");
      assertThat(tracer.stats().faults()).isEqualTo(1);
      assertThat(log.only().getMessage()).contains("span processor");
    }
  }
}
