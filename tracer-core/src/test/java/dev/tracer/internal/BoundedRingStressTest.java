// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several producers against one consumer: totals are exact. */
@Tag("slow")
class BoundedRingStressTest {
  /** A plain object: only the ring makes its fields visible to the consumer. */
  private static final class Element {
    int producer;
    int number;
    int check;
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 200000", "2, 1, 100000", "2, 3, 100000", "3, 64, 100000", "4, 1000, 100000"})
  void manyProducers_underInterrupts_loseAndDuplicateNothing(int producers, int capacity, int each)
      throws Exception {
    BoundedRing<Element> ring = new BoundedRing<>(capacity);
    long[] accepted = new long[producers];
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    CountDownLatch start = new CountDownLatch(1);
    for (int p = 0; p < producers; p++) {
      int producer = p;
      threads.add(
          started(
              failure,
              () -> {
                await(start);
                for (int i = 0; i < each; i++) {
                  Element element = new Element();
                  element.producer = producer;
                  element.number = i;
                  element.check = i ^ 0x5555;
                  if (ring.offer(element) > 0) {
                    accepted[producer]++;
                  } else {
                    Thread.yield();
                  }
                }
              }));
    }
    long[] polled = new long[producers];
    AtomicBoolean producing = new AtomicBoolean(true);
    Thread consumer =
        started(
            failure,
            () -> {
              int[] last = new int[producers];
              Arrays.fill(last, -1);
              await(start);
              int sinceRelease = 0;
              while (true) {
                boolean open = producing.get();
                Element element = ring.poll();
                if (element == null) {
                  ring.release();
                  if (!open) {
                    return;
                  }
                  Thread.yield();
                  continue;
                }
                assertThat(element.check).isEqualTo(element.number ^ 0x5555);
                assertThat(element.number).isGreaterThan(last[element.producer]);
                last[element.producer] = element.number;
                polled[element.producer]++;
                if (++sinceRelease >= ThreadLocalRandom.current().nextInt(1, 2 * capacity + 1)) {
                  ring.release();
                  sinceRelease = 0;
                }
              }
            });
    start.countDown();
    while (threads.stream().anyMatch(Thread::isAlive)) {
      threads.forEach(Thread::interrupt);
      consumer.interrupt();
      Thread.yield();
    }
    producing.set(false);
    consumer.join();

    assertThat(failure.get()).isNull();
    assertThat(polled).isEqualTo(accepted);
    assertThat(Arrays.stream(accepted).sum()).isEqualTo(ring.accepted()).isPositive();
    assertThat(ring.size()).isZero();
  }

  @Test
  void close_amongProducers_countsEachOfferOnce() throws Exception {
    for (int round = 0; round < 2000; round++) {
      BoundedRing<Integer> ring = new BoundedRing<>(16);
      AtomicReference<Throwable> failure = new AtomicReference<>();
      CountDownLatch start = new CountDownLatch(1);
      int[] accepted = new int[2];
      List<Thread> threads = new ArrayList<>();
      for (int p = 0; p < 2; p++) {
        int producer = p;
        threads.add(
            started(
                failure,
                () -> {
                  await(start);
                  int last;
                  int n = 0;
                  do {
                    last = ring.offer(n);
                    if (last > 0) {
                      n++;
                    } else {
                      Thread.yield();
                    }
                  } while (last > 0 || !ring.isClosed());
                  accepted[producer] = n;
                }));
      }
      start.countDown();
      int polled = 0;
      int closeAt = round % 64;
      while (polled < closeAt) {
        if (ring.poll() != null) {
          polled++;
          ring.release();
        } else {
          Thread.yield();
        }
      }
      ring.close();
      long fixed = ring.accepted();
      while (ring.poll() != null) {
        polled++;
      }
      for (Thread thread : threads) {
        thread.join();
      }

      assertThat(failure.get()).isNull();
      assertThat(ring.accepted()).isEqualTo(fixed);
      assertThat(polled).isEqualTo(accepted[0] + accepted[1]).isEqualTo((int) fixed);
      assertThat(ring.poll()).isNull();
    }
  }

  /** Whatever the interrupt status: the test sets it all the time. */
  private static void await(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      Thread.yield();
    }
  }

  private interface Task {
    void run() throws Exception;
  }

  private static Thread started(AtomicReference<Throwable> failure, Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (Throwable e) {
                failure.compareAndSet(null, e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
