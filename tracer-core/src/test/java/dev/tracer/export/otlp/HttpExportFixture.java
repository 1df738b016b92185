// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.export.ExportResult;
import dev.tracer.export.otlp.FakeCollector.Request;
import dev.tracer.export.send.FakeTiming;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A collector, and exporters to it that are closed after the test. */
abstract class HttpExportFixture {
  static final String REJECTED = "{\"partialSuccess\":{\"rejectedSpans\":%s%s}}";

  FakeCollector collector;
  final FakeTiming timing = new FakeTiming();
  final List<OtlpExporter> exporters = new ArrayList<>();

  @BeforeEach
  void startCollector() throws IOException {
    collector = new FakeCollector();
  }

  @AfterEach
  void closeAll() throws IOException {
    for (OtlpExporter exporter : exporters) {
      exporter.close(Duration.ofSeconds(1));
    }
    collector.close();
  }

  /** An exporter for which time does not pass by itself. */
  OtlpExporter exporter(OtlpExporterBuilder builder) {
    return exporter(builder, timing);
  }

  OtlpExporter exporter(OtlpExporterBuilder builder, FakeTiming time) {
    time.rule(builder.exporter, builder.http);
    return inRealTime(builder);
  }

  OtlpExporter inRealTime(OtlpExporterBuilder builder) {
    OtlpExporter exporter = builder.build();
    exporters.add(exporter);
    return exporter;
  }

  OtlpExporterBuilder builder() {
    return OtlpExporter.builder().endpoint(collector.url());
  }

  ExportResult export(int spans) {
    return exporter(builder()).export(TestSpan.batch(spans));
  }

  Request onlyRequest() {
    assertThat(collector.requests()).hasSize(1);
    return collector.requests().get(0);
  }
}
