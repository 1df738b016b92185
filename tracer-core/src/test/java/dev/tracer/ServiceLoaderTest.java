// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.export.ExportResult;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanExporter;
import dev.tracer.internal.LogCapture;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exporters found by the service loader. */
class ServiceLoaderTest {
  @Test
  void exporters_whereThereAreNone_areMissedAloud() throws Exception {
    try (LogCapture log = new LogCapture()) {
      Fakes.onOtherThread(
          () -> {
            Thread.currentThread().setContextClassLoader(null);
            Tracer.builder("test").exportersFromServiceLoader().build().close();
          });

      assertThat(log.warnings()).hasSize(1);
      assertThat(log.warnings().get(0)).contains("No exporter was found", "META-INF/services");
    }
  }

  /** What the service file below names. */
  public static final class Found implements SpanExporter {
    @Override
    public ExportResult export(List<SpanData> spans) {
      return ExportResult.success(spans.size());
    }
  }

  /** As in the threads of a server that has no loader for them, or the wrong one. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void exporters_whereTheContextLoaderKnowsNone_areThoseOfOurOwnLoader(
      boolean wrong, @TempDir Path directory) throws Exception {
    Path services = Files.createDirectories(directory.resolve("META-INF/services"));
    Files.writeString(services.resolve(SpanExporter.class.getName()), Found.class.getName());
    URL[] application = {
      directory.toUri().toURL(),
      Tracer.class.getProtectionDomain().getCodeSource().getLocation(),
      Found.class.getProtectionDomain().getCodeSource().getLocation()
    };
    ClassLoader platform = ClassLoader.getPlatformClassLoader();
    try (URLClassLoader own = new URLClassLoader(application, platform)) {
      AtomicReference<String> stats = new AtomicReference<>();
      Fakes.onOtherThread(
          () -> {
            Thread.currentThread().setContextClassLoader(wrong ? platform : null);
            Class<?> type = own.loadClass(Tracer.class.getName());
            Object builder = type.getMethod("builder", String.class).invoke(null, "test");
            builder.getClass().getMethod("exportersFromServiceLoader").invoke(builder);
            Object tracer = builder.getClass().getMethod("build").invoke(builder);
            stats.set(type.getMethod("stats").invoke(tracer).toString());
            type.getMethod("close").invoke(tracer);
          });

      assertThat(stats.get()).contains("name=Found");
    }
  }
}
