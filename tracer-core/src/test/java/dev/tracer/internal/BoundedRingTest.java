// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedRingTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 100, 512, 1000, 2048})
  void offer_untilFull_acceptsExactlyCapacity(int capacity) {
    BoundedRing<Integer> ring = new BoundedRing<>(capacity);
    for (int i = 0; i < capacity; i++) {
      assertThat(ring.offer(i)).isEqualTo(i + 1);
    }

    assertThat(ring.offer(capacity)).isEqualTo(-1);
    assertThat(ring.accepted()).isEqualTo(capacity);
    assertThat(ring.size()).isEqualTo(capacity);
    assertThat(drain(ring)).hasSize(capacity).isSorted().doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 100})
  void poll_afterManyLaps_keepsOrder(int capacity) {
    BoundedRing<Integer> ring = new BoundedRing<>(capacity);
    int offered = 0;
    int polled = 0;
    for (int round = 0; round < 1000; round++) {
      int burst = 1 + round % capacity;
      for (int i = 0; i < burst; i++) {
        assertThat(ring.offer(offered++)).isPositive();
      }
      for (Integer element : drain(ring)) {
        assertThat(element).isEqualTo(polled++);
      }
    }

    assertThat(polled).isEqualTo(offered);
    assertThat(ring.accepted()).isEqualTo(offered);
    assertThat(ring.size()).isZero();
  }

  @Test
  void poll_whenEmpty_isNull() {
    BoundedRing<String> ring = new BoundedRing<>(2);

    assertThat(ring.poll()).isNull();
    ring.offer("a");
    assertThat(ring.poll()).isEqualTo("a");
    assertThat(ring.poll()).isNull();
  }

  @Test
  void poll_withoutRelease_freesNoPlace() {
    BoundedRing<String> ring = new BoundedRing<>(2);
    ring.offer("a");
    ring.offer("b");
    ring.poll();

    assertThat(ring.offer("c")).isEqualTo(-1);
    assertThat(ring.size()).isEqualTo(2);

    ring.release();
    assertThat(ring.size()).isEqualTo(1);
    assertThat(ring.offer("c")).isPositive();
    assertThat(ring.offer("d")).isEqualTo(-1);
  }

  @Test
  void poll_doesNotKeepTheElement() {
    BoundedRing<Object> ring = new BoundedRing<>(4);
    WeakReference<Object> reference = offerAndPoll(ring);

    while (reference.get() != null) {
      System.gc();
    }
    assertThat(ring.size()).isZero(); // the ring itself is still alive here
  }

  private static WeakReference<Object> offerAndPoll(BoundedRing<Object> ring) {
    Object element = new Object();
    ring.offer(element);
    assertThat(ring.poll()).isSameAs(element);
    ring.release();
    return new WeakReference<>(element);
  }

  @Test
  void offer_afterClose_isRefused() {
    BoundedRing<String> ring = new BoundedRing<>(2);
    ring.offer("a");
    ring.close();

    assertThat(ring.offer("b")).isEqualTo(-1);
    assertThat(ring.isClosed()).isTrue();
    assertThat(ring.accepted()).isEqualTo(1);
    assertThat(drain(ring)).containsExactly("a");
    assertThat(ring.offer("c")).isEqualTo(-1);
  }

  @Test
  void close_twice_changesNothing() {
    BoundedRing<String> ring = new BoundedRing<>(2);
    ring.offer("a");
    ring.close();
    ring.close();

    assertThat(ring.accepted()).isEqualTo(1);
    assertThat(ring.size()).isEqualTo(1);
    assertThat(drain(ring)).containsExactly("a");
  }

  /**
   * Spans end in finally blocks, also those of threads whose stack is exhausted. Runs interpreted,
   * where each call of an offer needs a piece of the stack.
   */
  @Test
  void offer_nearTheEndOfTheStack_leavesNoGap() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xint",
                "-cp",
                System.getProperty("java.class.path"),
                DeepProducers.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("all was polled").isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  /** A program that offers at the end of the stack and polls until the ring is empty. */
  static final class DeepProducers {
    public static void main(String[] args) throws InterruptedException {
      for (int round = 0; round < 16; round++) {
        BoundedRing<Integer> ring = new BoundedRing<>(1 << 16);
        int kind = round;
        Thread thread = new Thread(null, () -> descend(ring, kind), "deep", 180 * 1024);
        thread.setUncaughtExceptionHandler((t, e) -> {});
        thread.start();
        thread.join();
        long accepted = ring.accepted();
        if (accepted == 0 || drain(ring).size() != accepted) {
          System.exit(1);
        }
      }
    }
  }

  /** Takes frames of different sizes, so that the stack ends at different places of the offer. */
  private static int descend(BoundedRing<Integer> ring, int kind) {
    try {
      return switch (kind % 4) {
        case 0 -> descend(ring, kind) + 1;
        case 1 -> descend(ring, kind, 1) + 1;
        case 2 -> descend(ring, kind, 1, 2) + 1;
        default -> descend(ring, kind, 1, 2, 3) + 1;
      };
    } finally {
      ring.offer(kind);
    }
  }

  private static int descend(BoundedRing<Integer> ring, int kind, long a) {
    return descend(ring, kind) + (int) a;
  }

  private static int descend(BoundedRing<Integer> ring, int kind, long a, long b) {
    long c = a + b;
    return descend(ring, kind) + (int) c;
  }

  private static int descend(BoundedRing<Integer> ring, int kind, long a, long b, long c) {
    long d = a + b;
    long e = c + d;
    return descend(ring, kind) + (int) (d * e);
  }

  private static <E> List<E> drain(BoundedRing<E> ring) {
    List<E> elements = new ArrayList<>();
    for (E element; (element = ring.poll()) != null; ) {
      elements.add(element);
    }
    ring.release();
    return elements;
  }
}
