// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the engine keeps for each thread, in one thread-local, so that a span's start looks it up
 * once: the current scope and the state of the id generator.
 *
 * <p>Between requests the slot holds JDK types only ({@code Object[]}, {@code long[]}), so that a
 * pooled thread does not keep the class loader of a redeployed application alive.
 */
public final class ThreadState {
  /** The index of the innermost open scope, null if there is none. */
  public static final int SCOPE = 0;

  private static final int RANDOM = 1;
  private static final ThreadLocal<@Nullable Object @Nullable []> SLOT = new ThreadLocal<>();

  /* The random numbers come from xoroshiro128++ (Blackman, Vigna; public domain): 128 bits of state
   * a thread, so that the sequences of many threads and processes do not overlap in practice. A
   * thread's first state is a mix of a process-wide secret seed and a counter, which spares virtual
   * threads a SecureRandom each. `generation` counts reseed() calls: a state of an older generation
   * is replaced before its next use. */
  private static final AtomicLong threads = new AtomicLong();
  private static final AtomicLong generations = new AtomicLong();

  /** Generation and two secret numbers; arrays are not written once they are here. */
  private static volatile long[] seed = newSeed(0);

  private ThreadState() {}

  /** The calling thread's slot. */
  public static @Nullable Object[] slot() {
    @Nullable Object[] slot = SLOT.get();
    return slot != null ? slot : newSlot();
  }

  private static @Nullable Object[] newSlot() {
    @Nullable Object[] slot = new @Nullable Object[2];
    slot[RANDOM] = new long[] {0, 0, -1};
    SLOT.set(slot);
    return slot;
  }

  /** The state of the id generator, seeded. {@code slot} must be the calling thread's. */
  public static long[] randomState(@Nullable Object[] slot) {
    long[] state = (long[]) slot[RANDOM];
    long[] current = seed;
    if (state[2] != current[0]) {
      fill(state, current);
    }
    return state;
  }

  /** A random number other than zero. {@code state} must be the calling thread's. */
  public static long random(long[] state) {
    long result;
    do {
      long s0 = state[0];
      long s1 = state[1];
      result = Long.rotateLeft(s0 + s1, 17) + s0;
      s1 ^= s0;
      state[0] = Long.rotateLeft(s0, 49) ^ s1 ^ (s1 << 21);
      state[1] = Long.rotateLeft(s1, 28);
    } while (result == 0);
    return result;
  }

  /**
   * Draws new seeds for all threads. To be called in a process that was restored from a snapshot:
   * its clones would otherwise make the same ids.
   */
  public static void reseed() {
    seed = newSeed(generations.incrementAndGet());
  }

  private static long[] newSeed(long generation) {
    byte[] secret = secret();
    long a = 0;
    long b = 0;
    for (int i = 0; i < 8; i++) {
      a = a << 8 | (secret[i] & 255);
      b = b << 8 | (secret[i + 8] & 255);
    }
    return new long[] {generation, a, b};
  }

  /**
   * 16 unpredictable bytes: from where SecureRandom has its own, but without the 40 milliseconds
   * that its first use costs a process.
   */
  private static byte[] secret() {
    byte[] bytes = new byte[16];
    if (File.separatorChar == '/') { // elsewhere anybody might have made such a file
      try (InputStream source = new FileInputStream("/dev/urandom")) {
        if (source.read(bytes) == bytes.length) {
          return bytes;
        }
      } catch (IOException | RuntimeException e) {
        // the other way then
      }
    }
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  private static void fill(long[] state, long[] seed) {
    long n = threads.incrementAndGet() * 0x9E3779B97F4A7C15L;
    state[0] = mix(seed[1] + n);
    state[1] = mix(seed[2] ^ mix(n));
    if ((state[0] | state[1]) == 0) {
      state[0] = 1;
    }
    state[2] = seed[0];
  }

  /* The finalizer of SplitMix64 (Steele, Lea, Flood, 2014). */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
