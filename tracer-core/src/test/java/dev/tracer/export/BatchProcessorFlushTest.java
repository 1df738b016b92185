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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchProcessorFlushTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SECONDS = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(100);

  private final FakeExporter exporter = new FakeExporter();
  private BatchProcessor processor = BatchProcessor.builder(exporter).scheduleDelay(HOUR).build();

  @AfterEach
  void close() {
    exporter.release();
    processor.close(SECONDS);
  }

  @Test
  void flush_exportsAllThatWaits() {
    end(10);
    FlushResult result = processor.flush(SECONDS);

    assertThat(result).isEqualTo(new FlushResult(10, 0, 0));
    assertThat(result.isComplete()).isTrue();
    assertThat(exporter.names()).hasSize(10);
  }

  @Test
  void flush_ofMoreThanABatch_exportsSeveral() {
    processor = BatchProcessor.builder(exporter).maxExportBatchSize(4).scheduleDelay(HOUR).build();
    end(10);

    assertThat(processor.flush(SECONDS).isComplete()).isTrue();
    assertThat(exporter.batches()).extracting(List::size).containsExactly(4, 4, 2);
  }

  @Test
  void flush_again_tellsOnlyWhatIsNew() {
    end(3);
    processor.flush(SECONDS);
    end(2);

    assertThat(processor.flush(SECONDS)).isEqualTo(new FlushResult(2, 0, 0));
    assertThat(processor.flush(SECONDS)).isEqualTo(FlushResult.EMPTY);
  }

  @Test
  void flush_whenNothingEverEnded_startsNoThread() {
    assertThat(processor.flush(SECONDS)).isEqualTo(FlushResult.EMPTY);
    assertThat(exporter.worker()).isNull();
  }

  @Test
  void flush_tellsWhatWasLost() {
    exporter.onExport(batch -> new ExportResult(1, 1, 1, batch.size() - 3, "partly"));
    end(4);

    try (LogCapture log = new LogCapture()) {
      assertThat(processor.flush(SECONDS)).isEqualTo(new FlushResult(1, 3, 0));
      assertThat(log.warnings()).hasSize(3).allMatch(warning -> warning.contains("partly"));
    }
  }

  @Test
  void flush_callsTheExportersFlushAfterTheLastBatch() {
    processor = BatchProcessor.builder(exporter).maxExportBatchSize(4).scheduleDelay(HOUR).build();
    end(6);
    processor.flush(SECONDS);

    assertThat(exporter.calls()).containsExactly("export", "export", "flush");
  }

  @Test
  void flush_ofSpansExportedBefore_stillCallsTheExportersFlush() throws Exception {
    processor = BatchProcessor.builder(exporter).maxExportBatchSize(4).scheduleDelay(HOUR).build();
    end(4);
    exporter.awaitSpans(4); // a full batch, which nobody flushed
    processor.flush(SECONDS);

    assertThat(exporter.calls()).containsExactly("export", "flush");
  }

  @Test
  void flush_withThrowingExporterFlush_isComplete() {
    exporter.onFlush(
        () -> {
          throw new java.io.IOException("disk full");
        });
    end(3);

    try (LogCapture log = new LogCapture()) {
      assertThat(processor.flush(SECONDS)).isEqualTo(new FlushResult(3, 0, 0));
      end(3);
      assertThat(processor.flush(SECONDS)).isEqualTo(new FlushResult(3, 0, 0));
      assertThat(log.warnings()).containsExactly("The flush of " + exporter.name() + " failed.");
    }
  }

  @Test
  void flush_withHangingExporter_returnsInTimeWithTheRestPending() {
    exporter.onExport(
        batch -> {
          exporter.hangStubbornly();
          return ExportResult.success(batch.size());
        });
    end(10);

    assertThat(processor.flush(SHORT)).isEqualTo(new FlushResult(0, 0, 10));

    exporter.release();
    assertThat(processor.flush(SECONDS).pending()).isZero();
    assertThat(exporter.names()).hasSize(10);
  }

  @Test
  void flush_withHangingExporterFlush_returnsInTime() {
    exporter.onFlush(exporter::hangStubbornly);
    processor = BatchProcessor.builder(exporter).maxExportBatchSize(3).scheduleDelay(HOUR).build();
    end(3);
    FakeExporter.await(() -> account().exported() == 3); // a full batch, which nobody flushed

    assertThat(processor.flush(SHORT)).isEqualTo(FlushResult.EMPTY);
    exporter.release();
  }

  @Test
  void flush_zero_onlyAsksForTheExport() throws Exception {
    end(3);

    assertThat(processor.flush(Duration.ZERO).dropped()).isZero();
    exporter.awaitSpans(3);
  }

  @Test
  void flush_ofAnInterruptedThread_returnsAtOnceAndKeepsTheStatus() throws Exception {
    exporter.onExport(
        batch -> {
          exporter.hangStubbornly();
          return ExportResult.success(batch.size());
        });
    end(3);
    Thread.currentThread().interrupt();
    FlushResult result = processor.flush(HOUR);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(result).isEqualTo(new FlushResult(0, 0, 3));
    exporter.release();
    exporter.awaitSpans(3);
  }

  @Test
  void flush_whileSpansAreRefused_countsThemAsDropped() throws Exception {
    CountDownLatch full = new CountDownLatch(1);
    exporter.onExport(
        batch -> {
          assertThat(full.await(60, TimeUnit.SECONDS)).isTrue();
          return ExportResult.success(batch.size());
        });
    processor = BatchProcessor.builder(exporter).maxQueueSize(2).scheduleDelay(HOUR).build();
    end(2);
    exporter.awaitExports(1);
    CompletableFuture<FlushResult> flush =
        CompletableFuture.supplyAsync(() -> processor.flush(SECONDS));
    FakeExporter.awaitCaller("flush");
    try (LogCapture log = new LogCapture()) {
      end(5); // two find a place
      assertThat(log.warnings()).singleElement().asString().contains("the queue of");
    }
    full.countDown();

    FlushResult result = flush.get(60, TimeUnit.SECONDS);
    assertThat(result.dropped()).isEqualTo(3);
    assertThat(result.isComplete()).isFalse();
  }

  @Test
  void flush_fromTheExporter_returnsAtOnce() throws Exception {
    List<FlushResult> results = new ArrayList<>();
    exporter.onExport(
        batch -> {
          results.add(processor.flush(HOUR));
          return ExportResult.success(batch.size());
        });
    end(3);

    assertThat(processor.flush(HOUR)).isEqualTo(new FlushResult(3, 0, 0));
    assertThat(results).containsExactly(new FlushResult(0, 0, 3));
  }

  @Test
  void flush_fromTheExportersFlush_returnsAtOnce() {
    exporter.onFlush(() -> processor.flush(HOUR));
    end(3);

    assertThat(processor.flush(HOUR)).isEqualTo(new FlushResult(3, 0, 0));
  }

  @Test
  void flush_fromManyThreads_coversWhatEachEndedBefore() throws Exception {
    int threads = 4;
    int rounds = 200;
    List<CompletableFuture<Void>> runs = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int thread = t;
      runs.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < rounds; i++) {
                  String name = thread + "-" + i;
                  processor.onEnd(FakeSpan.named(name));
                  assertThat(processor.flush(SECONDS).pending()).isZero();
                  assertThat(exporter.batches().get(exporter.batches().size() - 1)).isNotEmpty();
                  assertThat(exporter.names()).contains(name);
                }
              },
              task -> new Thread(task).start()));
    }
    for (CompletableFuture<Void> run : runs) {
      run.get(120, TimeUnit.SECONDS);
    }

    assertThat(exporter.names()).hasSize(threads * rounds).doesNotHaveDuplicates();
    assertThat(account().exported()).isEqualTo(threads * rounds);
    assertThat(exporter.hasOverlapped()).isFalse();
  }

  @Test
  void flush_waitingForAnOverdueExport_interruptsIt() {
    exporter.onExport(
        batch -> {
          exporter.hang();
          return ExportResult.success(batch.size());
        });
    processor =
        BatchProcessor.builder(exporter)
            .scheduleDelay(HOUR)
            .exportTimeout(Duration.ofMillis(100))
            .build();
    end(3);
    long start = System.nanoTime();

    try (LogCapture log = new LogCapture()) {
      assertThat(processor.flush(HOUR)).isEqualTo(new FlushResult(0, 3, 0));
      assertThat(log.warnings()).singleElement().asString().contains("lost 3 spans");
    }
    assertThat(System.nanoTime() - start).isGreaterThan(90_000_000L);
    assertThat(account().dropped()).containsOnlyKeys(DropReason.EXPORT_FAILED);
    assertThat(account().lastError()).contains("InterruptedException");
  }

  @Test
  void flush_waitingForAnOverdueExporterFlush_interruptsIt() {
    exporter.onFlush(exporter::hang);
    processor =
        BatchProcessor.builder(exporter)
            .scheduleDelay(HOUR)
            .exportTimeout(Duration.ofMillis(100))
            .build();
    end(3);

    try (LogCapture log = new LogCapture()) {
      assertThat(processor.flush(HOUR)).isEqualTo(new FlushResult(3, 0, 0));
      assertThat(log.warnings()).containsExactly("The flush of " + exporter.name() + " failed.");
    }
  }

  @Test
  void onEnd_withFullQueueBehindAnOverdueExport_interruptsIt() throws Exception {
    exporter.onExport(
        batch -> {
          exporter.hang();
          return ExportResult.success(batch.size());
        });
    processor =
        BatchProcessor.builder(exporter)
            .maxQueueSize(2)
            .scheduleDelay(HOUR)
            .exportTimeout(Duration.ofMillis(100))
            .build();
    end(2);
    exporter.awaitExports(1);
    try (LogCapture log = new LogCapture()) {
      while (account().dropped().getOrDefault(DropReason.EXPORT_FAILED, 0L) < 2
          || account().dropped().getOrDefault(DropReason.QUEUE_FULL, 0L) < 1) {
        end(1);
      }
      end(2);
      exporter.awaitExports(1); // the next batch has its turn
      assertThat(log.warnings()).hasSizeBetween(1, 2).anyMatch(w -> w.contains("the queue of"));
    }
  }

  @Test
  void overdueExport_thatIgnoresInterrupts_isInterruptedOnceEachTimeout() throws Exception {
    exporter.onExport(
        batch -> {
          exporter.hangStubbornly();
          return ExportResult.success(batch.size());
        });
    processor =
        BatchProcessor.builder(exporter)
            .maxQueueSize(2)
            .scheduleDelay(HOUR)
            .exportTimeout(Duration.ofMillis(200))
            .build();
    long start = System.nanoTime(); // before the export
    try (LogCapture log = new LogCapture()) {
      end(2);
      exporter.awaitExports(1);
      end(3); // two find a place
      FakeExporter.await(() -> exporter.interrupts() >= 2);
      assertThat(log.warnings()).singleElement().asString().contains("the queue of");
    }

    assertThat(System.nanoTime() - start).isGreaterThan(300_000_000L);
  }

  @Test
  void flush_afterClose_isEmpty() {
    end(3);
    processor.close(SECONDS);
    try (LogCapture log = new LogCapture()) {
      processor.onEnd(FakeSpan.named("late"));
      assertThat(log.warnings()).hasSize(1);
    }

    assertThat(processor.flush(SECONDS)).isEqualTo(FlushResult.EMPTY);
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
