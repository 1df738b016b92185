// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import static java.util.Objects.requireNonNullElse;

import dev.tracer.redact.ValuePattern;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What only Tracer has. Immutable.
 *
 * <p>Each group has its defaults in code, too: to make them from annotations, for groups of which
 * nothing is set, takes Boot longer at each start than to read what is set.
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
    boolean strict,
    Duration closeTimeout,
    Sampling sampling,
    Redact redaction,
    Limits limits,
    Mdc mdc,
    Jdbc jdbc) {

  TracerProperties { // null is what is not set
    closeTimeout = requireNonNullElse(closeTimeout, Duration.ofSeconds(10));
    sampling = requireNonNullElse(sampling, Sampling.DEFAULT);
    redaction = requireNonNullElse(redaction, Redact.DEFAULT);
    limits = requireNonNullElse(limits, Limits.DEFAULT);
    mdc = requireNonNullElse(mdc, Mdc.DEFAULT);
    jdbc = requireNonNullElse(jdbc, Jdbc.DEFAULT);
  }

  /**
   * What is kept.
   *
   * @param productionDefaults {@code Sampling.productionDefaults()} instead of all else here
   * @param maxTracesPerSecond a budget in the place of a probability
   */
  record Sampling(boolean productionDefaults, @Nullable Double maxTracesPerSecond, Tail tail) {
    static final Sampling DEFAULT = new Sampling(false, null, Tail.DEFAULT);

    Sampling {
      tail = requireNonNullElse(tail, Tail.DEFAULT);
    }
  }

  /**
   * What is kept besides, when a request is over.
   *
   * @param errors traces with a span that failed
   * @param latency traces whose request took as long
   * @param maxTraces undecided at most
   * @param decisionWait how long at most
   */
  record Tail(
      boolean enabled,
      @DefaultValue("true") boolean errors,
      @DefaultValue("2s") @Nullable Duration latency,
      @Nullable Integer maxTraces,
      @Nullable Duration decisionWait) {
    static final Tail DEFAULT = new Tail(false, true, Duration.ofSeconds(2), null, null);
  }

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
    static final Redact DEFAULT =
        new Redact(
            true, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
            List.of(), true, null);

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
      @Nullable Integer links) {
    static final Limits DEFAULT = new Limits(null, null, null, null);
  }

  /** Ids in log lines. */
  record Mdc(@DefaultValue("true") boolean enabled) {
    static final Mdc DEFAULT = new Mdc(true);
  }

  /** Spans of statements, where tracer-jdbc is on the class path. */
  record Jdbc(@DefaultValue("true") boolean enabled, boolean connections, boolean transactions) {
    static final Jdbc DEFAULT = new Jdbc(true, false, false);
  }
}
