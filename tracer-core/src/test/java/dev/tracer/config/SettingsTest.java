// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.tracer.internal.LogCapture;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  private final LogCapture log = new LogCapture();
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> properties = new HashMap<>();

  @AfterEach
  void close() {
    log.close();
  }

  private Settings settings() {
    return Settings.of(environment, properties);
  }

  @Test
  void property_winsOverTheVariable() {
    environment.put("OTEL_SERVICE_NAME", "a");
    properties.put("otel.service.name", " b ");
    properties.put("java.service.name", "c");

    assertThat(settings().text("OTEL_SERVICE_NAME", "")).isEqualTo("b");
    assertThat(settings().isSet("JAVA_SERVICE_NAME")).isFalse();
  }

  @Test
  void property_mayHaveDashes() {
    properties.put("otel.resource.disabled-keys", "host.name");

    assertThat(settings().names("OTEL_RESOURCE_DISABLED_KEYS", "")).containsExactly("host.name");
  }

  @Test
  void empty_isNotSet() {
    environment.put("OTEL_A", "  ");
    environment.put("OTEL_B", "told");
    properties.put("otel.b", "  ");

    assertThat(settings().text("OTEL_B", "usual")).isEqualTo("told");
    assertThat(settings().isSet("OTEL_A")).isFalse();
    assertThat(settings().text("OTEL_A", "usual")).isEqualTo("usual");
  }

  @ParameterizedTest
  @CsvSource({"true, true, 0", "TRUE, true, 0", "false, false, 0", "yes, false, 1", "1, false, 1"})
  void flag_isTrueOnlyIfItSaysSo(String text, boolean value, int warnings) {
    environment.put("OTEL_SDK_DISABLED", text);

    assertThat(settings().isTrue("OTEL_SDK_DISABLED")).isEqualTo(value);
    assertThat(log.warnings()).hasSize(warnings);
  }

  @ParameterizedTest
  @CsvSource({"7, 7, 0", "0, 5, 1", "-1, 5, 1", "x, 5, 1", "1.5, 5, 1", "99999999999, 5, 1"})
  void number_thatIsNone_becomesTheFallback(String text, int value, int warnings) {
    environment.put("OTEL_N", text);

    assertThat(settings().integer("OTEL_N", 1, 5)).isEqualTo(value);
    assertThat(log.warnings()).hasSize(warnings);
    if (warnings > 0) {
      assertThat(log.warnings().get(0)).contains("OTEL_N").contains(text).contains("5 is used");
    }
  }

  @Test
  void millis_areWholeAndNotNegative() {
    environment.put("OTEL_T", "250");
    environment.put("OTEL_BAD", "-3");

    assertThat(settings().millis("OTEL_T", Duration.ZERO)).isEqualTo(Duration.ofMillis(250));
    assertThat(settings().millis("OTEL_BAD", Duration.ofSeconds(1)))
        .isEqualTo(Duration.ofSeconds(1));
    assertThat(log.warnings()).hasSize(1);
  }

  @Test
  void names_areLowerCaseAndUnique() {
    environment.put("OTEL_L", " B3, tracecontext ,,b3");

    assertThat(settings().names("OTEL_L", "")).containsExactly("b3", "tracecontext");
    assertThat(settings().names("OTEL_UNSET", "x,y")).containsExactly("x", "y");
  }

  @Test
  void pairs_arePercentDecodedAndBrokenOnesSaidWithoutTheirText() {
    environment.put("OTEL_P", "a=1, key%20b = x%2Cy+z ,secret,c=%zz,,d=");

    assertThat(settings().pairs("OTEL_P"))
        .containsExactly(Map.entry("a", "1"), Map.entry("key b", "x,y+z"), Map.entry("d", ""));
    assertThat(log.warnings()).hasSize(1);
    assertThat(log.warnings().get(0))
        .contains("OTEL_P")
        .contains("[3, 4]")
        .doesNotContain("secret");
    assertThat(settings().pairsAllOrNothing("OTEL_P")).isEmpty();
  }

  @Test
  void arguments_null_areRefusedByName() {
    assertThatNullPointerException()
        .isThrownBy(() -> Settings.of(null, Map.of()))
        .withMessage("environment");
    assertThatNullPointerException()
        .isThrownBy(() -> Settings.of(Map.of(), null))
        .withMessage("properties");
  }
}
