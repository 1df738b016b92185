// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceTest {
  @Test
  void merge_updatingAttributesWin() {
    Resource merged =
        Resource.of(Attributes.of("a", 1, "b", 2))
            .merge(Resource.of(Attributes.of("b", 3, "c", 4)));

    assertThat(merged.attributes()).hasToString("{a=1, b=3, c=4}");
  }

  @Test
  void merge_intoTheEmptyResource_givesTheOther() {
    Resource other = Resource.of(Attributes.of("a", 1), "url");

    assertThat(Resource.empty().merge(other)).isEqualTo(other).hasSameHashCodeAs(other);
    assertThat(other.merge(Resource.empty())).isEqualTo(other);
  }

  @ParameterizedTest
  @CsvSource({"'', '', ''", "a, '', a", "'', b, b", "a, a, a", "a, b, ''"})
  void merge_ofSchemaUrls_followsTheSpecification(String old, String updating, String merged) {
    Resource one = Resource.of(Attributes.empty(), old);
    Resource two = Resource.of(Attributes.empty(), updating);

    assertThat(one.merge(two).schemaUrl()).isEqualTo(merged);
  }

  @Test
  void serviceName_absentOrEmpty_isTheUnknownService() {
    assertThat(Resource.empty().serviceName()).isEqualTo("unknown_service:java");
    assertThat(Resource.of(Attributes.of("service.name", "")).serviceName())
        .isEqualTo("unknown_service:java");
    assertThat(Resource.of(Attributes.of("service.name", 5)).serviceName()).isEqualTo("5");
  }

  @Test
  void equals_comparesAttributesAndUrl() {
    Attributes attributes = Attributes.of("a", 1);

    assertThat(Resource.of(attributes, "u"))
        .isEqualTo(Resource.of(Attributes.of("a", 1), "u"))
        .isNotEqualTo(Resource.of(attributes))
        .isNotEqualTo(Resource.of(Attributes.of("a", 2), "u"))
        .isNotEqualTo(attributes);
  }

  @Test
  void of_null_isRefusedByName() {
    assertThatNullPointerException().isThrownBy(() -> Resource.of(null)).withMessage("attributes");
    assertThatNullPointerException()
        .isThrownBy(() -> Resource.of(Attributes.empty(), null))
        .withMessage("schemaUrl");
    assertThatNullPointerException()
        .isThrownBy(() -> Resource.empty().merge(null))
        .withMessage("updating");
  }

  @Test
  void resourceOfTracer_tellsServiceAndLibrary() {
    Resource given =
        Resource.of(Attributes.of("service.name", "ignored", "telemetry.sdk.name", "mine"), "url");
    Resource resource = Tracer.builder("shop").resource(given).build().resource();

    assertThat(resource.serviceName()).isEqualTo("shop");
    assertThat(resource.schemaUrl()).isEqualTo("url");
    assertThat(resource.attributes().get("telemetry.sdk.name")).isEqualTo("mine");
    assertThat(resource.attributes().get("telemetry.sdk.language")).isEqualTo("java");
    assertThat((String) resource.attributes().get("telemetry.sdk.version")).isNotEmpty();
  }
}
