// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.export.BatchProcessor;
import dev.tracer.export.ExportResult;
import dev.tracer.export.SimpleProcessor;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanExporter;
import dev.tracer.internal.LogCapture;
import dev.tracer.sampling.Sampler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever exporters, threads and the close do, each ended span is accounted for exactly once. */
@Tag("slow")
class AccountingStressTest {
  private static final Duration SECONDS = Duration.ofSeconds(60);

  private LogCapture log;

  @BeforeEach
  void capture() {
    log = new LogCapture();
  }

  @AfterEach
  void close() {
    log.close();
  }

  /** Succeeds, fails, throws, refuses, lies, is slow or hangs, as chance will have it. */
  private static final class RandomExporter implements SpanExporter {
    private final String name;
    private final CountDownLatch gate = new CountDownLatch(1);
    private final boolean mayHang;

    /** What it acknowledged, whether or not anybody listened. */
    private final AtomicLong acknowledged = new AtomicLong();

    RandomExporter(String name, boolean mayHang) {
      this.name = name;
      this.mayHang = mayHang;
    }

    @Override
    public ExportResult export(List<SpanData> spans) {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      int size = spans.size();
      switch (random.nextInt(mayHang ? 12 : 11)) {
        case 0:
          return ExportResult.failure(size, "unavailable");
        case 1:
          throw new IllegalStateException("random");
        case 2:
          throw new AssertionError("random");
        case 3:
          return null;
        case 4:
          return new ExportResult(random.nextInt(-5, 600), -3, 7, 1000, "nonsense");
        case 5:
          int rejected = random.nextInt(size + 1);
          return new ExportResult(size - rejected, rejected, 0, 0, "partly");
        case 6:
          Thread.currentThread().interrupt();
          break;
        case 7:
          pause(new CountDownLatch(1), random.nextInt(3));
          break;
        case 11:
          if (random.nextInt(20) == 0) {
            pause(gate, 60_000);
          }
          break;
        default:
          break;
      }
      acknowledged.addAndGet(size);
      return ExportResult.success(size);
    }

    private static void pause(CountDownLatch latch, long millis) {
      try {
        latch.await(millis, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void flush() {
      if (ThreadLocalRandom.current().nextInt(10) == 0) {
        throw new IllegalStateException("random flush");
      }
    }

    @Override
    public void close(Duration timeout) {
      gate.countDown();
    }

    @Override
    public String name() {
      return name;
    }
  }

  private static SpanExporter perfect(String name) {
    return new SpanExporter() {
      @Override
      public ExportResult export(List<SpanData> spans) {
        return ExportResult.success(spans.size());
      }

      @Override
      public String name() {
        return name;
      }
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void spans_ofManyThreads_areAccountedForExactlyOnce(int seed) throws Exception {
    boolean mayHang = seed % 2 == 0;
    RandomExporter random = new RandomExporter("random", mayHang);
    RandomExporter simple = new RandomExporter("simple", false);
    Tracer tracer =
        Tracer.builder("stress")
            .processor(
                BatchProcessor.builder(random)
                    .maxQueueSize(64)
                    .maxExportBatchSize(16)
                    .scheduleDelay(Duration.ofMillis(3))
                    .exportTimeout(Duration.ofMillis(50))
                    .build())
            .processor(
                BatchProcessor.builder(perfect("large"))
                    .maxQueueSize(100_000)
                    .scheduleDelay(Duration.ofHours(1))
                    .build())
            .processor(SimpleProcessor.create(simple))
            .sampler(Sampler.parentBased(Sampler.probability(0.5)))
            .filter(span -> span.name().equals("filtered") ? null : span)
            .filter(
                span -> {
                  if (span.name().equals("poison")) {
                    throw new IllegalStateException("poison");
                  }
                  return span;
                })
            .build();
    int threads = 4;
    int each = 8000;
    AtomicReference<Throwable> failure = new AtomicReference<>();
    CountDownLatch closeNow = new CountDownLatch(1);
    List<Thread> producers = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      producers.add(
          started(
              failure,
              () -> {
                ThreadLocalRandom chance = ThreadLocalRandom.current();
                for (int i = 0; i < each; i++) {
                  Span span = tracer.startSpan(name(chance));
                  span.set("i", i);
                  span.end();
                  if (chance.nextInt(500) == 0) {
                    tracer.flush(Duration.ofMillis(chance.nextInt(5)));
                  }
                  if (chance.nextInt(100) == 0) {
                    assertPlausible(tracer.stats());
                  }
                  if (i == each * seed / 10) {
                    closeNow.countDown();
                  }
                }
              }));
    }
    closeNow.await();
    FlushResult result = tracer.close(Duration.ofSeconds(4));
    assertThat(result.pending()).isLessThanOrEqualTo(threads); // those just ending
    for (Thread producer : producers) {
      producer.join();
    }

    assertThat(failure.get()).isNull();
    TracerStats stats = tracer.stats();
    assertThat(stats.ended()).isEqualTo(stats.started()).isPositive();
    assertBalanced(stats, 3);
    for (TracerStats.Exporter account : stats.exporters()) {
      assertThat(account.queued()).as(account.name()).isZero();
    }
    assertThat(stats.exporters().get(1).dropped().keySet())
        .isSubsetOf(DropReason.FILTERED, DropReason.CLOSED);
    long poisoned = stats.faults();
    assertThat(stats.exporters().get(1).dropped().getOrDefault(DropReason.FILTERED, 0L))
        .isGreaterThanOrEqualTo(poisoned > 0 ? 1L : 0L);
  }

  private static String name(ThreadLocalRandom chance) {
    int kind = chance.nextInt(20);
    return kind == 0 ? "filtered" : kind == 1 ? "poison" : "work";
  }

  /** Of spans that end as they start, none is ever seen to have ended before. */
  @Test
  void openSpans_areNeverFewerThanNone() throws Exception {
    Tracer tracer = Tracer.builder("stress").processor(span -> {}).build();
    AtomicBoolean over = new AtomicBoolean();
    Thread busy =
        new Thread(
            () -> {
              while (!over.get()) {
                tracer.startSpan("a").end();
              }
            });
    busy.start();
    long least = 0;
    for (int i = 0; i < 20_000; i++) {
      least = Math.min(least, tracer.stats().open());
    }
    over.set(true);
    busy.join();

    assertThat(least).isZero();
  }

  /** While spans end, no number may be ahead of what explains it. */
  private static void assertPlausible(TracerStats stats) {
    assertThat(stats.open()).as("%s", stats).isNotNegative();
    for (TracerStats.Exporter account : stats.exporters()) {
      assertThat(account.queued()).isNotNegative();
      assertThat(account.exported() + account.queued() + account.droppedTotal())
          .as("%s", stats)
          .isLessThanOrEqualTo(stats.ended());
    }
  }

  private static void assertBalanced(TracerStats stats, int exporters) {
    assertThat(stats.exporters()).hasSize(exporters);
    for (TracerStats.Exporter account : stats.exporters()) {
      assertThat(
              stats.sampledOut() + account.exported() + account.droppedTotal() + account.queued())
          .as("%s", stats)
          .isEqualTo(stats.ended());
    }
  }

  @Test
  void spans_throughAPerfectExporter_areAllExported() throws Exception {
    Tracer tracer =
        Tracer.builder("stress")
            .processor(
                BatchProcessor.builder(perfect("perfect"))
                    .maxQueueSize(20_000)
                    .scheduleDelay(Duration.ofHours(1))
                    .build())
            .build();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> producers = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      producers.add(
          started(
              failure,
              () -> {
                for (int i = 0; i < 5000; i++) {
                  tracer.startSpan("work").end();
                }
              }));
    }
    for (Thread producer : producers) {
      producer.join();
    }
    tracer.close(SECONDS);

    assertThat(failure.get()).isNull();
    assertThat(tracer.stats().exported()).isEqualTo(20_000);
    assertThat(tracer.stats().dropped()).isZero();
    assertThat(tracer.stats().ended()).isEqualTo(20_000);
  }

  @Test
  void close_atAnyMoment_keepsTheBalance() throws Exception {
    for (int round = 0; round < 150; round++) {
      RandomExporter exporter = new RandomExporter("random", true);
      Tracer tracer =
          Tracer.builder("stress")
              .processor(
                  BatchProcessor.builder(exporter)
                      .maxQueueSize(8)
                      .maxExportBatchSize(3)
                      .scheduleDelay(Duration.ofMillis(1))
                      .exportTimeout(Duration.ofMillis(20))
                      .build())
              .build();
      int closeAt = round * 2;
      AtomicReference<Throwable> failure = new AtomicReference<>();
      Span open = tracer.startSpan("still open at the close");
      List<Thread> producers = new ArrayList<>();
      CountDownLatch closeNow = new CountDownLatch(1);
      for (int t = 0; t < 2; t++) {
        producers.add(
            started(
                failure,
                () -> {
                  for (int i = 0; i < 400; i++) {
                    tracer.startSpan("work").end();
                    if (i == closeAt) {
                      closeNow.countDown();
                    }
                  }
                }));
      }
      closeNow.await();
      tracer.close(Duration.ofMillis(round % 20));
      for (Thread producer : producers) {
        producer.join();
      }
      open.end();
      TracerStats stats = tracer.stats();

      assertThat(failure.get()).isNull();
      assertBalanced(stats, 1);
      assertThat(stats.queued()).isZero();
      assertThat(stats.exporters().get(0).dropped()).containsKey(DropReason.CLOSED);
    }
  }

  private interface Task {
    void run() throws Exception;
  }

  private static Thread started(AtomicReference<Throwable> failure, Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (Throwable e) {
                failure.compareAndSet(null, e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
