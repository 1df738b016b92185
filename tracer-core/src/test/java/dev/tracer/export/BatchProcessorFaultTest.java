// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tracer.Context;
import dev.tracer.DropReason;
import dev.tracer.FlushResult;
import dev.tracer.Scope;
import dev.tracer.TracerStats;
import dev.tracer.internal.LogCapture;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The worker and its account survive exporters, threads and loggers that behave badly. */
class BatchProcessorFaultTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SECONDS = Duration.ofSeconds(60);

  private final FakeExporter exporter = new FakeExporter();
  private final BatchProcessor processor =
      BatchProcessor.builder(exporter).maxExportBatchSize(4).scheduleDelay(HOUR).build();
  private LogCapture log;

  @BeforeEach
  void capture() {
    log = new LogCapture();
  }

  @AfterEach
  void close() {
    exporter.release();
    processor.close(SECONDS);
    log.close();
  }

  // interrupts

  @Test
  void worker_interruptedWhileItSleeps_exportsTheNextSpans() throws Exception {
    end(4);
    exporter.awaitSpans(4);
    for (int i = 0; i < 500; i++) {
      exporter.awaitSleepingWorker().interrupt();
    }
    end(4);

    exporter.awaitSpans(4);
    assertThat(processor.flush(SECONDS).isComplete()).isTrue();
    assertThat(account().exported()).isEqualTo(8);
  }

  @Test
  void worker_interruptedAllTheTime_exportsEverything() throws Exception {
    end(1);
    Thread worker = exporter.worker();
    Thread heckler =
        new Thread(
            () -> {
              while (worker.isAlive()) {
                worker.interrupt();
                Thread.yield();
              }
            });
    heckler.setDaemon(true);
    heckler.start();
    for (int i = 0; i < 200; i++) {
      end(5);
      assertThat(processor.flush(SECONDS).pending()).isZero();
    }
    assertThat(processor.close(SECONDS).dropped()).isZero();
    heckler.join(10_000);

    assertThat(account().exported()).isEqualTo(1001);
  }

  @Test
  void worker_interruptedDuringAnExport_exportsTheNextSpans() throws Exception {
    exporter.onExport(
        batch -> {
          exporter.hang();
          return ExportResult.success(batch.size());
        });
    end(4);
    exporter.awaitExports(1);
    exporter.worker().interrupt();
    exporter.awaitSpans(4);
    exporter.release();
    end(4);
    processor.flush(SECONDS);

    assertThat(account().dropped()).isEqualTo(Map.of(DropReason.EXPORT_FAILED, 4L));
    assertThat(account().exported()).isEqualTo(4);
  }

  @Test
  void export_doesNotSeeTheInterruptOfAnEarlierOne() throws Exception {
    List<Boolean> interrupted = new CopyOnWriteArrayList<>();
    exporter.onExport(
        batch -> {
          interrupted.add(Thread.currentThread().isInterrupted());
          Thread.currentThread().interrupt();
          return ExportResult.success(batch.size());
        });
    exporter.onFlush(
        () -> {
          interrupted.add(Thread.currentThread().isInterrupted());
          Thread.currentThread().interrupt();
        });
    exporter.onClose(() -> interrupted.add(Thread.currentThread().isInterrupted()));
    end(12);
    processor.flush(SECONDS);
    end(4);
    processor.close(SECONDS);

    assertThat(interrupted).hasSizeGreaterThanOrEqualTo(7).containsOnly(false);
  }

  // exporters that throw

  /** Throws when it is to be logged. */
  private static final class Unspeakable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String toString() {
      throw new IllegalStateException("toString");
    }

    @Override
    public String getMessage() {
      throw new StackOverflowError("getMessage");
    }
  }

  static Stream<Named<Throwable>> throwables() {
    return Stream.of(
            new IllegalStateException("x"),
            new IOException("sneaky"),
            new InterruptedException("sneaky"),
            new AssertionError("x"),
            new NoClassDefFoundError("x"),
            new StackOverflowError("x"),
            new OutOfMemoryError("x"),
            new Unspeakable())
        .map(e -> Named.of(e.getClass().getSimpleName(), e));
  }

  @ParameterizedTest
  @MethodSource("throwables")
  void exporter_thatThrows_losesItsBatchOnly(Throwable error) throws Exception {
    exporter.onExport(
        batch -> {
          if (batch.get(0).name().equals("0")) {
            throw error;
          }
          return ExportResult.success(batch.size());
        });
    end(4);
    exporter.awaitSpans(4);
    processor.onEnd(FakeSpan.named("next"));

    assertThat(processor.flush(SECONDS).pending()).isZero();
    assertThat(account().dropped()).isEqualTo(Map.of(DropReason.EXPORT_FAILED, 4L));
    assertThat(account().exported()).isEqualTo(1);
    assertThat(account().lastError()).contains(error.getClass().getSimpleName());
    assertThat(log.records()).hasSizeGreaterThanOrEqualTo(1);
    assertThat(log.records().get(0).getThrown()).isSameAs(error);
    assertThat(log.warnings().get(0)).startsWith(exporter.name() + " lost 4 spans: ");
  }

  @Test
  void exporter_thatReturnsNull_losesItsBatch() {
    exporter.onExport(batch -> null);
    end(3);

    assertThat(processor.flush(SECONDS)).isEqualTo(new FlushResult(0, 3, 0));
    assertThat(account().lastError()).isEqualTo("it returned null");
    assertThat(log.warnings()).containsExactly(exporter.name() + " lost 3 spans: it returned null");
  }

  @ParameterizedTest
  @CsvSource({
    // exported, rejected, oversize, failed of a batch of 4; what is counted
    "4, 0, 0, 0, 4, 0, 0, 0",
    "0, 0, 0, 0, 0, 0, 0, 4",
    "9, 0, 0, 0, 4, 0, 0, 0",
    "-1, 0, 0, 0, 0, 0, 0, 4",
    "2, 9, 0, 0, 2, 2, 0, 0",
    "1, 1, 9, 9, 1, 1, 2, 0",
    "-5, -5, -5, -5, 0, 0, 0, 4",
    "2147483647, 2147483647, 2147483647, 2147483647, 4, 0, 0, 0",
    "-2147483648, 1, -2147483648, 0, 0, 1, 0, 3",
    "0, 0, 1, 0, 0, 0, 1, 3"
  })
  void exporter_withAnyCounts_hasEachSpanCountedOnce(
      int exported, int rejected, int oversize, int failed, long a, long b, long c, long d) {
    exporter.onExport(batch -> new ExportResult(exported, rejected, oversize, failed, "odd"));
    processor.onEnd(FakeSpan.named("a"));
    processor.onEnd(FakeSpan.named("b"));
    processor.onEnd(FakeSpan.named("c"));
    processor.onEnd(FakeSpan.named("d"));
    processor.flush(SECONDS);

    TracerStats.Exporter account = account();
    assertThat(account.exported()).isEqualTo(a);
    assertThat(account.dropped().getOrDefault(DropReason.REJECTED, 0L)).isEqualTo(b);
    assertThat(account.dropped().getOrDefault(DropReason.OVERSIZE, 0L)).isEqualTo(c);
    assertThat(account.dropped().getOrDefault(DropReason.EXPORT_FAILED, 0L)).isEqualTo(d);
    assertThat(account.queued()).isZero();
  }

  @Test
  void exporter_thatLeavesAScopeOpen_isStillSuppressedNextTime() {
    List<Context> contexts = new CopyOnWriteArrayList<>();
    exporter.onExport(
        batch -> {
          contexts.add(Context.current());
          Scope leaked = Context.root().makeCurrent();
          assertThat(leaked).isNotNull();
          return ExportResult.success(batch.size());
        });
    end(12);
    processor.flush(SECONDS);

    assertThat(contexts).hasSize(3).containsOnly(Context.suppressed());
  }

  @Test
  void exporter_isCalledInTheSuppressedContext() {
    List<Context> contexts = new CopyOnWriteArrayList<>();
    exporter.onExport(
        batch -> {
          contexts.add(Context.current());
          return ExportResult.success(batch.size());
        });
    exporter.onFlush(() -> contexts.add(Context.current()));
    exporter.onClose(() -> contexts.add(Context.current()));
    end(1);
    processor.close(SECONDS);

    assertThat(contexts).hasSize(3).containsOnly(Context.suppressed());
  }

  @Test
  void exporter_closedToCutAnExport_isCalledInTheSuppressedContext() throws Exception {
    List<Context> contexts = new CopyOnWriteArrayList<>();
    exporter.onExport(
        batch -> {
          exporter.hangStubbornly();
          return ExportResult.success(batch.size());
        });
    CountDownLatch closed = new CountDownLatch(1);
    exporter.onClose(
        () -> {
          contexts.add(Context.current());
          closed.countDown();
        });
    end(4);
    exporter.awaitExports(1);
    processor.close(Duration.ofMillis(100));

    assertThat(closed.await(5, TimeUnit.MINUTES)).isTrue();
    assertThat(contexts).containsExactly(Context.suppressed());
  }

  // logs

  @Test
  void log_ofFailures_tellsWhatWasLostAndWhenItIsOver() {
    exporter.onExport(batch -> ExportResult.failure(batch.size(), "connection refused"));
    end(3);
    processor.flush(SECONDS);
    end(3);
    processor.flush(SECONDS);

    assertThat(log.warnings())
        .containsExactly(exporter.name() + " lost 3 spans: connection refused");
    assertThat(log.records().get(0).getThrown()).isNull();
    assertThat(log.infos()).isEmpty();
    assertThat(account().lastError()).isEqualTo("connection refused");
    assertThat(account().lastSuccess()).isNull();

    exporter.onExport(batch -> ExportResult.success(batch.size()));
    end(3);
    processor.flush(SECONDS);
    end(3);
    processor.flush(SECONDS);

    assertThat(log.infos()).containsExactly(exporter.name() + " works again.");
    assertThat(account().lastSuccess()).isNotNull();
    assertThat(account().lastError()).isEqualTo("connection refused");
  }

  @Test
  void log_ofAFlappingDestination_staysShort() {
    for (int i = 0; i < 100; i++) {
      exporter.onExport(
          i % 2 == 0
              ? batch -> ExportResult.failure(batch.size(), "connection refused")
              : batch -> ExportResult.success(batch.size()));
      end(1);
      processor.flush(SECONDS);
    }

    assertThat(log.warnings()).hasSize(1);
    assertThat(log.infos()).hasSize(1);
  }

  @Test
  void log_ofRefusedAndOversizeSpans_namesBoth() {
    exporter.onExport(batch -> new ExportResult(0, 2, 1, 0, "too old"));
    end(3);
    processor.flush(SECONDS);

    assertThat(log.warnings())
        .containsExactly(
            "The destination of " + exporter.name() + " refused 2 spans: too old",
            "1 span too large for " + exporter.name() + ": too old; see SpanLimits.valueLength.");
  }

  @Test
  void log_withoutAMessage_saysSo() {
    exporter.onExport(batch -> new ExportResult(0, 0, 0, batch.size(), null));
    end(3);
    processor.flush(SECONDS);

    assertThat(log.warnings())
        .containsExactly(exporter.name() + " lost 3 spans: no reason was given");
  }

  @Test
  void log_ofAWarningThatCameWithTheSuccess() {
    exporter.onExport(batch -> new ExportResult(batch.size(), 0, 0, 0, "use TLS"));
    end(3);
    processor.flush(SECONDS);

    assertThat(log.warnings())
        .containsExactly("The destination of " + exporter.name() + " warns: use TLS");
    assertThat(account().exported()).isEqualTo(3);
  }

  @Test
  void log_ofAThrowingFlushAndClose() {
    IOException error = new IOException("x");
    exporter.onFlush(
        () -> {
          throw error;
        });
    end(1);
    processor.flush(SECONDS);

    assertThat(log.warnings()).containsExactly("The flush of " + exporter.name() + " failed.");
    assertThat(log.records().get(0).getThrown()).isSameAs(error);
  }

  @Test
  void log_ofAThrowingClose() {
    IOException error = new IOException("x");
    exporter.onClose(
        () -> {
          throw error;
        });
    processor.close(SECONDS);

    assertThat(log.warnings()).containsExactly("The close of " + exporter.name() + " failed.");
    assertThat(log.records().get(0).getThrown()).isSameAs(error);
  }

  @ParameterizedTest
  @ValueSource(classes = {AssertionError.class, StackOverflowError.class})
  void worker_withALoggerThatThrows_livesOn(Class<? extends Error> error) {
    Handler broken =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            throw error == AssertionError.class
                ? new AssertionError("broken logging")
                : new StackOverflowError("broken logging");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger("dev.tracer");
    logger.addHandler(broken);
    try {
      exporter.onExport(batch -> ExportResult.failure(batch.size(), "x"));
      end(1);
      processor.flush(SECONDS);
      exporter.onExport(batch -> ExportResult.success(batch.size()));
      end(1);

      assertThat(processor.flush(SECONDS)).isEqualTo(new FlushResult(1, 0, 0));
      exporter.onClose(
          () -> {
            throw new IllegalStateException("x");
          });
      processor.close(Duration.ofHours(1)); // which it does not wait for
      catchThrowable(() -> end(1)); // errors of the virtual machine pass through
      assertThat(account().dropped())
          .isEqualTo(Map.of(DropReason.EXPORT_FAILED, 1L, DropReason.CLOSED, 1L));
    } finally {
      logger.removeHandler(broken);
    }
  }

  private TracerStats.Exporter account() {
    return processor.stats().get(0);
  }

  private void end(int count) {
    for (int i = 0; i < count; i++) {
      processor.onEnd(FakeSpan.numbered(i));
    }
  }

  @Test
  void exporterOfAnAnonymousClass_hasAName() {
    SpanExporter nameless =
        new SpanExporter() {
          @Override
          public ExportResult export(List<SpanData> spans) {
            return ExportResult.success(spans.size());
          }
        };

    assertThat(nameless.name()).contains("BatchProcessorFaultTest$");
  }
}
