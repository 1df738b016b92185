// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import dev.tracer.internal.BoundedRing;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The spans that wait for the worker: bounded in number, and in bytes by an estimate. Of the spans
 * only one in eight is weighed, and counted eightfold, so that small ones cost next to nothing.
 *
 * <p>Threads: any number offer, one takes; any closes.
 */
final class SpanQueue {
  /** Span ids are random; those with these bits 0 are weighed. */
  private static final long NOT_WEIGHED = 7;

  private static final long WEIGHT = NOT_WEIGHED + 1;

  /** More spans than any queue holds, but fewer than wake nobody. */
  static final int ENOUGH = Integer.MAX_VALUE - 1;

  private static final String SLOW_EXPORT =
      "an export takes longer than a second. See whether the destination works.";
  private static final String MANY_SPANS =
      "spans end faster than they are exported. Sample fewer, or see"
          + " BatchProcessorBuilder.maxQueueSize and maxQueueBytes.";

  private final BoundedRing<SpanData> ring;
  private final long maxBytes;
  private final String fullMessage;

  /** Estimated bytes of the spans in the ring and under way. */
  private final AtomicLong bytes = new AtomicLong();

  /**
   * Makes an empty queue.
   *
   * @param destination where the spans go to, for messages
   */
  SpanQueue(int maxSpans, long maxBytes, String destination) {
    this.ring = new BoundedRing<>(maxSpans);
    this.maxBytes = maxBytes;
    this.fullMessage =
        "Spans are dropped: the queue of "
            + destination
            + " is full ("
            + maxSpans
            + " spans or about "
            + maxBytes / 1024
            + " KiB), because ";
  }

  /**
   * Takes a span in.
   *
   * @return how many wait now, or a few more than that; {@link #ENOUGH} if their bytes are a reason
   *     to export them, however few they are; -1 if it is refused
   */
  int offer(SpanData span) {
    if ((span.spanIdAsLong() & NOT_WEIGHED) == 0) {
      return offerWeighed(span);
    }
    return bytes.get() > maxBytes ? -1 : ring.offer(span);
  }

  private int offerWeighed(SpanData span) {
    long weight = weight(span);
    if (bytes.getAndAdd(weight) > maxBytes) {
      bytes.addAndGet(-weight);
      return -1;
    }
    int waiting = -1;
    try {
      waiting = ring.offer(span);
    } finally { // at the end of the stack as well
      if (waiting < 0) {
        bytes.addAndGet(-weight);
      }
    }
    return waiting > 0 && isHeavy() ? ENOUGH : waiting;
  }

  private boolean isHeavy() {
    return bytes.get() > maxBytes / 2;
  }

  /** Whether spans wait that are a batch by their number or by their bytes. */
  boolean hasBatch(int spans) {
    long size = ring.size();
    return size >= spans || (size > 0 && isHeavy());
  }

  private static long weight(SpanData span) {
    try {
      return WEIGHT * SpanSize.estimate(span);
    } catch (Throwable e) { // a foreign SpanData: the exporter will find out
      return 0;
    }
  }

  /** What to say when it has refused a span. */
  String whyFull(boolean isExportSlow) {
    return fullMessage.concat(isExportSlow ? SLOW_EXPORT : MANY_SPANS);
  }

  /** Moves {@code count} spans, which are there, into {@code batch}. */
  void take(int count, List<SpanData> batch) {
    for (int i = 0; i < count; i++) {
      SpanData span = ring.poll();
      if (span != null) {
        batch.add(span);
      }
    }
    ring.release();
  }

  /** Forgets the bytes of spans that were taken and need memory no more. */
  void settle(List<SpanData> batch) {
    long sum = 0;
    for (int i = 0; i < batch.size(); i++) {
      SpanData span = batch.get(i);
      sum += (span.spanIdAsLong() & NOT_WEIGHED) == 0 ? weight(span) : 0;
    }
    if (sum != 0) {
      bytes.addAndGet(-sum);
    }
    if (ring.size() == 0) {
      bytes.set(0); // spans of others may have changed their weight, and errors may not stay
    }
  }

  long size() {
    return ring.size();
  }

  /** How many spans were ever taken in. */
  long accepted() {
    return ring.accepted();
  }

  boolean isClosed() {
    return ring.isClosed();
  }

  void close() {
    ring.close();
  }
}
