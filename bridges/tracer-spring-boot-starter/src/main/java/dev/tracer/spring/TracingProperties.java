// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Boot's own properties for tracing, those of 3.5 and of 4.0 at once. Null is what is not set.
 * Immutable.
 *
 * @param enabled as 3.5 has it
 * @param opentelemetry as 3.5 has it
 * @param export as 4.0 has it
 */
@ConfigurationProperties("management.tracing")
record TracingProperties(
    @Nullable Boolean enabled,
    @DefaultValue Sampling sampling,
    @DefaultValue Propagation propagation,
    @DefaultValue BaggageFields baggage,
    @DefaultValue OpenTelemetry opentelemetry,
    @DefaultValue Export export) {

  /** Whether either Boot's switch is off. */
  boolean isOff() {
    return Boolean.FALSE.equals(enabled) || Boolean.FALSE.equals(export.enabled);
  }

  /** How likely a trace is kept. */
  record Sampling(@Nullable Double probability) {}

  /** Formats of headers. */
  record Propagation(
      @Nullable List<Format> type,
      @Nullable List<Format> produce,
      @Nullable List<Format> consume) {}

  /** A format of headers. */
  enum Format {
    W3C,
    B3,
    B3_MULTI
  }

  /** What of the baggage becomes attributes and appears in log lines. */
  record BaggageFields(
      @DefaultValue("true") boolean enabled,
      @DefaultValue List<String> remoteFields,
      @DefaultValue List<String> localFields,
      @DefaultValue List<String> tagFields,
      @DefaultValue Correlation correlation) {}

  /** What of the baggage appears in log lines. */
  record Correlation(@DefaultValue("true") boolean enabled, @DefaultValue List<String> fields) {}

  /** A level of names. */
  record OpenTelemetry(@DefaultValue Batches export) {}

  /** How spans leave. */
  record Batches(
      @Nullable Integer maxBatchSize,
      @Nullable Integer maxQueueSize,
      @Nullable Duration scheduleDelay,
      @Nullable Duration timeout) {}

  /** Whether and where to 4.0 exports. */
  record Export(
      @Nullable Boolean enabled, @DefaultValue Switch otlp, @DefaultValue Zipkin zipkin) {}

  /** Whether an exporter is on. */
  record Switch(@DefaultValue("true") boolean enabled) {}

  /** Zipkin as 4.0 has it. */
  record Zipkin(@DefaultValue("true") boolean enabled, @Nullable String endpoint) {}
}
