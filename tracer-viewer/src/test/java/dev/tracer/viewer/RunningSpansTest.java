// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Span;
import dev.tracer.Tracer;
import dev.tracer.export.SpanData;
import dev.tracer.internal.LogCapture;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunningSpansTest {
  private final RunningSpans running = new RunningSpans(new TraceStore(1 << 20));

  @AfterEach
  void close() {
    running.close(Duration.ofSeconds(5));
  }

  private List<String> names() {
    return running.now().stream().map(SpanData::name).toList();
  }

  @Test
  void spanThatEndedWithoutComingHere_isNotKept() {
    try (Tracer tracer = Tracer.builder("s").filter(span -> null).processor(running).build()) {
      WeakReference<Span> span = new WeakReference<>(ended(tracer));
      for (int i = 0; i < 100 && !span.refersTo(null); i++) {
        System.gc();
      }
      assertThat(span.refersTo(null)).isTrue();
    }
  }

  private static Span ended(Tracer tracer) {
    Span span = tracer.startSpan("filtered").set("large", "x".repeat(1000));
    span.end();
    return span;
  }

  @Test
  void spansEndedByOtherThreads_leaveRoomForOthers() {
    try (Tracer tracer = Tracer.builder("s").filter(span -> null).processor(running).build()) {
      Span first = tracer.startSpan("first");
      List<Span> kept = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        List<Span> some = new ArrayList<>();
        for (int j = 0; j < 1000; j++) {
          some.add(tracer.startSpan("handed over"));
        }
        CompletableFuture.runAsync(() -> some.forEach(Span::end)).join();
        kept.addAll(some);
      }
      Span last = tracer.startSpan("last");
      assertThat(kept).noneMatch(Span::isRecording);
      assertThat(names()).containsExactlyInAnyOrder("first", "last");
      first.end();
      last.end();
      assertThat(names()).isEmpty();
    }
  }

  @Test
  void moreSpansThanThereIsRoomFor_areShownInPart() {
    try (Tracer tracer = Tracer.builder("s").processor(running).build()) {
      List<Span> spans = new ArrayList<>();
      for (int i = 0; i < 40_000; i++) {
        spans.add(tracer.startSpan("at once"));
      }
      assertThat(names()).hasSizeBetween(RunningSpans.PLACES / 2, RunningSpans.PLACES);
      spans.forEach(Span::end);
      Span next = tracer.startSpan("next");
      assertThat(names()).containsExactly("next");
      next.end();
    }
  }

  /** Whoever cannot reach a span any more cannot end it: a strict tracer tells of it. */
  @Test
  void forgottenSpan_isGarbage() {
    try (LogCapture log = new LogCapture()) {
      try (Tracer tracer = Tracer.builder("s").strict(true).processor(running).build()) {
        WeakReference<Span> span = new WeakReference<>(tracer.startSpan("forgotten"));
        for (int i = 0; i < 100 && !span.refersTo(null); i++) {
          System.gc();
        }
        assertThat(span.refersTo(null)).isTrue();
        assertThat(names()).isEmpty();
      }
    }
  }
}
