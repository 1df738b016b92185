// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.Context;
import dev.tracer.DropReason;
import dev.tracer.FlushResult;
import dev.tracer.Tracer;
import dev.tracer.TracerStats;
import dev.tracer.export.text.WaterfallExporter;
import dev.tracer.internal.LogCapture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimpleProcessorTest {
  private static final Duration SECONDS = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(200);

  private final FakeExporter exporter = new FakeExporter();
  private final SimpleProcessor processor = SimpleProcessor.create(exporter);
  private LogCapture log;

  @BeforeEach
  void capture() {
    log = new LogCapture();
  }

  @AfterEach
  void close() {
    exporter.release();
    processor.close(SECONDS);
    log.close();
  }

  @Test
  void onEnd_returnsWhenTheSpanIsExported() {
    for (int i = 0; i < 200; i++) {
      processor.onEnd(FakeSpan.numbered(i));

      assertThat(account().exported()).isEqualTo(i + 1);
      assertThat(exporter.names()).hasSize(i + 1);
    }
    assertThat(account().lastSuccess()).isNotNull();
  }

  @Test
  void onEnd_doesNotFlushTheExporter() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    SimpleProcessor shown =
        SimpleProcessor.create(
            WaterfallExporter.builder()
                .to(out)
                .width(80)
                .color(false)
                .quietTime(Duration.ofHours(1))
                .build());
    try (Tracer tracer = Tracer.builder("shop").processor(shown).build()) {
      tracer.run("parent", parent -> tracer.run("child", child -> {}));
    }
    processor.onEnd(FakeSpan.named("a"));

    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("2 spans");
    assertThat(exporter.calls()).containsExactly("export");
  }

  @Test
  void onEnd_onAnInterruptedThread_doesNotWaitAndExports() throws Exception {
    exporter.onExport(
        batch -> {
          exporter.hang();
          return ExportResult.success(batch.size());
        });
    Thread.currentThread().interrupt();
    processor.onEnd(FakeSpan.named("a"));

    assertThat(Thread.interrupted()).isTrue();
    exporter.release();
    processor.flush(SECONDS);
    assertThat(account().exported()).isEqualTo(1);
  }

  @Test
  void onEnd_unsampled_isIgnored() {
    processor.onEnd(FakeSpan.unsampled());

    assertThat(exporter.calls()).isEmpty();
  }

  @Test
  void onEnd_onManyThreads_neverOverlaps() throws Exception {
    List<CompletableFuture<Void>> runs = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      runs.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 500; i++) {
                  processor.onEnd(FakeSpan.numbered(i));
                }
              },
              task -> new Thread(task).start()));
    }
    for (CompletableFuture<Void> run : runs) {
      run.get(120, TimeUnit.SECONDS);
    }

    assertThat(exporter.hasOverlapped()).isFalse();
    assertThat(account().exported()).isEqualTo(2000);
  }

  @Test
  void onEnd_withThrowingExporter_countsAndDoesNotThrow() {
    exporter.onExport(
        batch -> {
          throw new IOException("sneaky");
        });
    processor.onEnd(FakeSpan.named("a"));
    exporter.onExport(
        batch -> {
          throw new StackOverflowError("deep");
        });
    processor.onEnd(FakeSpan.named("b"));
    exporter.onExport(batch -> null);
    processor.onEnd(FakeSpan.named("c"));

    assertThat(account().dropped()).isEqualTo(Map.of(DropReason.EXPORT_FAILED, 3L));
    assertThat(account().lastError()).isEqualTo("it returned null");
    assertThat(log.warnings())
        .containsExactly(exporter.name() + " lost 1 span: java.io.IOException: sneaky");
  }

  @Test
  void onEnd_fromTheExporter_isExportedNext() {
    exporter.onExport(
        batch -> {
          if (batch.get(0).name().equals("outer")) {
            processor.onEnd(FakeSpan.named("inner"));
          }
          return ExportResult.success(batch.size());
        });
    processor.onEnd(FakeSpan.named("outer"));
    processor.flush(SECONDS);

    assertThat(exporter.hasOverlapped()).isFalse();
    assertThat(exporter.names()).containsExactly("outer", "inner");
    assertThat(account().exported()).isEqualTo(2);
  }

  @Test
  void exporter_isCalledInTheSuppressedContext() {
    List<Context> contexts = new CopyOnWriteArrayList<>();
    exporter.onExport(
        batch -> {
          contexts.add(Context.current());
          return ExportResult.success(batch.size());
        });
    exporter.onFlush(() -> contexts.add(Context.current()));
    exporter.onClose(() -> contexts.add(Context.current()));
    processor.onEnd(FakeSpan.named("a"));
    processor.flush(SECONDS);
    processor.close(SECONDS);

    assertThat(contexts).hasSize(3).containsOnly(Context.suppressed());
    assertThat(Context.current()).isSameAs(Context.root());
  }

  @Test
  void stats_duringAnExport_countTheSpanAsQueued() throws Exception {
    exporter.onExport(
        batch -> {
          exporter.hang();
          return ExportResult.success(batch.size());
        });
    Thread application = started(() -> processor.onEnd(FakeSpan.named("a")));
    exporter.awaitExports(1);

    assertThat(account().queued()).isEqualTo(1);
    exporter.release();
    application.join();
    assertThat(account().queued()).isZero();
    assertThat(account().exported()).isEqualTo(1);
  }

  @Test
  void flush_callsTheExportersFlush() {
    processor.onEnd(FakeSpan.named("a"));

    assertThat(processor.flush(SECONDS)).isEqualTo(FlushResult.EMPTY);
    assertThat(exporter.calls()).containsExactly("export", "flush");
  }

  @Test
  void flush_thatThrows_isLogged() {
    exporter.onFlush(
        () -> {
          throw new IOException("disk full");
        });
    processor.onEnd(FakeSpan.named("a"));
    processor.flush(SECONDS);

    assertThat(account().exported()).isEqualTo(1);
    assertThat(log.warnings()).containsExactly("The flush of " + exporter.name() + " failed.");
  }

  @Test
  void close_flushesAndClosesTheExporterOnce() {
    processor.onEnd(FakeSpan.named("a"));
    processor.close(SECONDS);
    processor.close(SECONDS);

    assertThat(exporter.calls()).containsExactly("export", "flush", "close");
  }

  @Test
  void close_thatThrows_isLogged() {
    exporter.onClose(
        () -> {
          throw new LinkageError("x");
        });

    assertThat(processor.close(SECONDS)).isEqualTo(FlushResult.EMPTY);
    assertThat(log.warnings()).containsExactly("The close of " + exporter.name() + " failed.");
  }

  @Test
  void close_behindAHangingExport_returnsInTimeAndClosesTheExporter() throws Exception {
    exporter
        .onExport(
            batch -> {
              exporter.hangStubbornly();
              return ExportResult.failure(batch.size(), "connection closed");
            })
        .onClose(exporter::release);
    Thread application = started(() -> processor.onEnd(FakeSpan.named("a")));
    exporter.awaitExports(1);
    processor.close(SHORT);

    application.join();
    exporter.awaitClose(); // which has a thread of its own
    assertThat(exporter.calls()).containsExactly("export", "close");
    // a worker that is slow to notice the cut finds its span counted already
    assertThat(account().dropped())
        .isIn(Map.of(DropReason.EXPORT_FAILED, 1L), Map.of(DropReason.CLOSED, 1L));
  }

  @Test
  void onEnd_afterClose_isCountedAndWarnedOnce() {
    processor.close(SECONDS);
    processor.onEnd(FakeSpan.named("a"));
    processor.onEnd(FakeSpan.named("b"));

    assertThat(exporter.names()).isEmpty();
    assertThat(account().dropped()).isEqualTo(Map.of(DropReason.CLOSED, 2L));
    assertThat(log.warnings())
        .containsExactly("Spans that end after the close of the tracer are dropped.");
  }

  @Test
  void create_null_isRefusedAtOnce() {
    assertThatThrownBy(() -> SimpleProcessor.create(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("exporter");
  }

  private TracerStats.Exporter account() {
    return processor.stats().get(0);
  }

  private static Thread started(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
