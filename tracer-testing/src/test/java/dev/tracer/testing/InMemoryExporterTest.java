// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.testing;

import static dev.tracer.export.SpanFixture.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.export.ExportResult;
import dev.tracer.export.SpanData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InMemoryExporterTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final InMemoryExporter exporter = InMemoryExporter.create();

  @Test
  void export_keepsSpansInOrderAndCountsThem() {
    SpanData a = span("a", 1, 0);
    SpanData b = span("b", 2, 0);

    assertThat(exporter.export(List.of(a, b))).isEqualTo(ExportResult.success(2));
    assertThat(exporter.spans()).containsExactly(a, b);
  }

  @Test
  void spans_isACopyThatNobodyCanChange() {
    exporter.export(List.of(span("a", 1, 0)));
    List<SpanData> before = exporter.spans();
    exporter.export(List.of(span("b", 2, 0)));

    assertThat(before).hasSize(1);
    assertThatThrownBy(before::clear).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void batchListChangedLater_changesNothing() {
    List<SpanData> batch = new ArrayList<>(List.of(span("a", 1, 0)));
    exporter.export(batch);
    batch.clear();

    assertThat(exporter.spans()).hasSize(1);
  }

  @Test
  void await_returnsOnceSpansComeFromAnotherThread() throws Exception {
    CompletableFuture<List<SpanData>> waiting =
        CompletableFuture.supplyAsync(() -> exporter.await(2, LONG));
    exporter.export(List.of(span("a", 1, 0)));
    exporter.export(List.of(span("b", 2, 0)));

    assertThat(waiting.get(5, TimeUnit.MINUTES)).hasSize(2);
    assertThat(exporter.spans()).hasSize(2);
  }

  @Test
  void await_tooFew_tellsWhichCame() {
    exporter.export(List.of(span("a", 1, 0)));

    assertThatIllegalStateException()
        .isThrownBy(() -> exporter.await(2, Duration.ofMillis(1)))
        .withMessage("Of 2 spans 1 came within PT0.001S: a");
  }

  @Test
  void await_interrupted_throwsAndStaysInterrupted() throws Exception {
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread waiting =
        new Thread(
            () -> {
              try {
                exporter.await(1, LONG);
              } catch (IllegalStateException e) {
                interrupted.complete(Thread.currentThread().isInterrupted());
              } finally {
                interrupted.completeExceptionally(new AssertionError("not interrupted"));
              }
            });
    waiting.start();
    waiting.interrupt();

    assertThat(interrupted.get(5, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void count_negative_throws() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> exporter.await(-1, LONG))
        .withMessage("count must not be negative: -1");
  }

  @Test
  void reset_forgets() {
    exporter.export(List.of(span("a", 1, 0)));
    exporter.reset();

    assertThat(exporter.spans()).isEmpty();
  }

  @Test
  void close_keepsSpans() {
    exporter.export(List.of(span("a", 1, 0)));
    exporter.close(LONG);

    assertThat(exporter.spans()).hasSize(1);
  }

  @Test
  void export_byManyThreads_losesNothing() throws ExecutionException, InterruptedException {
    List<CompletableFuture<Void>> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      threads.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 1000; i++) {
                  exporter.export(List.of(span("a", 1, 0)));
                }
              }));
    }

    assertThat(exporter.await(4000, LONG)).hasSize(4000);
    CompletableFuture.allOf(threads.toArray(new CompletableFuture<?>[0])).get();
    assertThat(exporter.spans()).hasSize(4000);
  }
}
