// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.FlushResult;
import dev.tracer.Tracer;
import dev.tracer.TracerStats;
import dev.tracer.export.BatchProcessor;
import dev.tracer.export.ExportResult;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanExporter;
import dev.tracer.internal.ChildProgram;
import dev.tracer.internal.FullMemory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real want of memory, in a virtual machine of 24 megabytes. */
@Tag("slow")
class NoMemoryTest {
  /** Counts how often an export met the end of the memory. */
  private static final class Watched implements SpanExporter {
    final AtomicInteger failures = new AtomicInteger();
    final AtomicInteger exports = new AtomicInteger();
    private final SpanExporter delegate;

    Watched(SpanExporter delegate) {
      this.delegate = delegate;
    }

    @Override
    public ExportResult export(List<SpanData> spans) {
      exports.incrementAndGet();
      try {
        ExportResult result = delegate.export(spans);
        if (String.valueOf(result.message()).contains("OutOfMemoryError")) {
          failures.incrementAndGet();
        }
        return result;
      } catch (OutOfMemoryError e) {
        failures.incrementAndGet();
        throw e;
      }
    }

    @Override
    public void close(Duration timeout) {
      delegate.close(timeout);
    }
  }

  /** Fills the memory again and again while spans end, and says what became of them. */
  static final class Program {
    private static final int ROUNDS = 10;
    private static final int SPANS = 60;
    private static final Duration LONG = Duration.ofMinutes(2);

    public static void main(String[] args) {
      Watched exporter = new Watched(OtlpExporter.http(args[0]));
      BatchProcessor processor =
          BatchProcessor.builder(exporter).scheduleDelay(Duration.ofMillis(1)).build();
      Tracer tracer = Tracer.builder("hungry").processor(processor).build();
      // all that is used below, as a class whose first use finds no memory is lost for good
      tracer.startSpan("first").set("round", 1).end();
      report("before: ", tracer, exporter);
      for (int round = 0; round < ROUNDS; round++) {
        FullMemory.take();
        for (int i = 0; i < SPANS; i++) {
          try {
            tracer.startSpan("hungry").set("round", round).end();
          } catch (OutOfMemoryError e) {
            // of the start: the application's own
          }
        }
        FullMemory.give();
      }
      report("after: ", tracer, exporter);
    }

    /** Says whether all is accounted for, and whether three more spans arrive. */
    private static void report(String when, Tracer tracer, Watched exporter) {
      FlushResult rest = tracer.flush(LONG);
      for (int i = 0; i < 3; i++) {
        tracer.startSpan("after").end();
      }
      FlushResult after = tracer.flush(LONG);
      TracerStats stats = tracer.stats();
      TracerStats.Exporter account = stats.exporters().get(0);
      long workers = 0;
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        workers += thread.getName().startsWith("tracer-export-") ? 1 : 0;
      }
      System.out.println(
          when
              + "pending "
              + (rest.pending() + after.pending())
              + ", exported "
              + after.exported()
              + ", queued "
              + account.queued()
              + ", unaccounted "
              + (stats.ended() - account.exported() - account.droppedTotal())
              + ", workers "
              + workers);
      System.out.println("exports without memory: " + exporter.failures + ", " + stats);
    }
  }

  @TempDir private Path directory;

  @Test
  void exports_inWantOfMemory_settleEachSpanAndGoOnAfterwards() throws Exception {
    try (FakeCollector collector = new FakeCollector()) {
      String said =
          ChildProgram.run(
              directory, Program.class, List.of("-Xmx24m", "-XX:+UseSerialGC"), collector.url());

      assertThat(said).contains("after: pending 0, exported 3, queued 0, unaccounted 0, workers 1");
    }
  }
}
