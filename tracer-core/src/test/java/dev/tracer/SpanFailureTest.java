// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tracer.Fakes.Collector;
import dev.tracer.Fakes.ManualClock;
import dev.tracer.export.EventData;
import dev.tracer.export.SpanData;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpanFailureTest {
  private final ManualClock clock = new ManualClock();
  private final Collector collector = new Collector();
  private final Tracer tracer = Fakes.tracer(collector).clock(clock).build();

  private List<EventData> eventsOf(String span) {
    return collector.named(span).events();
  }

  @Test
  void fail_setsStatusTypeAndEvent() {
    Span span = tracer.startSpan("span");
    clock.advance(7);
    span.fail(new IllegalStateException("broken")).end();

    SpanData data = collector.only();
    assertThat(data.statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(data.statusDescription()).isEqualTo("broken");
    assertThat(data.attributes()).hasToString("{error.type=java.lang.IllegalStateException}");
    assertThat(data.events()).hasSize(1);
    EventData event = data.events().get(0);
    assertThat(event.name()).isEqualTo("exception");
    assertThat(event.epochNanos()).isEqualTo(Fakes.EPOCH + 7);
    assertThat(event.attributes().get("exception.type"))
        .isEqualTo("java.lang.IllegalStateException");
    assertThat(event.attributes().get("exception.message")).isEqualTo("broken");
    assertThat((String) event.attributes().get("exception.stacktrace"))
        .startsWith("java.lang.IllegalStateException: broken\n\tat " + getClass().getName());
  }

  @Test
  void call_workThrows_passesTheSameExceptionOn() {
    IOException error = new IOException("broken");

    Throwable thrown =
        catchThrowable(
            () ->
                tracer.call(
                    "span",
                    span -> {
                      throw error;
                    }));

    assertThat(thrown).isSameAs(error);
    assertThat(error.getSuppressed()).isEmpty();
    assertThat(collector.only().statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(Context.current()).isSameAs(Context.root());
  }

  @Test
  void exception_throughNestedSpans_isRecordedByTheInnermostOnly() {
    catchThrowable(
        () ->
            tracer.run(
                "outer",
                outer ->
                    tracer.run(
                        "middle",
                        middle ->
                            tracer.run(
                                "inner",
                                inner -> {
                                  throw new IllegalStateException("broken");
                                }))));

    assertThat(eventsOf("inner")).hasSize(1);
    assertThat(eventsOf("middle")).isEmpty();
    assertThat(eventsOf("outer")).isEmpty();
    assertThat(collector.ended)
        .allSatisfy(
            span -> {
              assertThat(span.statusCode()).isEqualTo(StatusCode.ERROR);
              assertThat(span.statusDescription()).isEqualTo("broken");
              assertThat(span.attributes().get("error.type"))
                  .isEqualTo("java.lang.IllegalStateException");
            });
  }

  @Test
  void exception_wrappedOnItsWay_isRecordedAsTheNewOneItIs() {
    catchThrowable(
        () ->
            tracer.run(
                "outer",
                outer -> {
                  try {
                    tracer.run(
                        "inner",
                        inner -> {
                          throw new IOException("cause");
                        });
                  } catch (IOException e) {
                    throw new IllegalStateException("wrapper", e);
                  }
                }));

    assertThat(eventsOf("inner")).hasSize(1);
    assertThat(eventsOf("outer")).hasSize(1);
    assertThat((String) eventsOf("outer").get(0).attributes().get("exception.stacktrace"))
        .contains("Caused by: java.io.IOException: cause");
  }

  @Test
  void exceptions_ofTwoChildren_areEachRecordedOnce() {
    IllegalStateException first = new IllegalStateException("first");
    IllegalStateException second = new IllegalStateException("second");
    tracer.run(
        "parent",
        parent -> {
          failIn("one", first);
          failIn("two", second);
          parent.fail(first).fail(second);
        });

    assertThat(eventsOf("one")).hasSize(1);
    assertThat(eventsOf("two")).hasSize(1);
    assertThat(eventsOf("parent")).isEmpty();
    assertThat(collector.named("parent").statusDescription()).isEqualTo("second");
  }

  private void failIn(String name, RuntimeException error) {
    catchThrowable(
        () ->
            tracer.run(
                name,
                span -> {
                  throw error;
                }));
  }

  @Test
  void exceptions_equalButNotTheSame_areBothRecorded() {
    record Equal(int id) {}
    class AlwaysEqual extends RuntimeException {
      private static final long serialVersionUID = 1L;

      @Override
      public boolean equals(Object other) {
        return other instanceof AlwaysEqual;
      }

      @Override
      public int hashCode() {
        return new Equal(1).hashCode();
      }
    }
    tracer.startSpan("span").fail(new AlwaysEqual()).fail(new AlwaysEqual()).end();

    assertThat(collector.only().events()).hasSize(2);
  }

  @Test
  void exception_thrownOnAnotherThread_isRecordedOnceInTheTrace() throws Exception {
    IllegalStateException error = new IllegalStateException("broken");
    tracer.run(
        "parent",
        parent -> {
          Runnable task = Context.current().wrap(() -> failIn("child", error));
          try {
            Fakes.onOtherThread(task::run);
          } catch (Exception e) {
            throw new AssertionError(e);
          }
          parent.fail(error);
        });

    assertThat(eventsOf("child")).hasSize(1);
    assertThat(eventsOf("parent")).isEmpty();
  }

  @Test
  void exception_inAnotherTrace_isRecordedAgain() {
    IllegalStateException error = new IllegalStateException("broken");
    failIn("one", error);
    failIn("two", error);

    assertThat(eventsOf("one")).hasSize(1);
    assertThat(eventsOf("two")).hasSize(1);
  }

  @Test
  void fail_afterRecordException_doesNotRecordItAgain() {
    IllegalStateException error = new IllegalStateException("broken");
    Span span = tracer.startSpan("span");
    span.recordException(error, Attributes.empty()).fail(error).end();

    assertThat(collector.only().events()).hasSize(1);
    assertThat(collector.only().statusCode()).isEqualTo(StatusCode.ERROR);
  }

  @Test
  void recordException_leavesTheStatusAloneAndTakesTheCallersWord() {
    Attributes more = Attributes.of("exception.message", "redacted", "retry", 2);
    tracer.startSpan("span").recordException(new IOException("secret"), more).end();

    SpanData data = collector.only();
    assertThat(data.statusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(data.attributes().isEmpty()).isTrue();
    Attributes event = data.events().get(0).attributes();
    assertThat(event.get("exception.type")).isEqualTo("java.io.IOException");
    assertThat(event.get("exception.message")).isEqualTo("redacted");
    assertThat(event.get("retry")).isEqualTo(2L);
  }

  @Test
  void recordException_givenAStackTrace_takesIt() {
    Attributes more = Attributes.of("exception.stacktrace", "redacted");
    tracer.startSpan("span").recordException(new IOException(), more).end();

    assertThat(collector.only().events().get(0).attributes().get("exception.stacktrace"))
        .isEqualTo("redacted");
  }

  @Test
  void recordException_twice_recordsTwice() {
    IOException error = new IOException("again");
    tracer
        .startSpan("span")
        .recordException(error, Attributes.empty())
        .recordException(error, null)
        .end();

    assertThat(collector.only().events()).hasSize(2);
  }

  @Test
  void fail_null_isIgnored() {
    tracer.startSpan("span").fail(null).recordException(null, null).end();

    assertThat(collector.only().events()).isEmpty();
    assertThat(collector.only().statusCode()).isEqualTo(StatusCode.UNSET);
  }

  @Test
  void fail_exceptionWithoutMessage_hasNoDescription() {
    tracer.startSpan("span").fail(new IOException()).end();

    assertThat(collector.only().statusDescription()).isNull();
    assertThat(collector.only().events().get(0).attributes().get("exception.message")).isNull();
  }

  @Test
  void fail_exceptionWhoseMethodsThrow_recordsWhatItCan() {
    try (Fakes.Log log = new Fakes.Log()) {
      tracer.startSpan("span").fail(new Nasty()).end();

      SpanData data = collector.only();
      assertThat(data.statusCode()).isEqualTo(StatusCode.ERROR);
      assertThat(data.events().get(0).attributes())
          .hasToString("{exception.type=" + Nasty.class.getCanonicalName() + "}");
      assertThat(tracer.stats().faults()).isEqualTo(1);
      assertThat(log.only().getMessage()).contains(Nasty.class.getName());
    }
  }

  @Test
  void call_exceptionWhoseMethodsThrow_isStillTheOneThatComesOut() {
    Nasty nasty = new Nasty();
    try (Fakes.Log log = new Fakes.Log()) {
      assertThat(
              catchThrowable(
                      () ->
                          tracer.run(
                              "span",
                              span -> {
                                throw nasty;
                              }))
                  == nasty)
          .isTrue();
      assertThat(log.messages()).hasSize(1);
    }
    assertThat(collector.ended).hasSize(1);
  }

  @Test
  void recordedExceptions_areForgottenWithTheLocalRoot() {
    IllegalStateException error = new IllegalStateException("broken");
    Span root = tracer.startSpan("root");
    Span child = tracer.spanBuilder("child").parent(Context.root().with(root)).start();
    root.end();
    child.fail(error);
    child.end();

    assertThat(eventsOf("child")).hasSize(1);
  }

  /** An exception that answers every question with an error. */
  private static final class Nasty extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new AssertionError("no message");
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      throw new AssertionError("no trace");
    }
  }
}
