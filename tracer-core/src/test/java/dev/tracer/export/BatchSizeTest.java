// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Clock;
import dev.tracer.DropReason;
import dev.tracer.TracerStats;
import dev.tracer.internal.LogCapture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many spans are exported at a time when the destination is slow to answer. */
class BatchSizeTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SECONDS = Duration.ofSeconds(60);

  /** Spans a round trip: 40,000 a second, answers after 50 ms. */
  private static final int A_TRIP = 2_000;

  private final Semaphore answers = new Semaphore(0);
  private final FakeExporter exporter = new FakeExporter().onExport(this::answered);
  private BatchProcessor processor;

  private ExportResult answered(List<SpanData> batch) throws InterruptedException {
    assertThat(answers.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
    return ExportResult.success(batch.size());
  }

  /** Stands still unless a test says how long an export takes. */
  private static final class ManualClock implements Clock {
    volatile long nanos;

    @Override
    public long nanoTime() {
      return nanos;
    }

    @Override
    public long epochNanos() {
      return nanos;
    }
  }

  private final ManualClock clock = new ManualClock();

  private BatchProcessorBuilder builder() {
    BatchProcessorBuilder builder = BatchProcessor.builder(exporter);
    builder.clock = clock;
    return builder;
  }

  @AfterEach
  void close() {
    answers.release(1_000_000);
    processor.close(SECONDS);
  }

  @Test
  void spans_behindASlowAnswer_areNotLostByDefault() throws Exception {
    processor = builder().scheduleDelay(HOUR).build();
    end(0, A_TRIP);
    int trips = 200;
    for (int i = 1; i < trips; i++) {
      exporter.awaitExports(1); // one more is on its way and not answered
      end(i * A_TRIP, A_TRIP);
      answers.release();
    }
    answers.release(1_000_000);
    assertThat(processor.flush(SECONDS).isComplete()).isTrue();

    assertThat(account().dropped()).isEmpty();
    assertThat(account().exported()).isEqualTo(trips * A_TRIP);
    AtomicInteger next = new AtomicInteger();
    assertThat(exporter.names()).allMatch(name -> name.equals("" + next.getAndIncrement()));
  }

  @Test
  void batch_whenHalfOfTheQueueIsFull_hasAllThatWait() throws Exception {
    processor = builder().maxQueueSize(2_000).scheduleDelay(HOUR).build();
    end(0, 512);
    exporter.awaitExports(1);
    end(512, 1_001);
    answers.release(2);
    exporter.awaitSpans(1_513);

    assertThat(exporter.batches()).extracting(List::size).containsExactly(512, 1_001);
  }

  @Test
  void batch_whileTheQueueIsNotHalfFull_staysSmall() throws Exception {
    processor = builder().maxQueueSize(4_096).scheduleDelay(HOUR).build();
    end(0, 512);
    exporter.awaitExports(1);
    end(512, 2_048);
    answers.release(5);
    exporter.awaitSpans(2_560);

    assertThat(exporter.batches()).extracting(List::size).containsOnly(512);
  }

  @Test
  void batch_withASizeThatWasSet_neverExceedsIt() throws Exception {
    processor = builder().maxQueueSize(2_000).maxExportBatchSize(512).scheduleDelay(HOUR).build();
    end(0, 512);
    exporter.awaitExports(1);
    end(512, 2_000);
    answers.release(10);
    assertThat(processor.flush(SECONDS).isComplete()).isTrue();

    assertThat(exporter.batches()).allMatch(batch -> batch.size() <= 512);
    assertThat(account().exported()).isEqualTo(2_512);
  }

  @Test
  void batch_afterOneThatFailed_staysSmallUntilOneArrives() throws Exception {
    exporter.onExport(
        batch -> {
          ExportResult answer = answered(batch);
          return batch.get(0).name().equals("0") ? ExportResult.failure(512, "down") : answer;
        });
    processor = builder().maxQueueSize(2_000).scheduleDelay(HOUR).build();
    try (LogCapture log = new LogCapture()) {
      end(0, 512);
      exporter.awaitExports(1);
      end(512, 2_000);
      answers.release(10);
      assertThat(processor.flush(SECONDS).pending()).isZero();
      assertThat(log.warnings()).hasSize(1);
    }

    assertThat(exporter.batches()).extracting(List::size).containsExactly(512, 512, 1_488);
    assertThat(account().dropped()).isEqualTo(Map.of(DropReason.EXPORT_FAILED, 512L));
  }

  @Test
  void batch_whoseTimeGoesWithItsSize_growsNoFurtherThanASecond() throws Exception {
    exporter.onExport(
        batch -> {
          ExportResult answer = answered(batch);
          clock.nanos += batch.size() * 1_000_000L;
          return answer;
        });
    processor = builder().maxQueueSize(8_000).scheduleDelay(HOUR).build();
    end(0, 512);
    exporter.awaitExports(1);
    end(512, 8_000);
    answers.release(1_000_000);
    assertThat(processor.flush(SECONDS).isComplete()).isTrue();

    assertThat(exporter.batches()).extracting(List::size).startsWith(512, 1_000, 1_000);
    assertThat(exporter.batches()).allMatch(batch -> batch.size() <= 1_000);
    assertThat(account().exported()).isEqualTo(8_512);
  }

  @Test
  void batch_behindAConstantRoundTrip_growsToAllThatWait() throws Exception {
    exporter.onExport(
        batch -> {
          ExportResult answer = answered(batch);
          clock.nanos += TimeUnit.MILLISECONDS.toNanos(300);
          return answer;
        });
    processor = builder().maxQueueSize(8_000).scheduleDelay(HOUR).build();
    end(0, 512);
    exporter.awaitExports(1);
    end(512, 8_000);
    answers.release(1_000_000);
    assertThat(processor.flush(SECONDS).isComplete()).isTrue();

    assertThat(exporter.batches()).extracting(List::size).startsWith(512, 1_706, 5_686);
  }

  private void end(int first, int count) {
    for (int i = first; i < first + count; i++) {
      processor.onEnd(FakeSpan.named("" + i));
    }
  }

  private TracerStats.Exporter account() {
    return processor.stats().get(0);
  }
}
