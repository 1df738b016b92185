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
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtlpFileTest {
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
        .hasMessageStartingWith("path cannot be written: " + file + " ("); // and the reason
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
    assertThat(result.message()).startsWith("/dev/full: cannot write: ");
    exporter.close(Duration.ZERO);
  }

  @Test
  void file_closed_failsAndStaysAsItIs() throws IOException {
    Path file = directory.resolve("traces.jsonl");
    OtlpExporter exporter = OtlpExporter.file(file);
    exporter.close(Duration.ofSeconds(1));
    exporter.close(Duration.ZERO);

    assertThat(exporter.export(TestSpan.batch(2)))
        .isEqualTo(ExportResult.failure(2, file + ": the exporter is closed"));
    assertThat(file).isEmptyFile();
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
  void file_endsWithinALine_newLinesAreWhole() throws IOException {
    Path file = directory.resolve("traces.jsonl");
    Files.writeString(file, "{\"resourceSpans\":[{\"res");
    OtlpExporter exporter = OtlpExporter.file(file);

    assertThat(exporter.export(TestSpan.batch(2)).exported()).isEqualTo(2);
    exporter.close(Duration.ZERO);
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(2);
    assertThat(OtlpJson.spans(OtlpJson.parse(lines.get(1)))).hasSize(2);
  }

  /** To open one waits for the other side, which may come later than this process, or never. */
  @Test
  void file_isAPipeThatNobodyReads_waitsWithTheFirstBatch() throws Exception {
    Path pipe = directory.resolve("pipe");
    Path program = Path.of("/usr/bin/mkfifo");
    assumeThat(program).exists();
    assertThat(new ProcessBuilder(program.toString(), pipe.toString()).start().waitFor()).isZero();
    OtlpExporter exporter =
        CompletableFuture.supplyAsync(() -> OtlpExporter.file(pipe)).get(5, TimeUnit.MINUTES);

    CompletableFuture<String> line =
        CompletableFuture.supplyAsync(
            () -> {
              try (BufferedReader reader = Files.newBufferedReader(pipe)) {
                return reader.readLine();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    assertThat(exporter.export(TestSpan.batch(2))).isEqualTo(ExportResult.success(2));
    exporter.close(Duration.ofSeconds(1));
    assertThat(OtlpJson.spans(OtlpJson.parse(line.get(5, TimeUnit.MINUTES)))).hasSize(2);
  }

  @Test
  void file_deletedMeanwhile_isMadeAnew() throws IOException {
    Path file = directory.resolve("traces.jsonl");
    OtlpExporter exporter = OtlpExporter.file(file);
    exporter.export(TestSpan.batch(1));
    Files.delete(file);

    assertThat(exporter.export(TestSpan.batch(2))).isEqualTo(ExportResult.success(2));
    assertThat(spansOfLines(file)).containsExactly(2);
    exporter.close(Duration.ZERO);
  }

  @Test
  void file_rotatedMeanwhile_theNewOneIsAppendedTo() throws IOException {
    Path file = directory.resolve("traces.jsonl");
    Path old = directory.resolve("traces.jsonl.1");
    OtlpExporter exporter = OtlpExporter.file(file);
    exporter.export(TestSpan.batch(1));
    Files.move(file, old);
    Files.writeString(file, "torn");

    assertThat(exporter.export(TestSpan.batch(2))).isEqualTo(ExportResult.success(2));
    assertThat(exporter.export(TestSpan.batch(3))).isEqualTo(ExportResult.success(3));
    assertThat(spansOfLines(old)).containsExactly(1);
    assertThat(Files.readAllLines(file)).hasSize(3).startsWith("torn");
    exporter.close(Duration.ZERO);
  }

  @Test
  void file_whoseDirectoryIsGone_failsUntilItIsBack() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("logs"));
    Path file = folder.resolve("traces.jsonl");
    OtlpExporter exporter = OtlpExporter.file(file);
    Files.delete(file);
    Files.delete(folder);

    ExportResult lost = exporter.export(TestSpan.batch(2));
    assertThat(lost.failed()).isEqualTo(2);
    assertThat(lost.message()).contains("cannot write");
    Files.createDirectory(folder);
    assertThat(exporter.export(TestSpan.batch(2))).isEqualTo(ExportResult.success(2));
    assertThat(spansOfLines(file)).containsExactly(2);
    exporter.close(Duration.ZERO);
  }

  @Test
  void close_forEver_isPossible() {
    OtlpExporter exporter = OtlpExporter.file(directory.resolve("traces.jsonl"));
    exporter.close(Duration.ofSeconds(Long.MAX_VALUE));

    assertThat(exporter.export(TestSpan.batch(1)).message()).endsWith("the exporter is closed");
  }
}
