// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import dev.tracer.DropReason;
import dev.tracer.TracerStats;
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

  /** Enters the fate of a batch. Returns whether the exporter works again after a failure. */
  boolean settle(Outcome outcome) {
    exported += outcome.exported;
    rejected += outcome.rejected;
    oversize += outcome.oversize;
    failed += outcome.failed;
    boolean recovered = failing && outcome.exported > 0 && outcome.failed == 0;
    failing = outcome.failed > 0 || (failing && !recovered);
    // the numbers are entered: what follows may run out of memory
    if (outcome.message != null) {
      lastError = outcome.message;
    }
    if (outcome.exported > 0) {
      lastSuccess = Instant.now();
    }
    return recovered;
  }

  void abandon(long count) {
    abandoned += count;
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
}
