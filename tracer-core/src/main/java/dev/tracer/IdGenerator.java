// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import dev.tracer.internal.ThreadState;

/**
 * A source of trace and span ids. Implementations must be thread-safe and must not throw. Where one
 * does, or returns a zero that it must not, a random number is taken and the fault counted.
 *
 * @since 0.1
 */
public interface IdGenerator {
  /**
   * The first 64 bits of a new trace id; may be zero. Called once a trace, before {@link
   * #traceIdLow()}.
   */
  long traceIdHigh();

  /** The last 64 bits of a new trace id. Never zero. */
  long traceIdLow();

  /** A new span id. Never zero. */
  long spanId();

  /**
   * Whether the last 56 bits of the trace ids are uniformly random. Sets the random flag of W3C
   * Trace Context Level 2 on new traces, which lets samplers everywhere rely on them.
   */
  default boolean isRandom() {
    return false;
  }

  /**
   * Has the built-in generator draw new seeds for all threads, in all tracers of the process. To be
   * called in a process that was restored from a snapshot (CRaC's {@code afterRestore}, the hook of
   * the same name of SnapStart): copies of one snapshot would otherwise make the same ids. {@link
   * Tracer#flush}, which should precede a snapshot, does as much for what starts after it.
   */
  static void reseed() {
    ThreadState.reseed();
  }
}
