// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.datadog;

import org.jspecify.annotations.Nullable;

/**
 * What came with a trace besides its ids, and is to be sent on. Immutable.
 *
 * @param traceIdLow the trace that it belongs to
 * @param priority the caller's decision, or null if it made none
 */
record Carried(
    long traceIdLow, @Nullable Integer priority, @Nullable String origin, PropagatedTags tags) {
  static final Carried NOTHING = new Carried(0, null, null, PropagatedTags.NONE);

  private static final int KEPT_BY_SAMPLER = 1;
  private static final int DROPPED_BY_SAMPLER = 0;

  /**
   * The priority in a header: -1 (dropped by the user) to 2 (kept by the user); null if malformed.
   */
  static @Nullable Integer priority(@Nullable String text) {
    if (text == null) {
      return null;
    }
    return switch (text) {
      case "-1" -> -1;
      case "0" -> 0;
      case "1" -> 1;
      case "2" -> 2;
      default -> null;
    };
  }

  /** The priority to send: the caller's if it says the same as {@code sampled}. */
  int priority(boolean sampled) {
    if (priority != null && priority > 0 == sampled) {
      return priority;
    }
    return sampled ? KEPT_BY_SAMPLER : DROPPED_BY_SAMPLER;
  }
}
