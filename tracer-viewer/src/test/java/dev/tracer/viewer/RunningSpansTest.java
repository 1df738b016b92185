// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.DropReason;
import dev.tracer.Span;
import dev.tracer.Tracer;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanFilter;
import dev.tracer.internal.LogCapture;
import dev.tracer.redact.Redaction;
import dev.tracer.redact.ValuePattern;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunningSpansTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final TraceStore store = new TraceStore(1 << 20);
  private final RunningSpans running = new RunningSpans(store);

  @AfterEach
  void stop() {
    running.stop(TIMEOUT);
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

  @Test
  void closeOfOneTracer_handsOnItsSpansAndThoseOfOthers() {
    try (Tracer other = Tracer.builder("other").processor(running).build()) {
      try (Tracer first = Tracer.builder("first").processor(running).build()) {
        first.run("before", span -> {});
      }
      assertThat(store.figures().spans()).isEqualTo(1);
      other.run("after", span -> {});
      other.flush(TIMEOUT);
      assertThat(store.figures().spans()).isEqualTo(2);
    }
  }

  @Test
  void stop_endsItForAllTracers() {
    try (LogCapture log = new LogCapture();
        Tracer tracer = Tracer.builder("s").processor(running).build()) {
      running.stop(TIMEOUT);
      tracer.run("late", span -> {});
      assertThat(tracer.flush(TIMEOUT).pending()).isZero();
      assertThat(store.figures().spans()).isZero();
      assertThat(tracer.stats().exporters().get(0).dropped()).containsEntry(DropReason.CLOSED, 1L);
      assertThat(log.warnings()).hasSize(1);
    }
  }

  @Test
  void redactionsOfFormerTracers_areNotKept() {
    running.takeRedaction(span -> span); // stays with the processor behind
    WeakReference<SpanFilter> redaction = new WeakReference<>(taken("former"));
    for (int i = 0; i < 100 && !redaction.refersTo(null); i++) {
      System.gc();
    }
    assertThat(redaction.refersTo(null)).isTrue();
  }

  private SpanFilter taken(String name) {
    SpanFilter redaction = span -> span.withName(name);
    assertThat(running.takeRedaction(redaction)).isFalse();
    return redaction;
  }

  @Test
  void redactionsOfTracers_areKeptAsLongAsTheirSpans() {
    Span span = startedByForgottenTracers();
    System.gc();
    assertThat(names()).containsExactly("mail to REDACTED");
    span.end();
  }

  private Span startedByForgottenTracers() {
    Tracer.builder("first").processor(running).build();
    Redaction redaction = Redaction.builder().values(ValuePattern.EMAIL).build();
    Tracer tracer = Tracer.builder("second").redaction(redaction).processor(running).build();
    return tracer.startSpan("mail to someone@example.com");
  }
}
