// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import dev.tracer.internal.LogTopic;
import dev.tracer.internal.ThrottledLog;
import org.jspecify.annotations.Nullable;

/** What became of one batch. Whatever the exporter says, each span is counted once. Immutable. */
final class Outcome {
  final int exported;
  final int rejected;
  final int oversize;
  final int failed;

  /** What the exporter had to say, or why it said nothing; for the log. */
  final @Nullable String message;

  private final @Nullable Throwable thrown;

  /**
   * The outcome of a batch of {@code count} spans.
   *
   * @param result what the exporter answered; null if it did not
   * @param thrown what it threw instead
   * @param why why there is no result
   */
  Outcome(
      int count, @Nullable ExportResult result, @Nullable Throwable thrown, @Nullable String why) {
    int left = count;
    int[] told = new int[3];
    if (result != null) {
      told[0] = result.exported();
      told[1] = result.rejected();
      told[2] = result.oversize();
      for (int i = 0; i < told.length; i++) {
        told[i] = Math.max(0, Math.min(told[i], left));
        left -= told[i];
      }
    }
    this.exported = told[0];
    this.rejected = told[1];
    this.oversize = told[2];
    this.failed = left;
    this.thrown = thrown;
    String said = result == null ? why : result.message();
    this.message = said == null && exported < count ? "no reason was given" : said;
  }

  /** Logs what is worth it. */
  void log(ThrottledLog log, String name, boolean recovered) {
    if (failed > 0) {
      log.warn(LogTopic.EXPORT, name + " lost " + failed + " spans: " + message, thrown);
    }
    if (rejected > 0) {
      log.warn(
          LogTopic.REJECTED,
          "The destination of " + name + " refused " + rejected + " spans: " + message);
    }
    if (oversize > 0) {
      log.warn(
          LogTopic.OVERSIZE,
          oversize
              + " spans were too large for "
              + name
              + ": "
              + message
              + "; see SpanLimits.valueLength.");
    }
    if (failed == 0 && rejected == 0 && oversize == 0 && message != null) {
      log.warn(LogTopic.EXPORT, "The destination of " + name + " warns: " + message);
    }
    if (recovered) {
      log.over(LogTopic.EXPORT, name + " works again.");
    }
  }
}
