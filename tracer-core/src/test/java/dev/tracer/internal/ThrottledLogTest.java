// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThrottledLogTest {
  private static final Pattern MORE = Pattern.compile("and (\\d+) more");

  private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1_000); // about to overflow
  private final ThrottledLog subject = new ThrottledLog(nanoTime::get);
  private LogCapture log;

  @BeforeEach
  void capture() {
    log = new LogCapture();
  }

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void warn_firstOfATopic_isLoggedAtOnceWithItsThrowable() {
    Exception error = new Exception("x");
    subject.warn(LogTopic.EXPORT, "lost", error);

    assertThat(log.warnings()).containsExactly("lost");
    assertThat(log.records().get(0).getThrown()).isSameAs(error);
    assertThat(log.records().get(0).getLoggerName()).isEqualTo("dev.tracer");
  }

  @Test
  void warn_withinTheMinute_isLeftOutAndCountedInTheNext() {
    subject.warn(LogTopic.EXPORT, "first");
    for (int i = 0; i < 59; i++) {
      nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(1));
      subject.warn(LogTopic.EXPORT, "left out");
    }
    assertThat(log.warnings()).containsExactly("first");

    nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(1));
    subject.warn(LogTopic.EXPORT, "second");
    nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(60));
    subject.warn(LogTopic.EXPORT, "third");

    assertThat(log.warnings())
        .containsExactly("first", "second (and 59 more like it since the last message)", "third");
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -60_000_000_000L, -1, 0, 1, Long.MAX_VALUE})
  void warn_wheneverTheClockBegan_isThrottledAlike(long start) {
    nanoTime.set(start);
    subject.warn(LogTopic.EXPORT, "first");
    subject.warn(LogTopic.EXPORT, "left out");
    nanoTime.addAndGet(59_999_999_999L);
    subject.warn(LogTopic.EXPORT, "left out");
    nanoTime.addAndGet(2);
    subject.warn(LogTopic.EXPORT, "second");

    assertThat(log.warnings())
        .containsExactly("first", "second (and 2 more like it since the last message)");
  }

  @Test
  void warn_ofAnotherTopic_isThrottledForItself() {
    List<String> expected = new ArrayList<>();
    for (LogTopic topic : LogTopic.values()) {
      subject.warn(topic, "topic " + topic);
      subject.warn(topic, "topic " + topic);
      expected.add("topic " + topic);
    }

    assertThat(log.warnings()).isEqualTo(expected);
  }

  @Test
  void warn_fromManyThreads_isLoggedOnceAndCountedExactly() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < 1000; i++) {
                  subject.warn(LogTopic.EXPORT, "x");
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    nanoTime.addAndGet(TimeUnit.MINUTES.toNanos(1));
    subject.warn(LogTopic.EXPORT, "y");

    // the thread that may say the first one may say it after the others were muted
    assertThat(log.warnings()).hasSize(2);
    assertThat(log.warnings().stream().mapToInt(ThrottledLogTest::more).sum()).isEqualTo(3999);
  }

  /** How many more like it a message tells of. */
  private static int more(String message) {
    Matcher matcher = MORE.matcher(message);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
  }

  @Test
  void over_afterAWarning_isLoggedOnce() {
    subject.warn(LogTopic.EXPORT, "trouble");
    subject.over(LogTopic.EXPORT, "fine");
    subject.over(LogTopic.EXPORT, "fine");

    assertThat(log.infos()).containsExactly("fine");
  }

  @Test
  void over_withoutAWarning_isSilent() {
    subject.warn(LogTopic.REJECTED, "trouble");
    subject.over(LogTopic.EXPORT, "fine");

    assertThat(log.infos()).isEmpty();
  }

  @Test
  void over_andTroubleAgainWithinTheMinute_staysSilent() {
    for (int i = 0; i < 100; i++) {
      subject.warn(LogTopic.EXPORT, "trouble");
      subject.over(LogTopic.EXPORT, "fine");
    }
    assertThat(log.warnings()).containsExactly("trouble");
    assertThat(log.infos()).containsExactly("fine");

    nanoTime.addAndGet(TimeUnit.MINUTES.toNanos(1));
    subject.warn(LogTopic.EXPORT, "trouble");
    subject.over(LogTopic.EXPORT, "fine");
    assertThat(log.warnings())
        .containsExactly("trouble", "trouble (and 99 more like it since the last message)");
    assertThat(log.infos()).containsExactly("fine", "fine");
  }

  @Test
  void warn_withABrokenLogger_doesNotThrow() {
    AtomicLong calls = new AtomicLong();
    Handler broken =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            if (calls.incrementAndGet() % 2 == 0) {
              throw new IllegalStateException("broken");
            }
            throw new AssertionError("broken");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger("dev.tracer");
    PrintStream console = System.err;
    logger.addHandler(broken);
    System.setErr(new PrintStream(OutputStream.nullOutputStream()));
    try {
      subject.warn(LogTopic.EXPORT, "a");
      subject.over(LogTopic.EXPORT, "b");
      subject.warn(LogTopic.REJECTED, "c", new Exception("x"));
    } finally {
      System.setErr(console);
      logger.removeHandler(broken);
    }

    assertThat(calls).hasValue(3);
  }

  @Test
  void warn_fromTheLoggerItself_doesNotRecurse() {
    Handler chatty =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            subject.warn(LogTopic.EXPORT, "again");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger("dev.tracer");
    logger.addHandler(chatty);
    try {
      subject.warn(LogTopic.EXPORT, "once");
    } finally {
      logger.removeHandler(chatty);
    }

    assertThat(log.warnings()).containsExactly("once");
  }

  @Test
  void warn_isHeadedByWhoeverWarns() {
    subject.warn(LogTopic.EXPORT, "lost");
    subject.warn(LogTopic.FAULT, "failed", new Exception("x"));
    subject.over(LogTopic.EXPORT, "fine");

    assertThat(log.records())
        .extracting(LogRecord::getSourceClassName)
        .containsOnly(ThrottledLogTest.class.getName());
  }

  @Test
  void warn_intoALoggerThatOverflowsTheStack_comesBackAndCounts() {
    Handler bridge =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            Logger.getLogger("dev.tracer").log(record); // to itself, in the end
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger("dev.tracer");
    PrintStream console = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    logger.addHandler(bridge);
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      subject.warn(LogTopic.EXPORT, "a");
      subject.warn(LogTopic.REJECTED, "b", new Exception("x"));
      subject.over(LogTopic.EXPORT, "c");
    } finally {
      System.setErr(console);
      logger.removeHandler(bridge);
    }

    assertThat(subject.failures()).isEqualTo(3);
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("The logger dev.tracer failed", "StackOverflowError")
        .hasLineCount(1);
  }

  @Test
  void warn_ofAnOverflowOfTheStack_isSaidOnAnotherStack() throws Exception {
    CompletableFuture<String> thread = new CompletableFuture<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            thread.complete(Thread.currentThread().getName());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger("dev.tracer");
    logger.addHandler(handler);
    try {
      subject.warn(LogTopic.FAULT, "deep", new StackOverflowError());
      assertThat(thread.get(5, TimeUnit.MINUTES)).isEqualTo("tracer-log");
    } finally {
      logger.removeHandler(handler);
    }
  }

  @Test
  void warn_whileTheVirtualMachineEnds_goesToTheErrorStreamAsWell() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LastWords.class.getName())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isZero();
    assertThat(printed)
        .containsSubsequence("WARNING: early", "WARNING: dev.tracer: 10 spans were lost (java.io.")
        .doesNotContain("dev.tracer: early");
  }

  /** An application whose logging ends before our last words. */
  static final class LastWords {
    private LastWords() {}

    public static void main(String[] args) {
      ThrottledLog log = new ThrottledLog();
      log.warn(LogTopic.EXPORT, "early");
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    LogManager.getLogManager().reset();
                    log.warn(LogTopic.CLOSED, "10 spans were lost", new IOException("refused"));
                  }));
    }
  }
}
