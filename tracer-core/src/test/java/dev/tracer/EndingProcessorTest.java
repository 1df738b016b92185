// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.export.EndingProcessor;
import dev.tracer.export.SpanData;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A processor that may still write when a span ends. */
class EndingProcessorTest {
  private final Fakes.Collector collector = new Fakes.Collector();
  private final List<Span> seen = new ArrayList<>();

  private Tracer tracer(Consumer<Span> write) {
    EndingProcessor writer =
        new EndingProcessor() {
          @Override
          public void onEnding(Span span) {
            seen.add(span);
            write.accept(span);
          }

          @Override
          public void onEnd(SpanData span) {}
        };
    return Fakes.tracer(collector).processor(writer).build();
  }

  private SpanData only() {
    assertThat(collector.ended).hasSize(1);
    return collector.ended.element();
  }

  @Test
  void onEnding_writesWhatAllProcessorsSee() {
    Tracer tracer =
        tracer(span -> span.set("sum", 3).rename("better").event("e").status(StatusCode.OK));
    Span span = tracer.startSpan("a").set("before", true);
    span.end();

    assertThat(seen).containsExactly(span);
    assertThat(only().name()).isEqualTo("better");
    assertThat(only().attributes()).isEqualTo(Attributes.of("before", true, "sum", 3));
    assertThat(only().events()).hasSize(1);
    assertThat(only().statusCode()).isEqualTo(StatusCode.OK);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void onEnding_readsWhatTheSpanHas(boolean isStranger) throws Exception {
    Tracer tracer =
        tracer(
            span -> {
              SpanData soFar = (SpanData) span;
              span.set("sum", soFar.attributes().size() + soFar.events().size());
              span.rename(soFar.name() + ' ' + soFar.statusCode() + ' ' + soFar.durationNanos());
              span.set("later", soFar.attributes().size());
            });
    Span span =
        tracer.spanBuilder("a").startTime(Instant.EPOCH).set("x", 1).start().set("y", 2).event("e");
    span.status(StatusCode.ERROR);
    Runnable end = () -> span.end(Instant.EPOCH.plusNanos(7));
    if (isStranger) {
      Fakes.onOtherThread(end::run);
    } else {
      end.run();
    }

    assertThat(only().name()).isEqualTo("a ERROR 7");
    assertThat(only().attributes())
        .isEqualTo(
            Attributes.builder().set("x", 1).set("y", 2).set("sum", 3).set("later", 3).build());
  }

  @Test
  void onEnding_duringIt_theSpanIsRecordingForTheEnderAlone() throws Exception {
    List<Boolean> recording = new ArrayList<>();
    Tracer tracer =
        tracer(
            span -> {
              recording.add(span.isRecording());
              try {
                Fakes.onOtherThread(
                    () -> {
                      recording.add(span.isRecording());
                      span.set("stranger", true).rename("stolen");
                    });
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    Span span = tracer.startSpan("a");
    span.end();

    assertThat(recording).containsExactly(true, false);
    assertThat(span.isRecording()).isFalse();
    assertThat(only().name()).isEqualTo("a");
    assertThat(only().attributes().isEmpty()).isTrue();
  }

  @Test
  void onEnding_ofASpanThatAnotherThreadEnds_writesAsWell() throws Exception {
    Tracer tracer = tracer(span -> span.set("late", 1));
    Span span = tracer.startSpan("a").set("early", 1);
    Fakes.onOtherThread(
        () -> {
          span.set("other", 1);
          span.end();
        });

    assertThat(only().attributes())
        .isEqualTo(Attributes.builder().set("early", 1).set("other", 1).set("late", 1).build());
    assertThat(span.isRecording()).isFalse();
    assertThat(span.set("after", 1)).isSameAs(span);
    assertThat(only().attributes().size()).isEqualTo(3);
  }

  @Test
  void onEnding_thatEndsTheSpanOrThrows_changesNothing() {
    Tracer tracer =
        tracer(
            span -> {
              span.end(Instant.EPOCH);
              throw new IllegalStateException("x");
            });
    Span span = tracer.startSpan("a");
    span.end();
    span.end();

    assertThat(only().endEpochNanos()).isGreaterThanOrEqualTo(only().startEpochNanos());
    assertThat(seen).hasSize(1);
    assertThat(tracer.stats().faults()).isEqualTo(1);
  }

  @Test
  void end_byTheOwnerWhileAnotherThreadEndsIt_doesNotOpenItAgain() throws Exception {
    CountDownLatch ending = new CountDownLatch(1);
    CountDownLatch tried = new CountDownLatch(1);
    Tracer tracer =
        tracer(
            span -> {
              ending.countDown();
              try {
                tried.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    Span span = tracer.startSpan("a");
    Thread ender = new Thread(span::end);
    ender.start();
    ending.await();
    boolean before = span.isRecording();
    span.end();
    boolean after = span.isRecording();
    span.set("late", 1);
    tried.countDown();
    ender.join();

    assertThat(List.of(before, after)).containsExactly(false, false);
    assertThat(only().attributes()).isEqualTo(Attributes.empty());
  }
}
