// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.internal.LogCapture;
import org.junit.jupiter.api.Test;

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
}
