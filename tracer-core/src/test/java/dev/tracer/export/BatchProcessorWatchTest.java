// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.Attributes;
import dev.tracer.DropReason;
import dev.tracer.FlushResult;
import dev.tracer.SpanContext;
import dev.tracer.TraceState;
import dev.tracer.TracerStats;
import dev.tracer.internal.LogCapture;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Exports that hang, spans that are large, and errors where nobody expects them. */
class BatchProcessorWatchTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SECONDS = Duration.ofMinutes(5);

  private final FakeExporter exporter = new FakeExporter();
  private BatchProcessor processor;

  @AfterEach
  void close() {
    exporter.release();
    if (processor != null) {
      processor.close(SECONDS);
    }
  }

  private BatchProcessorBuilder builder() {
    return BatchProcessor.builder(exporter).maxExportBatchSize(4).scheduleDelay(HOUR);
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
  void exportThatHangs_withNobodyWaiting_isInterruptedAtItsTimeout() throws Exception {
    AtomicBoolean first = new AtomicBoolean(true);
    exporter.onExport(
        batch -> {
          if (first.getAndSet(false)) {
            exporter.hang();
          }
          return ExportResult.success(batch.size());
        });
    processor = builder().exportTimeout(Duration.ofMillis(50)).build();
    end(4);
    exporter.awaitSpans(4); // given up, although no span comes and nobody asks

    end(4);
    exporter.awaitSpans(4);
    assertThat(processor.flush(SECONDS).isComplete()).isTrue();
    assertThat(account().dropped()).isEqualTo(Map.of(DropReason.EXPORT_FAILED, 4L));
    assertThat(account().exported()).isEqualTo(4);
    assertThat(account().lastError()).contains("InterruptedException");
  }

  @Test
  void watchingThread_endsWhenNoExportRuns() throws Exception {
    processor = builder().exportTimeout(Duration.ofMillis(50)).build();
    end(4);
    exporter.awaitSpans(4);

    awaitNoThread("tracer-watch-" + exporter.name());
    end(4); // the next export has one again
    exporter.awaitSpans(4);
  }

  private static void awaitNoThread(String name) {
    FakeExporter.await(() -> FakeExporter.thread(name) == null);
  }

  @Test
  void watchingThread_endsWithTheClose() throws Exception {
    processor = builder().exportTimeout(HOUR).build();
    end(4);
    exporter.awaitSpans(4);
    processor.close(SECONDS);

    awaitNoThread("tracer-watch-" + exporter.name());
  }

  @Test
  void queueFull_behindALongExport_namesTheDestination() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    SpanExporter hanging =
        new SpanExporter() {
          @Override
          public ExportResult export(List<SpanData> spans) {
            running.countDown();
            exporter.hangStubbornly();
            return ExportResult.success(spans.size());
          }

          @Override
          public String name() {
            return "test-http";
          }

          @Override
          public String destination() {
            return "http://collector:4318/v1/traces";
          }
        };
    try (LogCapture log = new LogCapture()) {
      processor = BatchProcessor.builder(hanging).maxQueueSize(4).maxExportBatchSize(4).build();
      end(4);
      assertThat(running.await(5, TimeUnit.MINUTES)).isTrue();
      end(9);

      assertThat(log.warnings()).hasSize(1);
      assertThat(log.warnings().get(0))
          .startsWith(
              "Spans are dropped: the queue of test-http to http://collector:4318/v1/traces");
    }
  }

  // bytes

  private static SpanData large(int number, int bytes) {
    SpanContext context =
        SpanContext.of(1, 2, number + 1, SpanContext.SAMPLED, TraceState.empty(), false);
    return new FakeSpan("large", context).withAttributes(Attributes.of("text", "x".repeat(bytes)));
  }

  /** A span that does something when it is asked for its id. */
  private static SpanData asked(Runnable task) {
    SpanData base = FakeSpan.named("asked");
    return (SpanData)
        Proxy.newProxyInstance(
            SpanData.class.getClassLoader(),
            new Class<?>[] {SpanData.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("spanIdAsLong")) {
                task.run();
              }
              return method.invoke(base, arguments);
            });
  }

  @Test
  void largeSpans_areRefusedWhenTheirBytesAreTooMany() throws Exception {
    exporter.onExport(
        batch -> {
          exporter.hangStubbornly();
          return ExportResult.success(batch.size());
        });
    processor = builder().maxQueueBytes(10_000_000).build();
    for (int i = 0; i < 1000; i++) {
      processor.onEnd(large(i, 100_000));
    }

    long held = account().queued();
    assertThat(held).isBetween(60L, 120L); // about 100 of them are 10 MB
    assertThat(account().dropped()).isEqualTo(Map.of(DropReason.QUEUE_FULL, 1000 - held));
    exporter.release();
    assertThat(processor.flush(SECONDS).pending()).isZero();
    assertThat(account().exported()).isEqualTo(held);
    for (int i = 0; i < 50; i++) {
      processor.onEnd(large(i, 100_000));
    }
    assertThat(account().dropped()).isEqualTo(Map.of(DropReason.QUEUE_FULL, 1000 - held));
  }

  @Test
  void largeSpans_fewerThanABatch_areExportedWhenTheirBytesAreTooMany() throws Exception {
    processor = builder().maxExportBatchSize(512).maxQueueBytes(1_000_000).build();
    for (int i = 0; i < 100; i++) {
      processor.onEnd(large(i, 100_000));
    }

    exporter.awaitSpans(8); // although the batch is not full and its time has not come
  }

  @Test
  void spanLargerThanAllBytes_alone_isExported() throws Exception {
    processor = builder().maxQueueBytes(1).build();
    processor.onEnd(large(0, 100_000));

    assertThat(processor.flush(SECONDS)).isEqualTo(new FlushResult(1, 0, 0));
  }

  @Test
  void smallSpans_fillTheQueueByTheirNumber() throws Exception {
    exporter.onExport(
        batch -> {
          exporter.hangStubbornly();
          return ExportResult.success(batch.size());
        });
    processor = builder().maxQueueSize(1000).build();
    end(4);
    exporter.awaitExports(1);
    end(1000);

    assertThat(account().dropped()).isEmpty();
    end(1);
    assertThat(account().dropped()).isEqualTo(Map.of(DropReason.QUEUE_FULL, 1L));
  }

  // errors

  @Test
  void errorBesidesTheExport_isSurvivedAndEachSpanIsCounted() throws Exception {
    processor = builder().build();
    AtomicBoolean fails = new AtomicBoolean();
    exporter.onExport(
        batch -> {
          fails.set(true);
          return ExportResult.success(batch.size());
        });
    SpanData broken =
        asked(
            () -> {
              if (fails.getAndSet(false)) {
                throw new OutOfMemoryError("test");
              }
            });
    for (int i = 0; i < 3; i++) {
      processor.onEnd(broken);
      assertThat(processor.flush(SECONDS).pending()).isZero();
      assertThat(account().exported()).isEqualTo(i + 1);
    }
    end(4);
    assertThat(processor.flush(SECONDS).pending()).isZero(); // some may have gone before
    assertThat(account().exported()).isEqualTo(7);
    assertThat(account().dropped()).isEmpty();
    assertThat(account().queued()).isZero();
  }

  @Test
  void ledger_withoutAnOutcome_countsAllAsFailedWithAReason() {
    Ledger ledger = new Ledger();

    assertThat(ledger.settle(3, null)).isEqualTo(Ledger.Entered.AS_BEFORE);
    TracerStats.Exporter stats = ledger.toStats("x", () -> 5);
    assertThat(stats.dropped()).isEqualTo(Map.of(DropReason.EXPORT_FAILED, 3L));
    assertThat(stats.queued()).isEqualTo(2);
    assertThat(stats.lastError()).contains("memory");
    assertThat(ledger.settle(2, Outcome.answered(2, ExportResult.success(2))))
        .isEqualTo(Ledger.Entered.RECOVERED);
  }

  @Test
  void exporterThatServesAnother_isRefusedAtBuild() {
    AtomicBoolean used = new AtomicBoolean();
    SpanExporter single =
        new SpanExporter() {
          @Override
          public void attach() {
            if (used.getAndSet(true)) {
              throw new IllegalStateException("one only");
            }
          }

          @Override
          public ExportResult export(List<SpanData> spans) {
            return ExportResult.success(spans.size());
          }
        };
    processor = BatchProcessor.create(single);

    assertThatThrownBy(() -> SimpleProcessor.create(single)).hasMessage("one only");
  }
}
