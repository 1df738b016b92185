// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Context;
import dev.tracer.Span;
import dev.tracer.StatusCode;
import dev.tracer.Tracer;
import dev.tracer.TracerStats;
import dev.tracer.export.BatchProcessor;
import dev.tracer.export.ExportResult;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanExporter;
import dev.tracer.internal.LogCapture;
import dev.tracer.sampling.Sampler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The account closes with a tail sampler too, whatever the exporter, the threads and close do. */
class TailAccountTest {
  private static final int THREADS = 4;
  private static final int EACH = 3000;
  private static final int LIMIT = 16;

  private LogCapture log;

  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  /** The last span of a thread, which another one may go on with. */
  private final AtomicReference<Span> shared = new AtomicReference<>();

  @BeforeEach
  void capture() {
    log = new LogCapture();
  }

  @AfterEach
  void close() {
    log.close();
  }

  /** Takes the first batch, and then each one in another way. */
  private static final class Unreliable implements SpanExporter {
    private final AtomicInteger exports = new AtomicInteger(2);

    @Override
    public ExportResult export(List<SpanData> spans) {
      int size = spans.size();
      return switch (exports.incrementAndGet() % 5) {
        case 0 -> ExportResult.failure(size, "unavailable");
        case 1 -> throw new IllegalStateException("random");
        case 2 -> new ExportResult(size / 2, size - size / 2, 0, 0, "partly");
        default -> ExportResult.success(size);
      };
    }

    @Override
    public String name() {
      return "unreliable";
    }
  }

  private Thread started(Runnable run) {
    Thread thread =
        new Thread(
            () -> {
              try {
                run.run();
              } catch (Throwable e) {
                failure.compareAndSet(null, e);
              }
            });
    thread.start();
    return thread;
  }

  private static Tracer tracer() {
    TailSampler tail =
        TailSampler.create(
                Sampler.probability(0.1), TailPolicy.error(), TailPolicy.probability(0.2))
            .withMaxTraces(LIMIT)
            .withMaxBufferedBytes(40_000);
    return Tracer.builder("stress")
        .sampler(tail)
        .filter(span -> span.name().equals("filtered") ? null : span)
        .processor(
            BatchProcessor.builder(new Unreliable())
                .maxQueueSize(64)
                .maxExportBatchSize(16)
                .scheduleDelay(Duration.ofMillis(3))
                .build())
        .build();
  }

  /** A local root with some spans, one of them perhaps left to another thread. */
  private void request(Tracer tracer, ThreadLocalRandom chance) {
    Span root = tracer.startSpan("root");
    Context parent = Context.root().with(root);
    for (int i = chance.nextInt(4); i > 0; i--) {
      String name = chance.nextInt(10) == 0 ? "filtered" : "part";
      Span span = tracer.spanBuilder(name).parent(parent).start();
      if (chance.nextInt(20) == 0) {
        span.status(StatusCode.ERROR, "random");
      }
      Span other = chance.nextInt(4) == 0 ? shared.getAndSet(span) : span;
      if (other != null) {
        other.end();
      }
    }
    switch (chance.nextInt(30)) {
      case 0 -> root.keep("random");
      case 1 -> tracer.flush(Duration.ofMillis(1));
      case 2 -> plausible(tracer.stats());
      default -> root.context();
    }
    root.end();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 7, 10})
  void spans_ofManyThreads_areAccountedForExactlyOnce(int tenths) throws Exception {
    Tracer tracer = tracer();
    CountDownLatch closeNow = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      threads.add(
          started(
              () -> {
                for (int i = 1; i <= EACH; i++) {
                  request(tracer, ThreadLocalRandom.current());
                  if (i == EACH * tenths / 10) {
                    closeNow.countDown();
                  }
                }
              }));
    }
    closeNow.await();
    tracer.close(Duration.ofMinutes(5));
    for (Thread thread : threads) {
      thread.join();
    }
    Span last = shared.get();
    if (last != null) {
      last.end();
    }

    assertThat(failure.get()).isNull();
    TracerStats stats = tracer.stats();
    TracerStats.Exporter account = stats.exporters().get(0);
    assertThat(stats.started()).isEqualTo(stats.ended()).isPositive();
    assertThat(account.queued()).as("%s", stats).isZero();
    assertThat(stats.sampledOut() + account.exported() + account.droppedTotal())
        .as("%s", stats)
        .isEqualTo(stats.ended());
    assertThat(account.exported()).isPositive();
    assertThat(stats.sampledOut()).isPositive();
  }

  private static void plausible(TracerStats stats) {
    TracerStats.Exporter account = stats.exporters().get(0);
    assertThat(account.queued()).isNotNegative();
    assertThat(account.exported() + account.queued() + account.droppedTotal())
        .as("%s", stats)
        .isLessThanOrEqualTo(stats.ended());
  }
}
