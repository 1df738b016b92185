// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tracer.Attributes;
import dev.tracer.export.ExportResult;
import dev.tracer.export.SpanData;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamExportTest {
  @TempDir Path directory;

  @Test
  void file_getsALineABatch_flushedAtOnce() throws IOException {
    Path file = directory.resolve("traces.jsonl");
    OtlpExporter exporter = OtlpExporter.file(file);

    assertThat(exporter.export(TestSpan.batch(3))).isEqualTo(ExportResult.success(3));
    assertThat(spansOfLines(file)).containsExactly(3);
    assertThat(exporter.export(TestSpan.batch(2))).isEqualTo(ExportResult.success(2));
    assertThat(spansOfLines(file)).containsExactly(3, 2);
    exporter.close(Duration.ofSeconds(1));
    assertThat(Files.readString(file)).endsWith("}\n").doesNotContain("\r").startsWith("{");
  }

  private static List<Integer> spansOfLines(Path file) throws IOException {
    List<Integer> counts = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      TracesData data = OtlpJson.parse(line);
      counts.add(OtlpJson.spans(data).size());
    }
    return counts;
  }

  @Test
  void file_thatExists_isAppendedTo() throws IOException {
    Path file = directory.resolve("traces.jsonl");
    for (int i = 1; i <= 2; i++) {
      OtlpExporter exporter = OtlpExporter.file(file);
      exporter.export(TestSpan.batch(i));
      exporter.close(Duration.ZERO);
    }

    assertThat(spansOfLines(file)).containsExactly(1, 2);
  }

  @Test
  void file_largeBatch_isSplitIntoLines() throws IOException {
    Path file = directory.resolve("traces.jsonl");
    List<SpanData> batch = TestSpan.batch(6);
    for (int i = 0; i < 6; i++) {
      int size = i == 3 ? 5_000_000 : 1_000_000;
      ((TestSpan) batch.get(i)).attributes = Attributes.of("text", "x".repeat(size));
    }
    OtlpExporter exporter = OtlpExporter.file(file);

    assertThat(exporter.export(batch)).isEqualTo(ExportResult.success(6));
    assertThat(spansOfLines(file)).containsExactly(3, 1, 2);
    exporter.close(Duration.ZERO);
  }

  @Test
  void file_interruptedThread_isWritten() throws IOException {
    Path file = directory.resolve("traces.jsonl");
    OtlpExporter exporter = OtlpExporter.file(file);
    Thread.currentThread().interrupt();
    ExportResult result = exporter.export(TestSpan.batch(1));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(result.exported()).isEqualTo(1);
    assertThat(exporter.export(TestSpan.batch(1)).exported()).isEqualTo(1);
    exporter.close(Duration.ZERO);
  }

  @Test
  void file_inADirectoryThatIsNotThere_isRefused() {
    Path file = directory.resolve("missing").resolve("traces.jsonl");

    assertThatThrownBy(() -> OtlpExporter.file(file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("path cannot be written: " + file);
    assertThatThrownBy(() -> OtlpExporter.file(directory)).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void file_onAnotherFileSystem_isRefused() throws IOException {
    Path zip = directory.resolve("a.zip");
    try (FileSystem system = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      assertThatThrownBy(() -> OtlpExporter.file(system.getPath("traces.jsonl")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("path must be on the default file system");
    }
  }

  @Test
  void file_diskIsFull_fails() {
    Path full = Path.of("/dev/full");
    assumeThat(full).exists();
    OtlpExporter exporter = OtlpExporter.file(full);

    ExportResult result = exporter.export(TestSpan.batch(4));

    assertThat(result.failed()).isEqualTo(4);
    assertThat(result.message()).startsWith("cannot write: ");
    exporter.close(Duration.ZERO);
  }

  @Test
  void file_closed_failsAndStaysAsItIs() throws IOException {
    Path file = directory.resolve("traces.jsonl");
    OtlpExporter exporter = OtlpExporter.file(file);
    exporter.close(Duration.ofSeconds(1));
    exporter.close(Duration.ZERO);

    assertThat(exporter.export(TestSpan.batch(2)))
        .isEqualTo(ExportResult.failure(2, "the exporter is closed"));
    assertThat(file).isEmptyFile();
  }

  @Test
  void stdout_isWrittenToAndNeverClosed() {
    boolean[] closed = new boolean[1];
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream stdout =
        new PrintStream(new BufferedOutputStream(bytes), false, StandardCharsets.ISO_8859_1) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    StreamExport exporter = new StreamExport("otlp-stdout", stdout, false);
    TestSpan span = TestSpan.named("caf\u00e9");

    assertThat(exporter.export(List.of(span))).isEqualTo(ExportResult.success(1));
    String line = bytes.toString(StandardCharsets.UTF_8);
    exporter.close(Duration.ZERO);

    assertThat(closed[0]).isFalse();
    assertThat(line).endsWith("}\n");
    assertThat(OtlpJson.spans(OtlpJson.parse(line)).get(0).getName()).isEqualTo("caf\u00e9");
  }

  @Test
  void stdout_broken_fails() {
    PrintStream stdout =
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("broken pipe");
              }
            });

    ExportResult result = new StreamExport("otlp-stdout", stdout, false).export(TestSpan.batch(3));

    assertThat(result).isEqualTo(ExportResult.failure(3, "standard output is broken"));
  }

  @Test
  void export_spanCannotBeRead_theOthersAreWritten() throws IOException {
    Path file = directory.resolve("traces.jsonl");
    OtlpExporter exporter = OtlpExporter.file(file);
    List<SpanData> batch = TestSpan.batch(3);
    ((TestSpan) batch.get(0)).name = null;

    assertThat(exporter.export(batch))
        .isEqualTo(new ExportResult(2, 0, 0, 1, "a span could not be read"));
    assertThat(spansOfLines(file)).containsExactly(2);
    exporter.close(Duration.ZERO);
  }

  @Test
  void brokenLine_isEndedBeforeTheNextOne() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean[] fails = {true};
    OutputStream disk =
        new OutputStream() {
          @Override
          public void write(int b) {
            bytes.write(b);
          }

          @Override
          public void write(byte[] b, int offset, int length) throws IOException {
            bytes.write(b, offset, fails[0] ? 10 : length);
            if (fails[0]) {
              throw new IOException("disk full");
            }
          }
        };
    StreamExport exporter = new StreamExport("test", disk, true);

    assertThat(exporter.export(TestSpan.batch(1)))
        .isEqualTo(ExportResult.failure(1, "cannot write: disk full"));
    fails[0] = false;
    assertThat(exporter.export(TestSpan.batch(1)).exported()).isEqualTo(1);
    String[] lines = bytes.toString(StandardCharsets.UTF_8).split("\n");
    assertThat(lines).hasSize(2);
    assertThat(OtlpJson.spans(OtlpJson.parse(lines[1]))).hasSize(1);
  }
}
