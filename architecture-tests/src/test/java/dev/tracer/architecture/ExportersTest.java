// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import dev.tracer.Tracer;
import dev.tracer.export.BatchProcessor;
import dev.tracer.export.SimpleProcessor;
import dev.tracer.export.SpanExporter;
import dev.tracer.export.otlp.OtlpExporter;
import dev.tracer.export.send.SendingExporter;
import dev.tracer.export.text.ConsoleExporter;
import dev.tracer.export.text.WaterfallExporter;
import dev.tracer.testing.InMemoryExporter;
import dev.tracer.xray.XRayExporter;
import dev.tracer.zipkin.ZipkinExporter;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One rule for all exporters: each serves one processor, or as many as it was told of. */
class ExportersTest {
  @TempDir static Path directory;

  static Stream<SpanExporter> exporters() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    return Stream.of(
        OtlpExporter.http(),
        OtlpExporter.file(directory.resolve("spans.jsonl")),
        OtlpExporter.stdout(),
        ZipkinExporter.http(),
        XRayExporter.daemon(),
        ConsoleExporter.to(nowhere),
        WaterfallExporter.builder().to(nowhere).build());
  }

  @ParameterizedTest
  @MethodSource("exporters")
  void exporter_givenToASecondProcessor_isRefusedAtBuild(SpanExporter exporter) {
    try (Tracer first = Tracer.builder("first").exporter(exporter).build()) {
      assertThatThrownBy(() -> Tracer.builder("second").exporter(exporter))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("already; make one for each");
      assertThatThrownBy(() -> BatchProcessor.create(exporter))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> SimpleProcessor.create(exporter))
          .isInstanceOf(IllegalStateException.class);
      assertThat(first.isEnabled()).isTrue();
    }
  }

  @Test
  void waterfall_sharedByTwo_servesTwoAndNotThree() {
    SpanExporter waterfall =
        WaterfallExporter.builder()
            .to(new PrintStream(OutputStream.nullOutputStream()))
            .sharedBy(2)
            .build();
    try (Tracer first = Tracer.builder("first").exporter(waterfall).build();
        Tracer second = Tracer.builder("second").exporter(waterfall).build()) {
      assertThatThrownBy(() -> Tracer.builder("third").exporter(waterfall))
          .hasMessageContaining("serves 2 processors already");
      for (Tracer tracer : new Tracer[] {first, second}) {
        tracer.startSpan("work").end();
        assertThat(tracer.flush(Duration.ofMinutes(5)).exported()).isEqualTo(1);
      }
    }
  }

  /** What gathers the spans of a test, from all the tracers that take part in it. */
  @Test
  void inMemory_isSharedByAsManyAsLike() {
    InMemoryExporter memory = InMemoryExporter.create();
    Tracer first = Tracer.builder("first").exporter(memory).build();
    try (Tracer second = Tracer.builder("second").exporter(memory).build()) {
      first.close();
      second.startSpan("work").end();
      assertThat(second.flush(Duration.ofMinutes(5)).exported()).isEqualTo(1);
    }
  }

  @Test
  void table_hasAllExporters() {
    Stream<String> tested =
        Stream.concat(
            exporters().map(each -> each.getClass().getName()),
            Stream.of(
                SendingExporter.class.getName(), // behind all those of the table
                InMemoryExporter.class.getName()));

    assertThat(
            Compiled.libraries().stream()
                .filter(type -> type.isAssignableTo(SpanExporter.class))
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> !type.isInterface())
                .map(JavaClass::getName))
        .containsExactlyInAnyOrderElementsOf(tested.distinct().toList());
  }
}
