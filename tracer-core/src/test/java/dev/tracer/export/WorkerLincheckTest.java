// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import dev.tracer.TracerStats;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever the interleaving of spans that end, a worker, flushes and a close that gives up: each
 * span that was taken in is counted once, and what a flush was told is done.
 */
@Tag("slow")
class WorkerLincheckTest {
  private static final SpanData SPAN = FakeSpan.named("x");

  /** The parts of a worker without its thread: what it does in a round is an operation. */
  public static class Subject {
    private final Ledger ledger = new Ledger();
    private final WorkerControl control = new WorkerControl(ledger);
    private final SpanQueue queue = new SpanQueue(3, Long.MAX_VALUE, "nowhere");
    private final AtomicInteger refused = new AtomicInteger();

    @Operation
    public void end() {
      if (queue.offer(SPAN) < 0) {
        refused.incrementAndGet();
        if (queue.isClosed()) {
          ledger.refusedAsClosed();
        } else {
          ledger.refusedAsFull();
        }
      }
    }

    @Operation(nonParallelGroup = "worker")
    public void work() {
      int count = (int) Math.min(queue.size(), 2);
      if (count > 0) {
        List<SpanData> batch = new ArrayList<>(count);
        queue.take(count, batch);
        ledger.settle(count, Outcome.answered(count, new ExportResult(1, 0, 0, 0, "half")));
        control.signal();
      }
      if (control.isAsked(queue.accepted())) {
        control.flushedUpTo(ledger.settled());
      }
    }

    @Operation
    public void flush() {
      control.request(queue.accepted());
    }

    @Operation
    public void close() {
      queue.close();
      control.close(null);
      ledger.giveUp(queue.accepted());
      control.giveUp();
    }

    /** Called when all threads are done. */
    @Validate
    public void eachSpanIsCountedOnce() {
      TracerStats.Exporter stats = ledger.toStats("x", queue::accepted);
      long counted = stats.exported() + stats.droppedTotal() + stats.queued() - refused.get();
      if (counted != queue.accepted()) {
        throw new IllegalStateException(counted + " counted of " + queue.accepted());
      }
      if (control.isOver() && stats.queued() != 0) {
        throw new IllegalStateException(stats.queued() + " queued after the close");
      }
      if (stats.queued() < 0 || control.flushed() > ledger.settled()) {
        throw new IllegalStateException("flushed or settled what did not come");
      }
    }
  }

  @Test
  void account_inAllInterleavings_closes() {
    new ModelCheckingOptions()
        .iterations(4)
        .invocationsPerIteration(100)
        .threads(2)
        .actorsBefore(1)
        .actorsPerThread(3)
        .actorsAfter(1)
        .check(Subject.class);
  }
}
