// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.tracer.DropReason;
import dev.tracer.TracerStats;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The account of one exporter: what became of the spans that its queue took or refused.
 * Thread-safe; nothing foreign is called with its lock held. Entering a batch needs no memory.
 */
final class Ledger {
  private static final String UNTOLD = "no memory was left to tell what happened";

  private final LongAdder queueFull = new LongAdder();
  private final LongAdder afterClose = new LongAdder();
  private final ReentrantLock lock = new ReentrantLock();

  /** How many of the accepted spans are settled. */
  @GuardedBy("lock") private long settled;

  @GuardedBy("lock") private long exported;

  @GuardedBy("lock") private long rejected;

  @GuardedBy("lock") private long oversize;

  @GuardedBy("lock") private long failed;

  /** Refused by the redaction. */
  @GuardedBy("lock") private long filtered;

  /** Accepted, but left behind by the close; what is learned of them later does not count. */
  @GuardedBy("lock") private long abandoned;

  @GuardedBy("lock") private boolean gaveUp;

  @GuardedBy("lock") private boolean failing;

  @GuardedBy("lock") private long lastSuccessMillis;

  @GuardedBy("lock") private @Nullable String lastError;

  /** What the account says to an entry. */
  enum Entered {
    AS_BEFORE,
    /** The exporter works again after a failure. */
    RECOVERED,
    /** The close has given these spans up and said so; the entry does not count. */
    TOO_LATE
  }

  /** What a moment's account says, for those who compare two moments. */
  record Sums(long exported, long dropped) {}

  void refusedAsFull() {
    queueFull.increment();
  }

  void refusedAsClosed() {
    afterClose.increment();
  }

  /**
   * Enters the fate of {@code count} spans.
   *
   * @param outcome null if all have failed and there is nothing to tell
   */
  Entered settle(int count, @Nullable Outcome outcome) {
    lock.lock();
    try {
      if (gaveUp) {
        return Entered.TOO_LATE;
      }
      settled += count;
      if (outcome == null) {
        failed += count;
        failing = true;
        lastError = UNTOLD;
        return Entered.AS_BEFORE;
      }
      exported += outcome.exported;
      rejected += outcome.rejected;
      oversize += outcome.oversize;
      failed += outcome.failed;
      filtered += outcome.filtered;
      boolean recovered = failing && outcome.exported > 0 && outcome.failed == 0;
      failing = outcome.failed > 0 || (failing && !recovered);
      lastError = outcome.message != null ? outcome.message : lastError;
      lastSuccessMillis = outcome.exported > 0 ? System.currentTimeMillis() : lastSuccessMillis;
      return recovered ? Entered.RECOVERED : Entered.AS_BEFORE;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Settles all that is left of {@code accepted} as dropped by the close; returns how much it is.
   */
  long giveUp(long accepted) {
    lock.lock();
    try {
      long left = gaveUp ? 0 : accepted - settled;
      gaveUp = true;
      settled += left;
      abandoned += left;
      return left;
    } finally {
      lock.unlock();
    }
  }

  long settled() {
    lock.lock();
    try {
      return settled;
    } finally {
      lock.unlock();
    }
  }

  Sums sums() {
    lock.lock();
    try {
      long dropped = rejected + oversize + failed + filtered + abandoned;
      return new Sums(exported, dropped + queueFull.sum() + afterClose.sum());
    } finally {
      lock.unlock();
    }
  }

  /**
   * The account.
   *
   * @param accepted how many spans were taken in: asked for when no more can be settled meanwhile
   */
  TracerStats.Exporter toStats(String name, LongSupplier accepted) {
    lock.lock();
    try {
      long queued = accepted.getAsLong() - settled;
      Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
      put(dropped, DropReason.QUEUE_FULL, queueFull.sum());
      put(dropped, DropReason.EXPORT_FAILED, failed);
      put(dropped, DropReason.REJECTED, rejected);
      put(dropped, DropReason.OVERSIZE, oversize);
      put(dropped, DropReason.FILTERED, filtered);
      put(dropped, DropReason.CLOSED, afterClose.sum() + abandoned);
      Instant lastSuccess = lastSuccessMillis == 0 ? null : Instant.ofEpochMilli(lastSuccessMillis);
      return new TracerStats.Exporter(name, exported, queued, dropped, lastSuccess, lastError);
    } finally {
      lock.unlock();
    }
  }

  private static void put(Map<DropReason, Long> map, DropReason reason, long count) {
    if (count > 0) {
      map.put(reason, count);
    }
  }
}
