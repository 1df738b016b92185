// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicBoolean;
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

  /** In a generator's state: two words of the state itself, and the generation of its seed. */
  private static final int GENERATION = 2;

  private static final ThreadLocal<@Nullable Object @Nullable []> SLOT = new ThreadLocal<>();

  /* The random numbers come from xoroshiro128++ (Blackman, Vigna; public domain): 128 bits of state
   * a thread, so that the sequences of many threads and processes do not overlap in practice. A
   * thread's first state is a mix of a process-wide secret seed and a counter, which spares virtual
   * threads a SecureRandom each. A state of another generation than the seed's is replaced before
   * its next use. */
  private static final AtomicLong threads = new AtomicLong();
  private static final AtomicLong generations = new AtomicLong();
  private static final AtomicBoolean GUESSABLE_TOLD = new AtomicBoolean();

  /**
   * Replaced as a whole, with the monitor of {@link #generations} held; read by anyone. Two threads
   * that find it expired draw two, of which one is used once.
   */
  private static volatile Seed seed = Seed.draw(0);

  /** What the states of one generation are made from. Immutable. */
  private static final class Seed {
    final long generation;
    final long secret1;
    final long secret2;

    /** Whether the secret is to be drawn anew before it is used. */
    final boolean expired;

    /** Whether the system gave no entropy, so that others might guess the ids. */
    final boolean guessable;

    private Seed(long generation, long[] secrets, boolean expired, boolean guessable) {
      this.generation = generation;
      this.secret1 = secrets[0];
      this.secret2 = secrets[1];
      this.expired = expired;
      this.guessable = guessable;
    }

    static Seed draw(long generation) {
      byte[] secret = secret();
      long[] secrets = secret == null ? guessable() : new long[2];
      for (int i = 0; secret != null && i < secret.length; i++) {
        secrets[i >> 3] = secrets[i >> 3] << 8 | (secret[i] & 255);
      }
      return new Seed(generation, secrets, false, secret == null);
    }

    Seed expired(long newGeneration) {
      return new Seed(newGeneration, new long[] {secret1, secret2}, true, guessable);
    }
  }

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
    Seed current = seed;
    if (state[GENERATION] != current.generation) {
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
    Seed fresh = Seed.draw(generations.incrementAndGet());
    synchronized (generations) {
      seed = fresh;
    }
  }

  /** Has new seeds drawn before the next use: for a process that may be about to be copied. */
  public static void expire() {
    synchronized (generations) {
      seed = seed.expired(generations.incrementAndGet());
    }
  }

  /**
   * Whether the system gave no entropy, so that others might guess the ids. True once in a process,
   * as it is to be said once.
   */
  public static boolean isNewlyGuessable() {
    return seed.guessable && !GUESSABLE_TOLD.getAndSet(true);
  }

  /**
   * 16 unpredictable bytes: from where SecureRandom has its own, but without the 40 milliseconds
   * that its first use costs a process. Null if there are none to be had.
   */
  private static byte @Nullable [] secret() {
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
    try {
      new SecureRandom().nextBytes(bytes);
      return bytes;
    } catch (Throwable e) { // providers throw what they like, errors among it
      return null;
    }
  }

  /** What differs from process to process, where there is nothing better. */
  private static long[] guessable() {
    long place = System.identityHashCode(new Object());
    return new long[] {mix(System.currentTimeMillis() ^ place << 32), mix(System.nanoTime())};
  }

  private static void fill(long[] state, Seed current) {
    Seed fresh = current;
    if (fresh.expired) {
      fresh = Seed.draw(generations.incrementAndGet());
      synchronized (generations) {
        seed = seed == current ? fresh : seed; // which may have expired once more
      }
    }
    long n = threads.incrementAndGet() * 0x9E3779B97F4A7C15L;
    state[0] = mix(fresh.secret1 + n);
    state[1] = mix(fresh.secret2 ^ mix(n));
    if ((state[0] | state[1]) == 0) {
      state[0] = 1;
    }
    state[GENERATION] = fresh.generation;
  }

  /* The finalizer of SplitMix64 (Steele, Lea, Flood, 2014). */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
