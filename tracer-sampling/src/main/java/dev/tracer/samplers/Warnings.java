// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Warns of one thing that may happen often: the first time at once, then once a minute at most.
 * Thread-safe; never throws. Calls the application's logger, so no lock may be held.
 */
final class Warnings {
  private static final long INTERVAL_NANOS = 60_000_000_000L;

  /** When it may warn again. */
  private final AtomicLong next = new AtomicLong(System.nanoTime());

  void warn(String message, @Nullable Throwable error) {
    long now = System.nanoTime();
    long due = next.get();
    if (now - due < 0 || !next.compareAndSet(due, now + INTERVAL_NANOS)) {
      return;
    }
    try {
      System.getLogger("dev.tracer").log(Level.WARNING, message, error);
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      // the application's logging is broken; it must not break the application through us
    }
  }
}
