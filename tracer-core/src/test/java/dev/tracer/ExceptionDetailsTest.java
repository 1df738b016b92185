// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.export.EventData;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** What an event says of the exception that it tells of. */
class ExceptionDetailsTest {
  private final Fakes.Collector collector = new Fakes.Collector();

  private static final class Nested extends RuntimeException {
    private static final long serialVersionUID = 1;

    Nested(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private EventData record(SpanLimits limits, Throwable error) {
    Tracer tracer = Fakes.tracer(collector).limits(limits).build();
    tracer.startSpan("a").fail(error).end();
    return collector.ended.element().events().get(0);
  }

  private static String printed(Throwable error) {
    StringWriter text = new StringWriter();
    error.printStackTrace(new PrintWriter(text, true));
    return text.toString().replace("\r", "");
  }

  @Test
  void stackTrace_isWhatIsPrinted() {
    Nested error = new Nested("outer", new IllegalStateException("inner"));
    error.addSuppressed(new Nested("aside", new IllegalArgumentException("deep")));
    error.getCause().addSuppressed(new IllegalStateException("below"));

    assertThat(
            record(SpanLimits.DEFAULT.withStackTraceLength(1_000_000), error)
                .attributes()
                .get("exception.stacktrace"))
        .isEqualTo(printed(error));
  }

  @Test
  void stackTrace_ofALongMessage_hasFramesAndCauseAllTheSame() {
    Nested error = new Nested("x".repeat(9_000), new IllegalStateException("y".repeat(9_000)));
    String trace =
        (String) record(SpanLimits.DEFAULT, error).attributes().get("exception.stacktrace");

    assertThat(trace.length()).isLessThanOrEqualTo(8_192);
    assertThat(trace)
        .containsSubsequence(
            "Nested: xxx",
            "…\n",
            "\tat dev.tracer.ExceptionDetailsTest",
            "Caused by: ",
            "yyy",
            "…\n");
  }

  @Test
  void stackTrace_thatIsCut_saysWhereAndHowMuch() {
    Nested error = new Nested("outer", new IllegalStateException("inner"));
    Object trace =
        record(SpanLimits.DEFAULT.withStackTraceLength(600), error)
            .attributes()
            .get("exception.stacktrace");

    assertThat(trace.toString()).containsPattern("\t\\.\\.\\. [0-9]+ more, cut\n");
    assertThat(trace.toString().length()).isLessThanOrEqualTo(600);
  }

  @Test
  void stackTrace_ofACircle_ends() {
    Nested error = new Nested("a", new IllegalStateException("b"));
    error.getCause().initCause(error);

    assertThat(
            record(SpanLimits.DEFAULT, error).attributes().get("exception.stacktrace").toString())
        .contains("Caused by: java.lang.IllegalStateException: b");
  }

  @Test
  void type_ofANestedClass_isItsCanonicalName() {
    EventData event = record(SpanLimits.DEFAULT, new Nested("a", null));

    assertThat(event.attributes().get("exception.type"))
        .isEqualTo("dev.tracer.ExceptionDetailsTest.Nested");
    assertThat(collector.ended.element().attributes().get("error.type"))
        .isEqualTo("dev.tracer.ExceptionDetailsTest.Nested");
  }

  @Test
  void type_ofAnAnonymousClass_isItsBinaryName() {
    Exception error = new Exception("a") {};

    assertThat(record(SpanLimits.DEFAULT, error).attributes().get("exception.type"))
        .isEqualTo(error.getClass().getName());
  }

  @Test
  void valueLength_boundsTheStackTraceToo() {
    SpanLimits limits = SpanLimits.DEFAULT.withValueLength(100);

    assertThat(limits.stackTraceLength()).isEqualTo(100);
    assertThat(limits.withStackTraceLength(300).stackTraceLength()).isEqualTo(300);
    assertThat(
            record(limits, new Nested("a", null))
                .attributes()
                .get("exception.stacktrace")
                .toString())
        .hasSizeLessThanOrEqualTo(100);
  }

  @Test
  void exceptionItself_isThereForExportersAndGoneWithItsAttributes() {
    Nested error = new Nested("secret", null);
    EventData event = record(SpanLimits.DEFAULT, error);

    assertThat(event.throwable()).isSameAs(error);
    assertThat(event.withAttributes(Attributes.empty()).throwable()).isNull();
    assertThat(new EventData("other", 1, Attributes.empty(), 0).throwable()).isNull();
  }
}
