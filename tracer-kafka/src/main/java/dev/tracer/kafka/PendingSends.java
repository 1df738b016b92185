// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The sends of one producer that wait for the broker's answer, by the id of their spans: that is
 * what the record carries, whatever object other interceptors make of it. A send is given up, and
 * its span ends, when it is older than Kafka itself would wait, when there are too many, when
 * another has the same id, as an application's own may repeat, or when the producer closes.
 * Thread-safe; nothing of others is called under the lock.
 */
final class PendingSends {
  /** More than this are a sign that answers do not come back with our headers. */
  static final int MAX = 10_000;

  private final long maxAgeNanos;
  private final ReentrantLock lock = new ReentrantLock();

  /** Oldest first. */
  @GuardedBy("lock") private final Map<Long, Pending> bySpanId = new LinkedHashMap<>();

  /**
   * @param maxAge how long a send may wait
   */
  PendingSends(Duration maxAge) {
    this.maxAgeNanos = maxAge.toNanos();
  }

  /**
   * Adds a send; gives up those that waited too long, and the one of the same id.
   *
   * @param nanoTime now, on the tracer's clock
   */
  void add(long spanId, Send send, long nanoTime) {
    Pending same;
    List<Send> late;
    lock.lock();
    try {
      same = bySpanId.remove(spanId); // not replaced in its place: the order is that of the ages
      bySpanId.put(spanId, new Pending(send, nanoTime));
      late = removeLate(nanoTime);
    } finally {
      lock.unlock();
    }
    if (same != null) {
      same.send.unanswered();
    }
    late.forEach(Send::unanswered);
  }

  @GuardedBy("lock") private List<Send> removeLate(long now) {
    List<Send> late = List.of();
    Iterator<Pending> oldest = bySpanId.values().iterator();
    while (oldest.hasNext()) {
      Pending pending = oldest.next();
      if (bySpanId.size() <= MAX && now - pending.sinceNanos <= maxAgeNanos) {
        break;
      }
      late = late.isEmpty() ? new ArrayList<>() : late;
      late.add(pending.send);
      oldest.remove();
    }
    return late;
  }

  /** The send whose span has that id; null if it does not wait, or no longer. */
  @Nullable Send take(long spanId) {
    lock.lock();
    try {
      Pending pending = bySpanId.remove(spanId);
      return pending == null ? null : pending.send;
    } finally {
      lock.unlock();
    }
  }

  /** Gives up all of them. */
  void close() {
    List<Send> late = new ArrayList<>();
    lock.lock();
    try {
      bySpanId.values().forEach(pending -> late.add(pending.send));
      bySpanId.clear();
    } finally {
      lock.unlock();
    }
    late.forEach(Send::unanswered);
  }

  /** A send and when it began to wait. */
  private record Pending(Send send, long sinceNanos) {}
}
