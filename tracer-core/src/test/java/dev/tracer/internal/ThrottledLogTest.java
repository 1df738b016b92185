// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class ThrottledLogTest {
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
    subject.warn(ThrottledLog.EXPORT, "lost", error);

    assertThat(log.warnings()).containsExactly("lost");
    assertThat(log.records().get(0).getThrown()).isSameAs(error);
    assertThat(log.records().get(0).getLoggerName()).isEqualTo("dev.tracer");
  }

  @Test
  void warn_withinTheMinute_isLeftOutAndCountedInTheNext() {
    subject.warn(ThrottledLog.EXPORT, "first");
    for (int i = 0; i < 59; i++) {
      nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(1));
      subject.warn(ThrottledLog.EXPORT, "left out");
    }
    assertThat(log.warnings()).containsExactly("first");

    nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(1));
    subject.warn(ThrottledLog.EXPORT, "second");
    nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(60));
    subject.warn(ThrottledLog.EXPORT, "third");

    assertThat(log.warnings())
        .containsExactly("first", "second (and 59 more like it since the last message)", "third");
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -60_000_000_000L, -1, 0, 1, Long.MAX_VALUE})
  void warn_wheneverTheClockBegan_isThrottledAlike(long start) {
    nanoTime.set(start);
    subject.warn(ThrottledLog.EXPORT, "first");
    subject.warn(ThrottledLog.EXPORT, "left out");
    nanoTime.addAndGet(59_999_999_999L);
    subject.warn(ThrottledLog.EXPORT, "left out");
    nanoTime.addAndGet(2);
    subject.warn(ThrottledLog.EXPORT, "second");

    assertThat(log.warnings())
        .containsExactly("first", "second (and 2 more like it since the last message)");
  }

  @Test
  void warn_ofAnotherTopic_isThrottledForItself() {
    for (int topic = ThrottledLog.QUEUE_FULL; topic <= ThrottledLog.LEAK; topic++) {
      subject.warn(topic, "topic " + topic);
      subject.warn(topic, "topic " + topic);
    }

    assertThat(log.warnings()).hasSize(8).contains("topic 0", "topic 7");
  }

  @Test
  void warn_fromManyThreads_isLoggedOnceAndCountedExactly() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < 1000; i++) {
                  subject.warn(ThrottledLog.EXPORT, "x");
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    nanoTime.addAndGet(TimeUnit.MINUTES.toNanos(1));
    subject.warn(ThrottledLog.EXPORT, "y");

    assertThat(log.warnings())
        .containsExactly("x", "y (and 3999 more like it since the last message)");
  }

  @Test
  void over_afterAWarning_isLoggedOnce() {
    subject.warn(ThrottledLog.EXPORT, "trouble");
    subject.over(ThrottledLog.EXPORT, "fine");
    subject.over(ThrottledLog.EXPORT, "fine");

    assertThat(log.infos()).containsExactly("fine");
  }

  @Test
  void over_withoutAWarning_isSilent() {
    subject.warn(ThrottledLog.REJECTED, "trouble");
    subject.over(ThrottledLog.EXPORT, "fine");

    assertThat(log.infos()).isEmpty();
  }

  @Test
  void over_andTroubleAgainWithinTheMinute_staysSilent() {
    for (int i = 0; i < 100; i++) {
      subject.warn(ThrottledLog.EXPORT, "trouble");
      subject.over(ThrottledLog.EXPORT, "fine");
    }
    assertThat(log.warnings()).containsExactly("trouble");
    assertThat(log.infos()).containsExactly("fine");

    nanoTime.addAndGet(TimeUnit.MINUTES.toNanos(1));
    subject.warn(ThrottledLog.EXPORT, "trouble");
    subject.over(ThrottledLog.EXPORT, "fine");
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
    logger.addHandler(broken);
    try {
      subject.warn(ThrottledLog.EXPORT, "a");
      subject.over(ThrottledLog.EXPORT, "b");
      subject.warn(ThrottledLog.REJECTED, "c", new Exception("x"));
    } finally {
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
            subject.warn(ThrottledLog.EXPORT, "again");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger("dev.tracer");
    logger.addHandler(chatty);
    try {
      subject.warn(ThrottledLog.EXPORT, "once");
    } finally {
      logger.removeHandler(chatty);
    }

    assertThat(log.warnings()).containsExactly("once");
  }
}
