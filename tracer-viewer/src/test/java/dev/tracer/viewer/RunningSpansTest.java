// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.DropReason;
import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.StatusCode;
import dev.tracer.TraceState;
import dev.tracer.Tracer;
import dev.tracer.TracerStats;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanFilter;
import dev.tracer.internal.LogCapture;
import dev.tracer.redact.Redaction;
import dev.tracer.redact.ValuePattern;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunningSpansTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

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

  /** A span as a filter may make it: {@code before} is run first, in whatever is asked of it. */
  private static SpanData foreign(SpanData span, Consumer<Method> before) {
    return (SpanData)
        Proxy.newProxyInstance(
            RunningSpansTest.class.getClassLoader(),
            new Class<?>[] {SpanData.class},
            (proxy, method, arguments) -> {
              before.accept(method);
              return method.invoke(span, arguments);
            });
  }

  @Test
  void spanOfAForeignKind_isNeverAskedByTheStore() throws IOException {
    List<SpanData> originals = new CopyOnWriteArrayList<>();
    List<String> asked = new CopyOnWriteArrayList<>();
    SpanFilter filter =
        span -> {
          originals.add(span);
          return foreign(
              span,
              method -> {
                if (Stream.of(new Throwable().getStackTrace())
                    .anyMatch(frame -> frame.getClassName().equals(TraceStore.class.getName()))) {
                  asked.add(method.getName());
                }
              });
        };
    try (Tracer tracer = Tracer.builder("s").filter(filter).processor(running).build()) {
      SpanContext caller = SpanContext.of(1, 2, 3, SpanContext.SAMPLED, TraceState.empty(), true);
      Span span = tracer.spanBuilder("own").parent(Context.root().with(Span.of(caller))).start();
      span.set("n", 1).event("e").link(caller, Attributes.of("a", "b"));
      span.status(StatusCode.ERROR, "why").end();
      tracer.flush(TIMEOUT);
      store.forEach(StoredTrace::summary);
      List<SpanData> stored = store.spans(new TraceId(1, 2));
      assertThat(json(stored)).isEqualTo(json(originals));
      assertThat(stored.get(0).isParentRemote()).isTrue();
      assertThat(asked).isEmpty();
      assertThat(store.figures().bytes()).isGreaterThan(Weight.TRACE);
    }
  }

  private static String json(List<SpanData> spans) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    OtlpOutput.write(spans, List.of(), "", out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void spanOfAForeignKindThatThrows_isLostAlone() {
    SpanFilter filter =
        span -> span.name().equals("bad") ? foreign(span, RunningSpansTest::fail) : span;
    try (LogCapture log = new LogCapture();
        Tracer tracer = Tracer.builder("s").filter(filter).processor(running).build()) {
      tracer.run("good", span -> tracer.run("bad", inner -> {}));
      tracer.flush(TIMEOUT);
      TracerStats.Exporter account = tracer.stats().exporters().get(0);
      assertThat(account.exported()).isEqualTo(1);
      assertThat(account.dropped()).containsExactly(entry(DropReason.EXPORT_FAILED, 1L));
      assertThat(log.warnings()).hasSize(1);
      assertThat(log.warnings().get(0)).contains("viewer", "IllegalStateException");
    }
  }

  private static void fail(Method method) {
    if (method.getName().equals("droppedLinks")) {
      throw new IllegalStateException("droppedLinks");
    }
  }
}
