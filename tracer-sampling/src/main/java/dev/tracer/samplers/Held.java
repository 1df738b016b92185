// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

/** What a {@link HeldTrace} has: its ended spans while nothing is decided, then the verdict. */
sealed interface Held permits HeldSpans, Verdict {
  /** How many spans it holds. */
  int count();

  /** How much of {@link ByteBudget} they take. */
  int chunks();
}
