// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpExporterTest {
  @Test
  void http_goesToTheCollectorOnThisHost() {
    assertThat(OtlpExporter.http())
        .hasToString("OtlpExporter{http://localhost:4318/v1/traces}")
        .extracting(OtlpExporter::name)
        .isEqualTo("otlp-http");
  }

  @Test
  void toString_hidesCredentials() {
    OtlpExporter exporter =
        OtlpExporter.builder()
            .endpoint("https://user:secret@host?key=secret")
            .header("Authorization", "secret")
            .build();

    assertThat(exporter).hasToString("OtlpExporter{https://host/v1/traces}");
  }

  @Test
  void name_tellsTheKind(@TempDir Path directory) {
    OtlpExporter file = OtlpExporter.file(directory.resolve("x.jsonl"));
    file.close(Duration.ZERO);

    assertThat(file.name()).isEqualTo("otlp-file");
    assertThat(OtlpExporter.stdout().name()).isEqualTo("otlp-stdout");
  }

  @Test
  void endpoint_theLastOneWins() {
    OtlpExporterBuilder builder = OtlpExporter.builder();

    assertThat(builder.endpoint("http://a").tracesEndpoint("http://b/x").build())
        .hasToString("OtlpExporter{http://b/x}");
    assertThat(builder.endpoint("http://c").build())
        .hasToString("OtlpExporter{http://c/v1/traces}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT24H0.001S"})
  void timeout_outOfRange_isRefused(Duration timeout) {
    assertThatThrownBy(() -> OtlpExporter.builder().timeout(timeout))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("timeout must be");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1023, 67108865})
  void maxRequestBytes_outOfRange_isRefused(int bytes) {
    assertThatThrownBy(() -> OtlpExporter.builder().maxRequestBytes(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("maxRequestBytes must be");
  }

  @ParameterizedTest
  @CsvSource({
    "Content-Type, a, header Content-Type is set by the exporter",
    "HOST, a, header HOST is set by the exporter",
    "'', a, name of a header",
    "X Y, a, name of a header",
    "X-Key, 's\u00e9cret', value of header X-Key",
    "X-Key, 'secret\r\nevil: 1', value of header X-Key",
  })
  void header_notLegal_isRefusedWithoutItsValue(String name, String value, String message) {
    assertThatThrownBy(() -> OtlpExporter.builder().header(name, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message)
        .message()
        .doesNotContain("cret");
  }

  @Test
  void nullArguments_areRefusedByName() {
    OtlpExporterBuilder builder = OtlpExporter.builder();

    assertThatThrownBy(() -> OtlpExporter.http(null)).hasMessage("endpoint");
    assertThatThrownBy(() -> OtlpExporter.file(null)).hasMessage("path");
    assertThatThrownBy(() -> builder.tracesEndpoint(null)).hasMessage("tracesEndpoint");
    assertThatThrownBy(() -> builder.header(null, "v")).hasMessage("name");
    assertThatThrownBy(() -> builder.header("n", null)).hasMessage("value");
    assertThatThrownBy(() -> builder.headers(null)).hasMessage("supplier");
    assertThatThrownBy(() -> builder.timeout(null)).hasMessage("timeout");
    assertThatThrownBy(() -> builder.sslSocketFactory(null)).hasMessage("factory");
    assertThatThrownBy(() -> builder.proxy(null)).hasMessage("proxy");
    assertThatThrownBy(() -> builder.build().close(null)).hasMessage("timeout");
  }
}
