// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.export.BatchProcessor;
import dev.tracer.export.ExportResult;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanExporter;
import dev.tracer.export.SpanProcessor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Everybody who closes a tracer waits for the same end. */
class TracerCloseTest {
  private static final Duration SECONDS = Duration.ofMinutes(5);

  private final CountDownLatch closing = new CountDownLatch(1);
  private final CountDownLatch gate = new CountDownLatch(1);
  private final Tracer tracer =
      Tracer.builder("shop")
          .processor(
              BatchProcessor.builder(
                      spans -> {
                        closing.countDown();
                        await(gate);
                        return ExportResult.success(spans.size());
                      })
                  .scheduleDelay(Duration.ofHours(1)) // so that nothing but a close exports
                  .build())
          .build();

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(5, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void close_whileAnotherOneRuns_waitsForItsEnd() throws Exception {
    tracer.startSpan("last").end();
    CompletableFuture<FlushResult> first =
        CompletableFuture.supplyAsync(() -> tracer.close(SECONDS));
    await(closing);

    // with no time to wait, it does not say that all is done
    assertThat(tracer.close(Duration.ofMillis(1))).isEqualTo(new FlushResult(0, 0, 1));
    CompletableFuture<FlushResult> second =
        CompletableFuture.supplyAsync(
            () -> tracer.close(SECONDS), task -> new Thread(task).start());
    assertThat(second).isNotDone();
    gate.countDown();
    assertThat(second.get(5, TimeUnit.MINUTES)).isEqualTo(FlushResult.EMPTY);
    assertThat(tracer.stats().queued()).isZero();
    assertThat(first.get(5, TimeUnit.MINUTES)).isEqualTo(new FlushResult(1, 0, 0));
  }

  @Test
  void close_fromAPartThatIsClosed_returnsAtOnce() {
    Tracer[] closed = new Tracer[1];
    FlushResult[] inner = new FlushResult[2];
    closed[0] =
        Tracer.builder("shop")
            .processor(
                new SpanProcessor() {
                  @Override
                  public void onEnd(SpanData span) {}

                  @Override
                  public FlushResult close(Duration timeout) {
                    inner[0] = closed[0].close(Duration.ofHours(1));
                    return FlushResult.EMPTY;
                  }
                })
            .exporter(
                new SpanExporter() {
                  @Override
                  public ExportResult export(List<SpanData> spans) {
                    return ExportResult.success(spans.size());
                  }

                  @Override
                  public void close(Duration timeout) {
                    inner[1] = closed[0].close(Duration.ofHours(1));
                  }
                })
            .build();

    assertThat(closed[0].close(SECONDS).isComplete()).isTrue();
    assertThat(inner).containsExactly(FlushResult.EMPTY, FlushResult.EMPTY);
  }
}
