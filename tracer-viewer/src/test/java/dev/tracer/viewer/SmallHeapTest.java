// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SmallHeapTest {
  private final AtomicLong used = new AtomicLong();
  private final AtomicInteger collections = new AtomicInteger();

  @Test
  void run_collectsWhenThereIsSomeGarbage() {
    SmallHeap heap =
        new SmallHeap(
            used::get,
            () -> {
              collections.incrementAndGet();
              used.set(4_000_000);
            });
    used.set(SmallHeap.LEAST_GARBAGE);
    heap.run();
    assertThat(collections).hasValue(0);
    used.set(SmallHeap.LEAST_GARBAGE + 1);
    heap.run();
    assertThat(collections).hasValue(1);
    used.set(SmallHeap.LEAST_GARBAGE + 4_500_000); // 4 MB are kept, and an eighth of that more
    heap.run();
    assertThat(collections).hasValue(1);
    used.incrementAndGet();
    heap.run();
    assertThat(collections).hasValue(2);
  }

  @Test
  void run_atOnce_goesOnWithoutWaiting() throws InterruptedException {
    CountDownLatch collecting = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    used.set(2 * SmallHeap.LEAST_GARBAGE);
    SmallHeap heap =
        new SmallHeap(
            used::get,
            () -> {
              collections.incrementAndGet();
              collecting.countDown();
              awaitIt(end);
            });
    Thread first = new Thread(heap);
    first.start();
    collecting.await();
    heap.run(); // would hang
    end.countDown();
    first.join();
    assertThat(collections).hasValue(1);
  }

  private static void awaitIt(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
