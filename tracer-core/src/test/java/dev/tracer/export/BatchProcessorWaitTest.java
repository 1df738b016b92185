// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.FlushResult;
import dev.tracer.internal.LogCapture;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Those who wait for an exporter at the end hear soon, and once, what they wait for. */
class BatchProcessorWaitTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MINUTES = Duration.ofMinutes(5);

  private final FakeExporter exporter = new FakeExporter();
  private final BatchProcessorBuilder builder =
      BatchProcessor.builder(exporter).maxExportBatchSize(4).scheduleDelay(HOUR);
  private final LogCapture log = new LogCapture();

  @AfterEach
  void release() {
    exporter.release();
    log.close();
  }

  private static void end(BatchWorker worker, int count) {
    for (int i = 0; i < count; i++) {
      worker.offer(FakeSpan.numbered(i));
    }
  }

  private BatchWorker hanging() {
    exporter.onExport(
        batch -> {
          exporter.hangStubbornly();
          return ExportResult.success(batch.size());
        });
    return new BatchWorker(builder);
  }

  private static <T> FutureTask<T> start(java.util.concurrent.Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    new Thread(task, "waiting").start();
    return task;
  }

  private void awaitWarning() {
    long deadline = System.nanoTime() + MINUTES.toNanos();
    while (log.warnings().isEmpty()) {
      assertThat(System.nanoTime() - deadline).as("nothing was said").isNegative();
      Thread.yield();
    }
  }

  @Test
  void close_thatHasToWait_tellsSoonWhatFor() throws Exception {
    exporter.trouble("cannot connect: refused");
    BatchWorker worker = hanging();
    end(worker, 6);
    FutureTask<FlushResult> close = start(() -> worker.close(MINUTES));
    FutureTask<FlushResult> second = start(() -> worker.close(HOUR));
    awaitWarning();
    exporter.release();

    assertThat(close.get(5, TimeUnit.MINUTES).isComplete()).isTrue();
    assertThat(second.get(5, TimeUnit.MINUTES).isComplete()).isTrue();
    assertThat(log.warnings()).hasSize(1);
    assertThat(log.warnings().get(0))
        .startsWith("Waiting up to ")
        .endsWith(" more for " + exporter.name() + " to take 6 spans: cannot connect: refused");
  }

  @Test
  void close_ofAnExporterThatKnowsNoTrouble_tellsTheRest() throws Exception {
    BatchWorker worker = hanging();
    end(worker, 1);
    FutureTask<FlushResult> close = start(() -> worker.close(HOUR));
    awaitWarning();
    exporter.release();

    assertThat(close.get(5, TimeUnit.MINUTES).isComplete()).isTrue();
    assertThat(log.warnings().get(0)).endsWith(exporter.name() + " to take 1 span.");
  }

  @Test
  void flush_ofTheHookAtTheEndOfTheProcess_tellsIt() throws Exception {
    BatchWorker worker = hanging();
    end(worker, 2);
    worker.hurry();
    FutureTask<FlushResult> flush = start(() -> worker.flush(HOUR, true));
    awaitWarning();
    exporter.release();
    flush.get(5, TimeUnit.MINUTES);
    worker.close(MINUTES);

    assertThat(log.warnings()).hasSize(1);
    assertThat(log.warnings().get(0)).contains(" to take 2 spans");
  }

  @Test
  void close_withNoTimeToWait_doesNotTellIt() {
    BatchWorker worker = hanging();
    end(worker, 1);
    worker.close(Duration.ofMillis(1));

    assertThat(log.warnings()).hasSize(1);
    assertThat(log.warnings().get(0)).startsWith("1 span dropped");
  }
}
