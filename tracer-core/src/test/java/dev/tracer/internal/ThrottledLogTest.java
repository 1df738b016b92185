// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tracer.internal.ThrottledLog.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ThrottledLogTest {
  private final Logger logger = Logger.getLogger("dev.tracer");
  private final boolean usedParents = logger.getUseParentHandlers();
  private final List<LogRecord> records = new CopyOnWriteArrayList<>();
  private final ThrottledLog log = new ThrottledLog();
  private Error broken;
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          if (broken != null) {
            throw broken;
          }
          records.add(entry);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
  }

  @AfterEach
  void stopListening() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(usedParents);
  }

  private List<String> messages() {
    List<String> messages = new ArrayList<>();
    records.forEach(entry -> messages.add(entry.getMessage()));
    return messages;
  }

  @Test
  void warn_sameTopicAtOnce_isLoggedOnce() {
    IllegalStateException error = new IllegalStateException();
    log.warn(Topic.FAULT, "first", error);
    log.warn(Topic.FAULT, "second");

    assertThat(messages()).containsExactly("first");
    assertThat(records.get(0).getLevel()).isEqualTo(Level.WARNING);
    assertThat(records.get(0).getThrown()).isSameAs(error);
  }

  @Test
  void warn_otherTopicsAndOtherLogs_areThrottledForThemselves() {
    for (Topic topic : Topic.values()) {
      log.warn(topic, topic.name());
    }
    new ThrottledLog().warn(Topic.FAULT, "other");

    assertThat(records).hasSize(Topic.values().length + 1);
  }

  @Test
  void warn_afterItWasOver_isAFirstOneAgainAndTellsWhatWasMuted() {
    log.warn(Topic.EXPORT, "first");
    log.warn(Topic.EXPORT, "second");
    log.warn(Topic.EXPORT, "third");
    log.over(Topic.EXPORT, "works again");
    log.warn(Topic.EXPORT, "fourth");

    assertThat(messages())
        .containsExactly(
            "first", "works again", "fourth (and 2 more like it since the last message)");
    assertThat(records.get(1).getLevel()).isEqualTo(Level.INFO);
  }

  @Test
  void over_withoutTrouble_saysNothing() {
    log.over(Topic.EXPORT, "works again");

    assertThat(records).isEmpty();
  }

  @Test
  void warnAlways_isNotThrottled() {
    log.warn(Topic.LEAK, "first");
    log.warnAlways("last", new IllegalStateException());

    assertThat(messages()).containsExactly("first", "last");
  }

  @Test
  void warn_byManyThreadsAtOnce_isLoggedOnceAndCountsTheRest() throws Exception {
    int threads = 4;
    int each = 1_000;
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> tasks = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        tasks.add(
            pool.submit(
                () -> {
                  start.await();
                  for (int n = 0; n < each; n++) {
                    log.warn(Topic.FAULT, "warning");
                  }
                  return null;
                }));
      }
      start.countDown();
      for (Future<?> task : tasks) {
        task.get(10, TimeUnit.SECONDS);
      }
    } finally {
      pool.shutdownNow();
    }
    log.over(Topic.FAULT, "over");
    log.warn(Topic.FAULT, "again");

    // What loses the race after the first message was written may be counted with it.
    assertThat(records).hasSize(3);
    assertThat(messages().get(0)).startsWith("warning");
    assertThat(mutedIn(messages().get(0)) + mutedIn(messages().get(2)))
        .isEqualTo(threads * each - 1);
  }

  private static int mutedIn(String message) {
    return message.contains("(and ")
        ? Integer.parseInt(message.replaceAll(".*\\(and (\\d+) more.*", "$1"))
        : 0;
  }

  @Test
  void warn_loggerThatFails_isNotNoticed() {
    broken = new AssertionError("handler");
    log.warn(Topic.FAULT, "lost");
    broken = new NoClassDefFoundError("handler");
    log.warn(Topic.EXPORT, "lost");

    assertThat(records).isEmpty();
  }

  @Test
  void warn_virtualMachineErrors_pass() {
    broken = new OutOfMemoryError("handler");

    assertThatExceptionOfType(OutOfMemoryError.class)
        .isThrownBy(() -> log.warn(Topic.FAULT, "lost"));
  }
}
