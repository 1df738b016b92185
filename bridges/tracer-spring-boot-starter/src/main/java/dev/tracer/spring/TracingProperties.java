// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import static java.util.Objects.requireNonNullElse;

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
    Sampling sampling,
    Propagation propagation,
    BaggageFields baggage,
    OpenTelemetry opentelemetry,
    Export export) {

  TracingProperties {
    sampling = requireNonNullElse(sampling, Sampling.DEFAULT);
    propagation = requireNonNullElse(propagation, Propagation.DEFAULT);
    baggage = requireNonNullElse(baggage, BaggageFields.DEFAULT);
    opentelemetry = requireNonNullElse(opentelemetry, OpenTelemetry.DEFAULT);
    export = requireNonNullElse(export, Export.DEFAULT);
  }

  /** Whether either Boot's switch is off. */
  boolean isOff() {
    return Boolean.FALSE.equals(enabled) || Boolean.FALSE.equals(export.enabled);
  }

  /** How likely a trace is kept. */
  record Sampling(@Nullable Double probability) {
    static final Sampling DEFAULT = new Sampling(null);
  }

  /** Formats of headers. */
  record Propagation(
      @Nullable List<Format> type, @Nullable List<Format> produce, @Nullable List<Format> consume) {
    static final Propagation DEFAULT = new Propagation(null, null, null);
  }

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
      Correlation correlation) {
    static final BaggageFields DEFAULT =
        new BaggageFields(true, List.of(), List.of(), List.of(), Correlation.DEFAULT);

    BaggageFields {
      correlation = requireNonNullElse(correlation, Correlation.DEFAULT);
    }
  }

  /** What of the baggage appears in log lines. */
  record Correlation(@DefaultValue("true") boolean enabled, @DefaultValue List<String> fields) {
    static final Correlation DEFAULT = new Correlation(true, List.of());
  }

  /** A level of names. */
  record OpenTelemetry(Batches export) {
    static final OpenTelemetry DEFAULT = new OpenTelemetry(Batches.DEFAULT);

    OpenTelemetry {
      export = requireNonNullElse(export, Batches.DEFAULT);
    }
  }

  /** How spans leave. */
  record Batches(
      @Nullable Integer maxBatchSize,
      @Nullable Integer maxQueueSize,
      @Nullable Duration scheduleDelay,
      @Nullable Duration timeout) {
    static final Batches DEFAULT = new Batches(null, null, null, null);
  }

  /** Whether and where to 4.0 exports. */
  record Export(@Nullable Boolean enabled, Switch otlp, Zipkin zipkin) {
    static final Export DEFAULT = new Export(null, Switch.DEFAULT, Zipkin.DEFAULT);

    Export {
      otlp = requireNonNullElse(otlp, Switch.DEFAULT);
      zipkin = requireNonNullElse(zipkin, Zipkin.DEFAULT);
    }
  }

  /** Whether an exporter is on. */
  record Switch(@DefaultValue("true") boolean enabled) {
    static final Switch DEFAULT = new Switch(true);
  }

  /** Zipkin as 4.0 has it. */
  record Zipkin(@DefaultValue("true") boolean enabled, @Nullable String endpoint) {
    static final Zipkin DEFAULT = new Zipkin(true, null);
  }
}
