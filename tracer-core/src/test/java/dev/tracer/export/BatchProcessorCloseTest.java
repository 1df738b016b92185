// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.DropReason;
import dev.tracer.FlushResult;
import dev.tracer.TracerStats;
import dev.tracer.internal.LogCapture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchProcessorCloseTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SECONDS = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(200);

  private final FakeExporter exporter = new FakeExporter();
  private final BatchProcessor processor =
      BatchProcessor.builder(exporter).maxExportBatchSize(4).scheduleDelay(HOUR).build();

  @AfterEach
  void release() {
    exporter.release();
    processor.close(SECONDS);
  }

  @Test
  void close_exportsTheRestThenClosesTheExporter() throws Exception {
    end(10);

    assertThat(processor.close(SECONDS).isComplete()).isTrue();
    assertThat(account().exported()).isEqualTo(10);
    assertThat(exporter.calls()).containsExactly("export", "export", "export", "flush", "close");
    exporter.awaitNoWorker();
  }

  @Test
  void close_afterABatchThatNobodyFlushed_flushesTheExporter() throws Exception {
    end(4);
    exporter.awaitSpans(4);
    processor.close(SECONDS);

    assertThat(exporter.calls()).containsExactly("export", "flush", "close");
  }

  @Test
  void close_withTheShortestDelay_doesNotWaitForTheCut() {
    FakeExporter target = new FakeExporter();
    BatchProcessor subject =
        BatchProcessor.builder(target).scheduleDelay(Duration.ofNanos(1)).build();
    subject.onEnd(FakeSpan.named("a")); // which the worker may export before the close, or in it

    assertThat(subject.close(HOUR).isComplete()).isTrue(); // long before the hour is over
    assertThat(subject.stats().get(0).exported()).isEqualTo(1);
  }

  @Test
  void close_beforeAnySpan_closesTheExporter() throws Exception {
    assertThat(processor.close(SECONDS)).isEqualTo(FlushResult.EMPTY);
    assertThat(exporter.calls()).containsExactly("close");
    exporter.awaitNoWorker();
  }

  @Test
  void close_tellsTheExporterHowMuchTimeIsLeft() {
    for (int round = 0; round < 200; round++) {
      FakeExporter target = new FakeExporter();
      BatchProcessor subject = BatchProcessor.create(target);
      if (round % 2 == 0) {
        subject.onEnd(FakeSpan.numbered(round));
      }
      subject.close(HOUR);

      assertThat(target.closeTimeouts()).hasSize(1);
      assertThat(target.closeTimeouts().get(0)).isPositive().isLessThanOrEqualTo(HOUR);
    }
  }

  @Test
  void close_twice_doesNothingTheSecondTime() {
    end(3);
    processor.close(SECONDS);

    assertThat(processor.close(SECONDS)).isEqualTo(FlushResult.EMPTY);
    assertThat(exporter.calls()).containsExactly("export", "flush", "close");
  }

  @Test
  void onEnd_afterClose_isCountedAndWarnedOnce() {
    try (LogCapture log = new LogCapture()) {
      processor.close(SECONDS);
      end(5);

      assertThat(account().dropped()).isEqualTo(Map.of(DropReason.CLOSED, 5L));
      assertThat(account().queued()).isZero();
      assertThat(log.warnings())
          .containsExactly("Spans that end after the close of the tracer are dropped.");
    }
  }

  @Test
  void close_withHangingExporter_returnsInTimeAndCountsTheRest() throws Exception {
    exporter.onExport(
        batch -> {
          exporter.hangStubbornly();
          return ExportResult.success(batch.size());
        });
    end(4);
    exporter.awaitExports(1);
    end(6);
    try (LogCapture log = new LogCapture()) {
      assertThat(processor.close(SHORT)).isEqualTo(new FlushResult(0, 10, 0));
      assertThat(account().dropped()).isEqualTo(Map.of(DropReason.CLOSED, 10L));
      assertThat(account().queued()).isZero();
      assertThat(log.warnings())
          .containsExactly(
              "10 spans dropped: "
                  + exporter.name()
                  + " did not export them in the time for closing.");
    }

    exporter.release(); // its success comes too late to be counted
    exporter.awaitNoWorker();
    exporter.awaitClose();
    assertThat(account().exported()).isZero();
    assertThat(account().dropped()).isEqualTo(Map.of(DropReason.CLOSED, 10L));
    assertThat(exporter.calls()).containsOnlyOnce("export").containsOnlyOnce("close");
  }

  @Test
  void close_againAfterItGaveUp_returnsAtOnce() throws Exception {
    exporter.onExport(
        batch -> {
          exporter.hangStubbornly();
          return ExportResult.success(batch.size());
        });
    end(4);
    exporter.awaitExports(1);
    try (LogCapture log = new LogCapture()) {
      processor.close(SHORT);

      assertThat(processor.close(HOUR)).isEqualTo(FlushResult.EMPTY);
      assertThat(processor.flush(HOUR)).isEqualTo(FlushResult.EMPTY);
      assertThat(log.warnings()).hasSize(1);
    }
  }

  @Test
  void close_cutsAnExportThatHeedsInterrupts() throws Exception {
    exporter.onExport(
        batch -> {
          exporter.hang();
          return ExportResult.success(batch.size());
        });
    end(4);
    exporter.awaitExports(1);
    end(2);

    try (LogCapture log = new LogCapture()) {
      assertThat(processor.close(SHORT)).isEqualTo(new FlushResult(0, 6, 0));
      exporter.awaitNoWorker();
      assertThat(log.warnings()).isNotEmpty();
    }
    // a worker that is slow to notice the cut finds its spans counted already
    assertThat(account().dropped())
        .isIn(
            Map.of(DropReason.EXPORT_FAILED, 4L, DropReason.CLOSED, 2L),
            Map.of(DropReason.CLOSED, 6L));
  }

  @Test
  void close_cutsAnExportThatOnlyTheExportersCloseEnds() throws Exception {
    exporter
        .onExport(
            batch -> {
              exporter.hangStubbornly();
              return ExportResult.failure(batch.size(), "connection closed");
            })
        .onClose(exporter::release);
    end(4);
    exporter.awaitExports(1);

    try (LogCapture log = new LogCapture()) {
      assertThat(processor.close(SHORT)).isEqualTo(new FlushResult(0, 4, 0));
      exporter.awaitNoWorker();
      assertThat(log.warnings()).isNotEmpty();
    }
    assertThat(account().dropped())
        .isIn(Map.of(DropReason.EXPORT_FAILED, 4L), Map.of(DropReason.CLOSED, 4L));
    assertThat(exporter.calls()).containsExactly("export", "close");
  }

  @Test
  void close_withHangingExporterClose_returnsInTime() throws Exception {
    FakeExporter hanging = closeInTime(target -> target.onClose(target::hangStubbornly));

    hanging.awaitClose();
    hanging.release();
    hanging.awaitNoWorker();
    assertThat(hanging.calls()).containsOnlyOnce("close");
  }

  @Test
  void close_withHangingExporterFlush_returnsInTime() throws Exception {
    FakeExporter hanging = closeInTime(target -> target.onFlush(target::hangStubbornly));

    hanging.release();
    hanging.awaitNoWorker();
  }

  /**
   * Closes exporters that hang at the end, until the worker of one has come to that before the time
   * for cutting it.
   */
  private static FakeExporter closeInTime(Consumer<FakeExporter> hangs) {
    for (Duration time = SHORT; time.compareTo(SECONDS) < 0; time = time.multipliedBy(2)) {
      FakeExporter target = new FakeExporter();
      hangs.accept(target);
      BatchProcessor subject =
          BatchProcessor.builder(target).maxExportBatchSize(1).scheduleDelay(HOUR).build();
      subject.onEnd(FakeSpan.named("a"));
      FakeExporter.await(() -> subject.stats().get(0).exported() == 1);
      try (LogCapture log = new LogCapture()) {
        assertThat(subject.close(time)).isEqualTo(FlushResult.EMPTY);
        if (log.warnings().equals(List.of(target.name() + " did not close in time."))) {
          assertThat(subject.close(HOUR)).isEqualTo(FlushResult.EMPTY);
          return target;
        }
        assertThat(log.warnings()).isEmpty();
      }
      target.release();
    }
    throw new AssertionError("nobody was told that it hangs");
  }

  @Test
  void close_whenEverythingHangs_returnsInTime() throws Exception {
    exporter
        .onExport(
            batch -> {
              exporter.hangStubbornly();
              return null;
            })
        .onClose(exporter::hangStubbornly);
    end(5);

    try (LogCapture log = new LogCapture()) {
      assertThat(processor.close(SHORT)).isEqualTo(new FlushResult(0, 5, 0));
      assertThat(log.warnings()).hasSize(1);
    }
  }

  @Test
  void close_withThrowingExporter_countsAndEnds() throws Exception {
    exporter
        .onExport(
            batch -> {
              throw new java.io.IOException("export");
            })
        .onFlush(
            () -> {
              throw new LinkageError("flush");
            })
        .onClose(
            () -> {
              throw new StackOverflowError("close");
            });
    end(3);

    try (LogCapture log = new LogCapture()) {
      assertThat(processor.close(SECONDS)).isEqualTo(new FlushResult(0, 3, 0));
      exporter.awaitNoWorker();
      assertThat(log.warnings())
          .contains(exporter.name() + " lost 3 spans: java.io.IOException: export");
    }
  }

  @Test
  void close_withSlowExporter_waitsForIt() {
    exporter.onExport(
        batch -> {
          new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
          return ExportResult.success(batch.size());
        });
    end(12);

    assertThat(processor.close(SECONDS).isComplete()).isTrue();
    assertThat(account().exported()).isEqualTo(12);
  }

  @Test
  void close_zero_dropsWhatWaits() throws Exception {
    exporter.onExport(
        batch -> {
          exporter.hang();
          return ExportResult.success(batch.size());
        });
    end(3);

    try (LogCapture log = new LogCapture()) {
      FlushResult result = processor.close(Duration.ZERO);
      assertThat(result.exported() + result.dropped()).isEqualTo(3);
      assertThat(result.pending()).isZero();
      exporter.awaitNoWorker();
      assertThat(log.warnings()).filteredOn(line -> line.contains("3 spans")).hasSize(1);
    }
  }

  @Test
  void close_ofAnInterruptedThread_exportsAllTheSame() {
    end(3);
    Thread.currentThread().interrupt();
    FlushResult result = processor.close(SECONDS);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(result).isEqualTo(new FlushResult(3, 0, 0));
  }

  @Test
  void close_fromTheExporter_returnsAtOnceAndTellsWhatIsPending() throws Exception {
    List<FlushResult> results = new ArrayList<>();
    exporter.onExport(
        batch -> {
          if (results.isEmpty()) {
            results.add(processor.close(HOUR));
          }
          return ExportResult.success(batch.size());
        });
    end(4);
    exporter.awaitSpans(4);
    exporter.awaitNoWorker();

    assertThat(results).containsExactly(new FlushResult(0, 0, 4));
    assertThat(account().exported()).isEqualTo(4);
    assertThat(exporter.calls()).endsWith("close");
  }

  @Test
  void close_ofTwoThreads_takesTheTimeOfTheMorePatient() throws Exception {
    exporter.onExport(
        batch -> {
          exporter.hangStubbornly();
          return ExportResult.success(batch.size());
        });
    end(4);
    exporter.awaitExports(1);
    end(2);
    CompletableFuture<FlushResult> patient =
        CompletableFuture.supplyAsync(() -> processor.close(SECONDS));
    FakeExporter.awaitCaller("close");
    FlushResult hasty = processor.close(SHORT);
    exporter.release();

    assertThat(hasty).isEqualTo(new FlushResult(0, 0, 6));
    assertThat(patient.get(60, TimeUnit.SECONDS)).isEqualTo(new FlushResult(6, 0, 0));
    assertThat(account().dropped()).isEmpty();
  }

  @Test
  void close_fromManyThreads_happensOnce() throws Exception {
    end(10);
    List<CompletableFuture<FlushResult>> closes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      closes.add(
          CompletableFuture.supplyAsync(
              () -> processor.close(SECONDS), task -> new Thread(task).start()));
    }
    for (CompletableFuture<FlushResult> close : closes) {
      assertThat(close.get(60, TimeUnit.SECONDS).pending()).isZero();
    }

    assertThat(account().exported()).isEqualTo(10);
    assertThat(exporter.calls()).containsOnlyOnce("close").endsWith("close");
  }

  @Test
  void close_givingUpAtAnyMoment_beginsNoExportAfterTheExportersClose() throws Exception {
    for (int round = 0; round < 200; round++) {
      LogCapture log = new LogCapture(); // whether something is lost is a matter of luck
      CountDownLatch closed = new CountDownLatch(1);
      AtomicInteger late = new AtomicInteger();
      FakeExporter target = new FakeExporter();
      target
          .onExport(
              batch -> {
                late.addAndGet(closed.getCount() == 0 ? 1 : 0);
                return ExportResult.success(batch.size());
              })
          .onClose(closed::countDown);
      BatchProcessor subject = BatchProcessor.builder(target).maxExportBatchSize(1).build();
      for (int i = 0; i < 50; i++) {
        subject.onEnd(FakeSpan.numbered(i));
      }
      FlushResult result = subject.close(Duration.ofNanos(round * 5_000L));
      target.awaitNoWorker();
      assertThat(closed.await(5, TimeUnit.MINUTES)).isTrue();

      // one may have begun before the close and only now arrived in the exporter
      assertThat(late.get()).isLessThanOrEqualTo(1);
      assertThat(target.calls()).containsOnlyOnce("close");
      TracerStats.Exporter account = subject.stats().get(0);
      assertThat(account.exported() + account.droppedTotal()).isEqualTo(50);
      assertThat(account.queued()).isZero();
      assertThat(result.pending()).isZero();
      log.close();
    }
  }

  @Test
  void close_whileTheWorkerLooksForWork_losesNothing() throws Exception {
    for (int round = 0; round < 1000; round++) {
      FakeExporter target = new FakeExporter();
      BatchProcessor subject = BatchProcessor.builder(target).scheduleDelay(HOUR).build();
      subject.onEnd(FakeSpan.numbered(round));
      Thread worker = target.worker();
      Thread heckler =
          new Thread(
              () -> {
                while (worker.isAlive()) {
                  worker.interrupt(); // sends it round its loop
                }
              });
      heckler.start();
      FlushResult result = subject.close(SECONDS);
      heckler.join();

      assertThat(result).isEqualTo(new FlushResult(1, 0, 0));
    }
  }

  @Test
  void close_loggingWhatIsLost_holdsNoLock() throws Exception {
    exporter.onExport(
        batch -> {
          exporter.hangStubbornly();
          return ExportResult.success(batch.size());
        });
    end(4);
    exporter.awaitExports(1);
    CountDownLatch answered = new CountDownLatch(1);
    AtomicBoolean inTime = new AtomicBoolean();
    Handler askingAnotherThread =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            CompletableFuture.runAsync(
                () -> {
                  processor.stats();
                  answered.countDown();
                },
                task -> new Thread(task).start());
            try {
              inTime.set(answered.await(5, TimeUnit.MINUTES));
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger("dev.tracer");
    try (LogCapture quiet = new LogCapture()) {
      logger.addHandler(askingAnotherThread);
      processor.close(SHORT);
      assertThat(quiet.warnings()).isNotEmpty();
      assertThat(inTime).isTrue();
    } finally {
      logger.removeHandler(askingAnotherThread);
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
}
