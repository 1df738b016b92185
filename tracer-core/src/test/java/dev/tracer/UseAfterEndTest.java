// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Fakes.Collector;
import dev.tracer.Fakes.Log;
import dev.tracer.export.EndingProcessor;
import dev.tracer.export.SpanData;
import dev.tracer.redact.Redaction;
import dev.tracer.redact.ValuePattern;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the strict mode says of calls that come after the end of a span. */
class UseAfterEndTest {
  private static final Instant TIME = Instant.ofEpochSecond(1_700_000_000);

  private final Log log = new Log();
  private final Collector collector = new Collector();
  private final Tracer tracer = Fakes.tracer(collector).strict(true).build();

  @AfterEach
  void close() {
    tracer.close();
    log.close();
  }

  static Stream<Arguments> calls() {
    return Map.<String, Consumer<Span>>ofEntries(
            Map.entry("set of a text", span -> span.set("k", "v")),
            Map.entry("set of a character", span -> span.set("k", 'v')),
            Map.entry("set of a truth value", span -> span.set("k", true)),
            Map.entry("set of an integer", span -> span.set("k", 1)),
            Map.entry("set of a number", span -> span.set("k", 1.5)),
            Map.entry("set of an object", span -> span.set("k", TIME)),
            Map.entry("setAll", span -> span.setAll(Attributes.of("k", 1))),
            Map.entry("event", span -> span.event("e")),
            Map.entry("event with a time", span -> span.event("e", Attributes.empty(), TIME)),
            Map.entry("link", span -> span.link(SpanContext.invalid())),
            Map.entry("rename", span -> span.rename("other")),
            Map.entry("status", span -> span.status(StatusCode.OK)),
            Map.entry("keep", Span::keep),
            Map.entry("fail", span -> span.fail(new Exception("e"))),
            Map.entry(
                "recordException",
                span -> span.recordException(new Exception("e"), Attributes.empty())),
            Map.entry("end", Span::end),
            Map.entry("end with a time", span -> span.end(TIME)))
        .entrySet()
        .stream()
        .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("calls")
  void strict_callAfterTheEnd_isToldWithBothPlaces(String call, Consumer<Span> late) {
    Span span = tracer.startSpan("paid").rename("paid late");
    endHere(span);
    callHere(span, late);

    LogRecord entry = log.only();
    assertThat(entry.getMessage()).contains("'paid late'").contains(call.split(" ")[0] + "()");
    assertThat(entry.getThrown().getStackTrace())
        .anyMatch(frame -> frame.getMethodName().equals("callHere"));
    assertThat(entry.getThrown().getCause().getStackTrace())
        .anyMatch(frame -> frame.getMethodName().equals("endHere"));
    assertThat(entry.getThrown().getCause())
        .hasMessageContaining("thread '" + Thread.currentThread().getName() + "'");
    assertThat(collector.only().name()).isEqualTo("paid late");
    assertThat(collector.only().attributes().isEmpty()).isTrue();
  }

  private static void endHere(Span span) {
    span.end();
  }

  private static void callHere(Span span, Consumer<Span> call) {
    call.accept(span);
  }

  @Test
  void strict_manyCallsAfterTheEnd_areToldOnceAMinute() {
    Span span = tracer.startSpan("span");
    span.end(TIME);
    for (int i = 0; i < 10; i++) {
      span.set("k", i).event("e").end();
    }

    assertThat(log.only().getMessage()).contains("set()");
  }

  @Test
  void strict_endedByTwoThreadsAtOnce_isToldOnce() throws Exception {
    Span span = tracer.startSpan("span");
    CyclicBarrier both = new CyclicBarrier(2);
    Thread other = new Thread(() -> endWith(both, span));
    other.start();
    endWith(both, span);
    other.join();

    assertThat(log.only().getMessage()).contains("end()");
    assertThat(collector.ended).hasSize(1);
  }

  private static void endWith(CyclicBarrier both, Span span) {
    try {
      both.await(5, TimeUnit.MINUTES);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    span.end();
  }

  @Test
  void strict_callsOfAnotherThreadThanTheOwner_areTold() throws Exception {
    Span span = tracer.startSpan("span");
    Fakes.onOtherThread(span::end);
    span.set("k", 1);

    assertThat(log.only().getThrown().getCause()).hasMessageContaining("thread 'other'");
  }

  @Test
  void strict_endingProcessor_mayWriteButNotEnd() {
    try (Tracer ending = tracerWithEnding(span -> span.set("sum", 3).rename("better"))) {
      ending.startSpan("span").end();
      assertThat(log.messages()).isEmpty();
      assertThat(collector.only().name()).isEqualTo("better");
    }
    try (Tracer ending = tracerWithEnding(Span::end)) {
      ending.startSpan("ended by its processor").end();
      assertThat(log.only().getMessage()).contains("'ended by its processor'").contains("end()");
      assertThat(collector.ended).hasSize(2);
    }
  }

  private Tracer tracerWithEnding(Consumer<Span> write) {
    EndingProcessor writer =
        new EndingProcessor() {
          @Override
          public void onEnding(Span span) {
            write.accept(span);
          }

          @Override
          public void onEnd(SpanData span) {}
        };
    return Fakes.tracer(collector).strict(true).processor(writer).build();
  }

  @Test
  void strict_nameOfTheSpan_isRedacted() {
    Redaction redaction = Redaction.builder().values(ValuePattern.EMAIL).build();
    try (Tracer redacting = Fakes.tracer(collector).redaction(redaction).strict(true).build()) {
      Span span = redacting.startSpan("span").rename("customer ann@example.com\n");
      span.end();
      span.end();

      assertThat(log.only().getMessage())
          .contains("customer")
          .doesNotContain("ann@example.com", "\n");
    }
  }

  @Test
  void strict_loggerThatWritesToTheSpan_isToldNoMore() {
    Span span = tracer.startSpan("span");
    AtomicInteger calls = new AtomicInteger();
    Handler tracing =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            calls.incrementAndGet();
            span.event("logged");
            tracer.run("log", own -> own.end());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger("dev.tracer");
    logger.addHandler(tracing);
    try {
      span.end();
      span.set("k", "v");
    } finally {
      logger.removeHandler(tracing);
    }

    assertThat(calls).hasValue(1);
    assertThat(log.only().getMessage()).contains("set()");
  }

  @Test
  void notStrict_callsAfterTheEnd_areSilent() {
    Tracer plain = Fakes.tracer(collector).build();
    Span span = plain.startSpan("span");
    span.end();
    span.set("k", 1).event("e").end();
    plain.close();

    assertThat(log.messages()).isEmpty();
  }
}
