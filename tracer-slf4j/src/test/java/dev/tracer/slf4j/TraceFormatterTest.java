// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.slf4j;

import static java.lang.reflect.Modifier.FINAL;
import static java.lang.reflect.Modifier.PROTECTED;
import static java.lang.reflect.Modifier.PUBLIC;
import static java.lang.reflect.Modifier.STATIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.tracer.Tracer;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import java.util.logging.XMLFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TraceFormatterTest {
  /** The message alone. */
  private static final class Plain extends Formatter {
    @Override
    public String format(LogRecord record) {
      return record.getMessage() + System.lineSeparator();
    }
  }

  @Test
  void install_linesCarryTheCurrentSpan() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StreamHandler handler = new StreamHandler(out, new Plain());
    Logger logger = Logger.getAnonymousLogger();
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
    TraceFormatter.install(logger);
    TraceFormatter.install(logger);
    String[] ids = new String[2];
    try (Tracer tracer = Tracer.builder("shop").build()) {
      logger.log(Level.INFO, "before");
      tracer.run(
          "work",
          span -> {
            ids[0] = span.traceId();
            ids[1] = span.spanId();
            logger.log(Level.INFO, "inside");
          });
      logger.log(Level.INFO, "after");
    }
    handler.flush();
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "before",
            "inside trace_id=" + ids[0] + " span_id=" + ids[1] + " trace_flags=01",
            "after");
  }

  @Test
  void install_leavesXmlAsItIs() {
    StreamHandler handler = new StreamHandler(new ByteArrayOutputStream(), new XMLFormatter());
    Logger logger = Logger.getAnonymousLogger();
    logger.addHandler(handler);

    TraceFormatter.install(logger);

    assertThat(handler.getFormatter()).isInstanceOf(XMLFormatter.class);
  }

  @Test
  void headAndTail_areThoseOfTheFormatter() {
    TraceFormatter xml = new TraceFormatter(new XMLFormatter());
    assertThat(xml.getTail(null)).isEqualTo(new XMLFormatter().getTail(null)).contains("</log>");
    assertThat(xml.getHead(new StreamHandler())).startsWith("<?xml");
  }

  @Test
  void formatMessage_isThatOfTheFormatter() {
    Formatter shouting =
        new Formatter() {
          @Override
          public String format(LogRecord record) {
            return formatMessage(record);
          }

          @Override
          public String formatMessage(LogRecord record) {
            return super.formatMessage(record).toUpperCase(Locale.ROOT);
          }
        };
    LogRecord record = new LogRecord(Level.INFO, "hello");
    assertThat(new TraceFormatter(shouting).formatMessage(record)).isEqualTo("HELLO");
  }

  /** Those of the JDK that runs the test, which may have more than the oldest. */
  @Test
  void allMethodsOfAFormatter_areForwarded() {
    assertThat(Formatter.class.getDeclaredMethods())
        .filteredOn(method -> (method.getModifiers() & (PUBLIC | PROTECTED)) != 0)
        .filteredOn(method -> (method.getModifiers() & (STATIC | FINAL)) == 0)
        .extracting(Method::getName)
        .isSubsetOf(
            Stream.of(TraceFormatter.class.getDeclaredMethods()).map(Method::getName).toList());
  }

  @Test
  void null_isRefusedByName() {
    assertThatNullPointerException()
        .isThrownBy(() -> new TraceFormatter(null))
        .withMessage("delegate");
    assertThatNullPointerException()
        .isThrownBy(() -> TraceFormatter.install(null))
        .withMessage("logger");
  }
}
