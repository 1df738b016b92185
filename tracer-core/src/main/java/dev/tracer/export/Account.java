// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import dev.tracer.DropReason;
import dev.tracer.TracerStats;
import dev.tracer.export.GuardedExporter.Answer;
import dev.tracer.internal.ThrottledLog;
import dev.tracer.internal.ThrottledLog.Topic;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of the spans that one exporter was given. Guarded by its user's lock. */
final class Account {
  private long exported;
  private long rejected;
  private long oversize;
  private long failed;
  private long abandoned;
  private boolean failing;
  private @Nullable Instant lastSuccess;
  private @Nullable String lastError;

  long exported() {
    return exported;
  }

  long dropped() {
    return rejected + oversize + failed + abandoned;
  }

  /** Enters the fate of a batch. Whatever the exporter says, each span is counted once. */
  Outcome settle(int count, Answer answer) {
    ExportResult result = answer.result();
    int left = count;
    int ok = 0;
    int refused = 0;
    int large = 0;
    if (result != null) {
      ok = clamp(result.exported(), left);
      left -= ok;
      refused = clamp(result.rejected(), left);
      left -= refused;
      large = clamp(result.oversize(), left);
      left -= large;
    }
    exported += ok;
    rejected += refused;
    oversize += large;
    failed += left;
    boolean recovered = failing && ok > 0 && left == 0;
    failing = left > 0 || (failing && !recovered);
    // the numbers are entered: what follows may run out of memory
    if (ok > 0) {
      lastSuccess = Instant.now();
    }
    String message = answer.message();
    if (message == null && ok < count) {
      message = "no reason was given";
    }
    if (message != null) {
      lastError = message;
    }
    return new Outcome(refused, large, left, message, recovered);
  }

  void abandon(long count) {
    abandoned += count;
  }

  private static int clamp(int value, int max) {
    return Math.max(0, Math.min(value, max));
  }

  TracerStats.Exporter toStats(String name, long queued, long queueFull, long afterClose) {
    Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    put(dropped, DropReason.QUEUE_FULL, queueFull);
    put(dropped, DropReason.EXPORT_FAILED, failed);
    put(dropped, DropReason.REJECTED, rejected);
    put(dropped, DropReason.OVERSIZE, oversize);
    put(dropped, DropReason.CLOSED, afterClose + abandoned);
    return new TracerStats.Exporter(name, exported, queued, dropped, lastSuccess, lastError);
  }

  private static void put(Map<DropReason, Long> map, DropReason reason, long count) {
    if (count > 0) {
      map.put(reason, count);
    }
  }

  /** What is worth a line in the log. */
  record Outcome(
      int rejected, int oversize, int failed, @Nullable String message, boolean recovered) {
    void log(ThrottledLog log, String name, @Nullable Throwable thrown) {
      if (failed > 0) {
        log.warn(Topic.EXPORT, name + " lost " + failed + " spans: " + message, thrown);
      }
      if (rejected > 0) {
        log.warn(
            Topic.REJECTED,
            "The destination of " + name + " refused " + rejected + " spans: " + message);
      }
      if (oversize > 0) {
        log.warn(
            Topic.OVERSIZE,
            oversize
                + " spans were too large for "
                + name
                + ": "
                + message
                + "; see SpanLimits.valueLength.");
      }
      if (failed == 0 && rejected == 0 && oversize == 0 && message != null) {
        log.warn(Topic.EXPORT, "The destination of " + name + " warns: " + message);
      }
      if (recovered) {
        log.over(Topic.EXPORT, name + " works again.");
      }
    }
  }
}
