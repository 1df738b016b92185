// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.DropReason;
import dev.tracer.FlushResult;
import dev.tracer.TracerStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BatchProcessorFlushTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SECONDS = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(100);

  /** How much later than asked a call may return on a busy machine. */
  private static final Duration SLACK = Duration.ofSeconds(3);

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

    assertThat(processor.flush(SECONDS)).isEqualTo(new FlushResult(1, 3, 0));
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

    assertThat(processor.flush(SECONDS)).isEqualTo(new FlushResult(3, 0, 0));
    end(3);
    assertThat(processor.flush(SECONDS)).isEqualTo(new FlushResult(3, 0, 0));
  }

  @Test
  void flush_withHangingExporter_returnsInTimeWithTheRestPending() {
    exporter.onExport(
        batch -> {
          exporter.hangStubbornly();
          return ExportResult.success(batch.size());
        });
    end(10);
    long start = System.nanoTime();

    assertThat(processor.flush(SHORT)).isEqualTo(new FlushResult(0, 0, 10));
    assertTook(start, SHORT);

    exporter.release();
    assertThat(processor.flush(SECONDS).pending()).isZero();
    assertThat(exporter.names()).hasSize(10);
  }

  @Test
  void flush_withHangingExporterFlush_returnsInTime() {
    exporter.onFlush(exporter::hangStubbornly);
    end(3);
    long start = System.nanoTime();

    FlushResult result = processor.flush(SHORT);
    assertTook(start, SHORT);
    assertThat(result.exported()).isEqualTo(3);
    assertThat(result.dropped()).isZero();
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
    long start = System.nanoTime();
    FlushResult result = processor.flush(Duration.ofSeconds(20));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(result).isEqualTo(new FlushResult(0, 0, 3));
    assertTook(start, Duration.ZERO);
    exporter.release();
    exporter.awaitSpans(3);
  }

  @Test
  void flush_whileSpansAreRefused_countsThemAsDropped() throws Exception {
    CountDownLatch full = new CountDownLatch(1);
    exporter.onExport(
        batch -> {
          full.await(10, TimeUnit.SECONDS);
          return ExportResult.success(batch.size());
        });
    processor = BatchProcessor.builder(exporter).maxQueueSize(2).scheduleDelay(HOUR).build();
    end(2);
    exporter.awaitExports(1);
    CompletableFuture<FlushResult> flush =
        CompletableFuture.supplyAsync(() -> processor.flush(SECONDS));
    awaitWaiting(flush);
    end(5); // two find a place
    full.countDown();

    FlushResult result = flush.get(10, TimeUnit.SECONDS);
    assertThat(result.dropped()).isEqualTo(3);
    assertThat(result.isComplete()).isFalse();
  }

  /** Waits until a thread waits in {@link BatchWorker#flush}. */
  private static void awaitWaiting(CompletableFuture<?> call) {
    while (!call.isDone()) {
      for (StackTraceElement[] stack : Thread.getAllStackTraces().values()) {
        boolean waits = stack.length > 0 && stack[0].getMethodName().startsWith("park");
        for (StackTraceElement frame : stack) {
          if (waits
              && frame.getMethodName().equals("flush")
              && frame.getClassName().equals(BatchWorker.class.getName())) {
            return;
          }
        }
      }
      Thread.yield();
    }
  }

  @Test
  void flush_fromTheExporter_returnsAtOnce() throws Exception {
    List<FlushResult> results = new ArrayList<>();
    exporter.onExport(
        batch -> {
          results.add(processor.flush(Duration.ofSeconds(20)));
          return ExportResult.success(batch.size());
        });
    end(3);
    long start = System.nanoTime();

    assertThat(processor.flush(Duration.ofSeconds(20))).isEqualTo(new FlushResult(3, 0, 0));
    assertTook(start, Duration.ZERO);
    assertThat(results).containsExactly(new FlushResult(0, 0, 3));
  }

  @Test
  void flush_fromTheExportersFlush_returnsAtOnce() {
    exporter.onFlush(() -> processor.flush(Duration.ofSeconds(20)));
    end(3);
    long start = System.nanoTime();

    assertThat(processor.flush(Duration.ofSeconds(20))).isEqualTo(new FlushResult(3, 0, 0));
    assertTook(start, Duration.ZERO);
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
      run.get(20, TimeUnit.SECONDS);
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

    assertThat(processor.flush(SECONDS)).isEqualTo(new FlushResult(0, 3, 0));
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
    long start = System.nanoTime();

    assertThat(processor.flush(SECONDS)).isEqualTo(new FlushResult(3, 0, 0));
    assertTook(start, Duration.ofMillis(200));
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
    long start = System.nanoTime();
    while (account().dropped().getOrDefault(DropReason.EXPORT_FAILED, 0L) < 2) {
      end(1);
      assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
    }
    exporter.awaitExports(1); // the next batch has its turn
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
    end(2);
    exporter.awaitExports(1);
    long start = System.nanoTime();
    while (exporter.interrupts() < 2) {
      end(1);
      assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
    }

    assertThat(System.nanoTime() - start).isGreaterThan(300_000_000L);
  }

  @Test
  void flush_afterClose_isEmpty() {
    end(3);
    processor.close(SECONDS);
    processor.onEnd(FakeSpan.named("late"));

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

  private static void assertTook(long start, Duration time) {
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(time.plus(SLACK));
  }
}
