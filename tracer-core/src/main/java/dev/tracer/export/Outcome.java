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

  /** Refused by the redaction before the exporter was called; not part of its batch. */
  final int filtered;

  /** What the exporter had to say, or why it said nothing; for the log. */
  final @Nullable String message;

  private final @Nullable Throwable thrown;

  private Outcome(
      int filtered,
      int count,
      @Nullable ExportResult result,
      @Nullable String message,
      @Nullable Throwable thrown) {
    this.exported = result == null ? 0 : between0And(count, result.exported());
    this.rejected = result == null ? 0 : between0And(count - exported, result.rejected());
    this.oversize =
        result == null ? 0 : between0And(count - exported - rejected, result.oversize());
    this.failed = count - exported - rejected - oversize;
    this.filtered = filtered;
    this.message = message == null && exported < count ? "no reason was given" : message;
    this.thrown = thrown;
  }

  /**
   * The outcome of a batch of {@code count} spans for which the exporter answered {@code result}.
   */
  static Outcome answered(int count, @Nullable ExportResult result) {
    String message = result == null ? "it returned null" : result.message();
    return new Outcome(0, count, result, message, null);
  }

  /** The outcome of a batch of {@code count} spans for which the exporter threw. */
  static Outcome threw(int count, Throwable error) {
    return new Outcome(0, count, null, describe(error), error);
  }

  /** The outcome of a batch of which nothing was left to export. */
  static Outcome filtered(int count) {
    return new Outcome(count, 0, null, null, null);
  }

  /** This outcome of a batch from which {@code count} spans were taken out before. */
  Outcome withFiltered(int count) {
    ExportResult result = new ExportResult(exported, rejected, oversize, failed, message);
    return new Outcome(count, exported + rejected + oversize + failed, result, message, thrown);
  }

  private static String describe(Throwable error) {
    try {
      return error.toString();
    } catch (Throwable e) { // it cannot even describe itself
      return error.getClass().getName();
    }
  }

  private static int between0And(int most, int value) {
    return Math.max(0, Math.min(value, most));
  }

  static String spans(long count) {
    return count == 1 ? "1 span" : count + " spans";
  }

  /** Logs what is worth it. */
  void log(ThrottledLog log, String name, boolean recovered) {
    if (failed > 0) {
      log.warn(LogTopic.EXPORT, name + " lost " + spans(failed) + ": " + message, thrown);
    }
    if (rejected > 0) {
      log.warn(
          LogTopic.REJECTED,
          "The destination of " + name + " refused " + spans(rejected) + ": " + message);
    }
    if (oversize > 0) {
      log.warn(
          LogTopic.OVERSIZE,
          spans(oversize)
              + " too large for "
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
