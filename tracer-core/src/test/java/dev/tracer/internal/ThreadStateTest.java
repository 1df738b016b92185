// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ThreadStateTest {
  private static long[] draw(int count) {
    Object[] slot = ThreadState.slot();
    long[] ids = new long[count];
    for (int i = 0; i < count; i++) {
      ids[i] = ThreadState.random(ThreadState.randomState(slot));
    }
    return ids;
  }

  @Test
  void random_onManyThreads_isNeverZeroAndNeverTwiceTheSame() throws Exception {
    int threads = 64;
    int each = 10_000;
    List<Callable<long[]>> tasks = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      tasks.add(() -> draw(each));
    }
    long[] all = new long[threads * each];
    ExecutorService pool =
        new java.util.concurrent.ThreadPoolExecutor(
            0, threads, 0, TimeUnit.SECONDS, new java.util.concurrent.SynchronousQueue<>());
    try {
      int at = 0;
      for (Future<long[]> drawn : pool.invokeAll(tasks)) {
        System.arraycopy(drawn.get(), 0, all, at, each);
        at += each;
      }
    } finally {
      pool.shutdownNow();
    }

    Arrays.sort(all);
    assertThat(Arrays.binarySearch(all, 0)).isNegative();
    int twice = 0;
    for (int i = 1; i < all.length; i++) {
      twice += all[i] == all[i - 1] ? 1 : 0;
    }
    assertThat(twice).isZero();
  }

  @Test
  void random_eachBit_isSetHalfOfTheTime() {
    int count = 100_000;
    long[] ids = draw(count);
    for (int bit = 0; bit < 64; bit++) {
      long mask = 1L << bit;
      long set = Arrays.stream(ids).filter(id -> (id & mask) != 0).count();
      assertThat(set).isBetween(count / 2 - 1_000L, count / 2 + 1_000L); // over six sigma
    }
  }

  @Test
  void random_followsXoroshiro128PlusPlus() {
    // First outputs for s0 = 1, s1 = 2 by hand from the authors' formula.
    Object[] slot = ThreadState.slot();
    ThreadState.random(ThreadState.randomState(slot));
    long[] state = state(slot);
    state[0] = 1;
    state[1] = 2;

    assertThat(ThreadState.random(ThreadState.randomState(slot)))
        .isEqualTo(Long.rotateLeft(3, 17) + 1);
    long s1 = 1 ^ 2;
    assertThat(state[0]).isEqualTo(Long.rotateLeft(1, 49) ^ s1 ^ (s1 << 21));
    assertThat(state[1]).isEqualTo(Long.rotateLeft(s1, 28));
  }

  @Test
  void reseed_makesARestoredCopyDrawOtherNumbers() {
    Object[] slot = ThreadState.slot();
    draw(1);
    long[] snapshot = state(slot).clone();
    long[] original = draw(10);

    restore(slot, snapshot);
    assertThat(draw(10)).isEqualTo(original);

    restore(slot, snapshot);
    ThreadState.reseed();
    assertThat(draw(10)).doesNotContain(original);
  }

  @Test
  void reseed_reachesThreadsThatAlreadyRun() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      long[] snapshot = thread.submit(() -> startedState()).get(5, TimeUnit.MINUTES);
      long[] before = thread.submit(() -> draw(10)).get(5, TimeUnit.MINUTES);
      ThreadState.reseed();
      long[] after =
          thread
              .submit(
                  () -> {
                    restore(ThreadState.slot(), snapshot);
                    return draw(10);
                  })
              .get(5, TimeUnit.MINUTES);

      assertThat(after).doesNotContain(before);
    } finally {
      thread.shutdownNow();
    }
  }

  private static long[] startedState() {
    draw(1);
    return state(ThreadState.slot()).clone();
  }

  private static long[] state(Object[] slot) {
    for (Object part : slot) {
      if (part instanceof long[] state) {
        return state;
      }
    }
    throw new AssertionError("no generator state in " + Arrays.toString(slot));
  }

  private static void restore(Object[] slot, long[] snapshot) {
    System.arraycopy(snapshot, 0, state(slot), 0, snapshot.length);
  }
}
