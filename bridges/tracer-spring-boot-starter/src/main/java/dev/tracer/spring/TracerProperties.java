// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import dev.tracer.redact.ValuePattern;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What only Tracer has. Immutable.
 *
 * @param enabled false: nothing is traced; true: also beside another tracer that was found; null:
 *     unless another one was found
 * @param waterfall whether finished traces are printed; null: in the profile {@code dev}
 * @param strict remembers where spans were opened, and tells those that nobody ended
 * @param closeTimeout how long the end of the application may wait for the last spans
 */
@ConfigurationProperties("tracer")
record TracerProperties(
    @Nullable Boolean enabled,
    @Nullable Boolean waterfall,
    @DefaultValue("false") boolean strict,
    @DefaultValue("10s") Duration closeTimeout,
    @DefaultValue Sampling sampling,
    @DefaultValue Redact redaction,
    @DefaultValue Limits limits,
    @DefaultValue Mdc mdc,
    @DefaultValue Jdbc jdbc) {

  /**
   * What is kept.
   *
   * @param productionDefaults {@code Sampling.productionDefaults()} instead of all else here
   * @param maxTracesPerSecond a budget in the place of a probability
   */
  record Sampling(
      @DefaultValue("false") boolean productionDefaults,
      @Nullable Double maxTracesPerSecond,
      @DefaultValue Tail tail) {}

  /**
   * What is kept besides, when a request is over.
   *
   * @param errors traces with a span that failed
   * @param latency traces whose request took as long
   * @param maxTraces undecided at most
   * @param decisionWait how long at most
   */
  record Tail(
      @DefaultValue("false") boolean enabled,
      @DefaultValue("true") boolean errors,
      @DefaultValue("2s") @Nullable Duration latency,
      @Nullable Integer maxTraces,
      @Nullable Duration decisionWait) {}

  /** What may leave the process; see {@code RedactionBuilder}. */
  record Redact(
      @DefaultValue("true") boolean enabled,
      @DefaultValue List<String> mask,
      @DefaultValue List<String> keep,
      @DefaultValue List<String> hash,
      @DefaultValue List<String> drop,
      @DefaultValue List<String> allow,
      @DefaultValue List<String> urlAttributes,
      @DefaultValue List<String> urlParameters,
      @DefaultValue List<ValuePattern> values,
      @DefaultValue("true") boolean exceptionMessages,
      @Nullable String hashKey) {

    /** Without the key. */
    @Override
    public String toString() {
      return "Redact[enabled=" + enabled + "]";
    }
  }

  /** Bounds of a span; null: {@code SpanLimits.DEFAULT}. */
  record Limits(
      @Nullable Integer attributes,
      @Nullable Integer valueLength,
      @Nullable Integer events,
      @Nullable Integer links) {}

  /** Ids in log lines. */
  record Mdc(@DefaultValue("true") boolean enabled) {}

  /** Spans of statements, where tracer-jdbc is on the class path. */
  record Jdbc(
      @DefaultValue("true") boolean enabled,
      @DefaultValue("false") boolean connections,
      @DefaultValue("false") boolean transactions) {}
}
