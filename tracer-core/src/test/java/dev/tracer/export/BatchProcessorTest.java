// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.DropReason;
import dev.tracer.TracerStats;
import dev.tracer.internal.LogCapture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Queue, batches and timer. */
class BatchProcessorTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SECONDS = Duration.ofSeconds(60);

  private final FakeExporter exporter = new FakeExporter();
  private BatchProcessor processor =
      BatchProcessor.builder(exporter).maxExportBatchSize(4).scheduleDelay(HOUR).build();

  @AfterEach
  void close() {
    exporter.release();
    processor.close(SECONDS);
  }

  @Test
  void onEnd_whenABatchIsFull_exportsItAtOnce() throws Exception {
    end(processor, 0, 4);

    exporter.awaitSpans(4);
    assertThat(exporter.batches()).hasSize(1);
    assertThat(exporter.names()).containsExactly("0", "1", "2", "3");
  }

  @Test
  void onEnd_beforeABatchIsFull_waits() throws Exception {
    end(processor, 0, 3);
    exporter.awaitSleepingWorker();

    assertThat(exporter.batches()).isEmpty();
    assertThat(account().queued()).isEqualTo(3);

    end(processor, 3, 4);
    exporter.awaitSpans(4);
  }

  @Test
  void onEnd_beforeABatchIsFull_isExportedByTheTimer() throws Exception {
    long start = System.nanoTime();
    processor = BatchProcessor.builder(exporter).scheduleDelay(Duration.ofMillis(200)).build();
    end(processor, 0, 3);

    exporter.awaitSpans(3);
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(200_000_000L);

    end(processor, 3, 5);
    exporter.awaitSpans(2);
    assertThat(exporter.names()).containsExactly("0", "1", "2", "3", "4");
  }

  @Test
  void onEnd_roundAfterRound_losesNoWakeUp() throws Exception {
    CyclicBarrier round = new CyclicBarrier(2);
    int rounds = 3000;
    Thread other =
        new Thread(
            () -> {
              for (int i = 0; i < rounds; i++) {
                await(round);
                end(processor, 0, 2);
              }
            });
    other.setDaemon(true);
    other.start();
    for (int i = 0; i < rounds; i++) {
      await(round);
      end(processor, 0, 2);
      exporter.awaitSpans(4); // the timer is due in an hour: only a wake-up brings them
    }
    other.join();
    assertThat(exporter.batches()).hasSize(rounds);
  }

  /** The next span comes sooner or later after the last export: while the worker falls asleep. */
  @Test
  void onEnd_whileTheWorkerFallsAsleep_losesNoWakeUp() {
    AtomicInteger exported = new AtomicInteger();
    exporter.onExport(
        batch -> {
          exported.addAndGet(batch.size());
          return ExportResult.success(batch.size());
        });
    processor = BatchProcessor.builder(exporter).maxExportBatchSize(1).scheduleDelay(HOUR).build();
    for (int i = 0; i < 20_000; i++) {
      end(processor, i, i + 1);
      for (int spins = 0; exported.get() <= i; spins++) {
        if (spins > 10_000) {
          Thread.yield();
        }
      }
      for (int spins = i % 1000; spins > 0; spins--) {
        Thread.onSpinWait();
      }
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(5, TimeUnit.MINUTES);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void batches_areNeverLargerThanAllowed() throws Exception {
    processor =
        BatchProcessor.builder(exporter)
            .maxQueueSize(10_000)
            .maxExportBatchSize(64)
            .scheduleDelay(HOUR)
            .build();
    end(processor, 0, 1000);
    processor.flush(SECONDS);

    assertThat(exporter.batches()).allMatch(batch -> !batch.isEmpty() && batch.size() <= 64);
    assertThat(exporter.names()).hasSize(1000);
    assertThat(exporter.names())
        .isEqualTo(IntStream.range(0, 1000).mapToObj(Integer::toString).toList());
  }

  @Test
  void batches_mayBeKeptByTheExporter() throws Exception {
    List<List<SpanData>> kept = new ArrayList<>();
    exporter.onExport(
        batch -> {
          kept.add(batch);
          return ExportResult.success(batch.size());
        });
    end(processor, 0, 4);
    exporter.awaitSpans(4);
    end(processor, 4, 8);
    exporter.awaitSpans(4);

    assertThat(kept).isEqualTo(exporter.batches());
  }

  @Test
  void batchSize_largerThanTheQueue_isThatOfTheQueue() throws Exception {
    processor = BatchProcessor.builder(exporter).maxQueueSize(3).scheduleDelay(HOUR).build();
    end(processor, 0, 3);

    exporter.awaitSpans(3);
    assertThat(exporter.batches()).hasSize(1);
  }

  @Test
  void queueOfOne_works() throws Exception {
    processor = BatchProcessor.builder(exporter).maxQueueSize(1).scheduleDelay(HOUR).build();
    for (int i = 0; i < 100; i++) {
      end(processor, i, i + 1);
      exporter.awaitSpans(1);
    }
    assertThat(account().dropped()).isEmpty();
  }

  @Test
  void onEnd_unsampled_isIgnored() {
    processor.onEnd(FakeSpan.unsampled());

    assertThat(account().queued()).isZero();
    assertThat(exporter.worker()).isNull();
  }

  @Test
  void onEnd_whenTheQueueIsFull_dropsCountsAndWarnsOnce() throws Exception {
    exporter.onExport(
        batch -> {
          exporter.hang();
          return ExportResult.success(batch.size());
        });
    processor =
        BatchProcessor.builder(exporter)
            .maxQueueSize(5)
            .maxExportBatchSize(2)
            .scheduleDelay(HOUR)
            .build();
    try (LogCapture log = new LogCapture()) {
      end(processor, 0, 2);
      exporter.awaitExports(1);
      end(processor, 2, 20);

      assertThat(account().dropped()).isEqualTo(Map.of(DropReason.QUEUE_FULL, 13L));
      assertThat(account().queued()).isEqualTo(7);
      assertThat(log.warnings()).hasSize(1);
      assertThat(log.warnings().get(0)).contains(exporter.name(), "is full (5 spans or about ");

      exporter.release();
      assertThat(processor.flush(SECONDS).pending()).isZero();
      assertThat(exporter.names()).containsExactly("0", "1", "2", "3", "4", "5", "6");
      assertThat(account().exported()).isEqualTo(7);
    }
  }

  /** Whether the export under way is slow, is a matter of time. */
  @Test
  void fullQueue_tellsWhy() {
    SpanQueue queue = new SpanQueue(5, 1 << 20, "there");

    assertThat(queue.whyFull(false))
        .startsWith("Spans are dropped: the queue of there is full (5 spans or about 1024 KiB)")
        .contains("BatchProcessorBuilder.maxQueueSize");
    assertThat(queue.whyFull(true)).contains("an export takes longer than a second");
  }

  @Test
  void timer_withNothingToDo_leavesTheExporterAlone() throws Exception {
    processor = BatchProcessor.builder(exporter).scheduleDelay(Duration.ofMillis(5)).build();
    end(processor, 0, 1);
    exporter.awaitSpans(1);
    Thread worker = exporter.awaitSleepingWorker();
    for (int i = 0; i < 20; i++) { // lets some timers pass
      worker.join(5);
    }

    assertThat(exporter.calls()).containsExactly("export");
  }

  @Test
  void timer_exportsWithoutTheExportersFlush_asNobodyAskedForIt() throws Exception {
    processor = BatchProcessor.builder(exporter).scheduleDelay(Duration.ofMillis(1)).build();
    for (int i = 0; i < 3; i++) { // a flush would come before the next export
      end(processor, i, i + 1);
      exporter.awaitSpans(1);
    }

    assertThat(exporter.calls()).containsExactly("export", "export", "export");
  }

  @Test
  void builder_nonsense_isRefusedAtOnce() {
    BatchProcessorBuilder builder = BatchProcessor.builder(exporter);

    assertThatThrownBy(() -> BatchProcessor.builder(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("exporter");
    assertThatThrownBy(() -> builder.maxQueueSize(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxQueueSize must be in [1, 2^30]: 0");
    assertThatThrownBy(() -> builder.maxQueueSize((1 << 30) + 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.maxExportBatchSize(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxExportBatchSize must be at least 1: 0");
    assertThatThrownBy(() -> builder.scheduleDelay(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scheduleDelay must be positive: PT0S");
    assertThatThrownBy(() -> builder.exportTimeout(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("exportTimeout must be positive: PT-0.000000001S");
    assertThatThrownBy(() -> builder.scheduleDelay(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("scheduleDelay");
    assertThatThrownBy(() -> builder.exportTimeout(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("exportTimeout");
  }

  @Test
  void builder_durationsLongerThanALong_meanForEver() throws Exception {
    processor =
        BatchProcessor.builder(exporter)
            .scheduleDelay(Duration.ofSeconds(Long.MAX_VALUE))
            .exportTimeout(Duration.ofSeconds(Long.MAX_VALUE))
            .build();
    end(processor, 0, 1);

    assertThat(exporter.awaitSleepingWorker().isAlive()).isTrue();
    assertThat(processor.flush(SECONDS).exported()).isEqualTo(1);
  }

  @Test
  void build_exporterWithoutName_isRefusedAtOnce() {
    SpanExporter nameless =
        new SpanExporter() {
          @Override
          public ExportResult export(List<SpanData> spans) {
            return ExportResult.success(spans.size());
          }

          @Override
          public String name() {
            return null;
          }
        };

    assertThatThrownBy(() -> BatchProcessor.create(nameless))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("exporter.name()");
  }

  @Test
  void flushAndClose_nullTimeout_throwNamingIt() {
    assertThatThrownBy(() -> processor.flush(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("timeout");
    assertThatThrownBy(() -> processor.close(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("timeout");
  }

  @Test
  void stats_ofANewProcessor_areEmpty() {
    assertThat(account())
        .isEqualTo(new TracerStats.Exporter(exporter.name(), 0, 0, Map.of(), null, null));
  }

  private TracerStats.Exporter account() {
    return processor.stats().get(0);
  }

  private static void end(BatchProcessor processor, int from, int to) {
    for (int i = from; i < to; i++) {
      processor.onEnd(FakeSpan.numbered(i));
    }
  }
}
