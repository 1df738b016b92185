// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/**
 * Spans whose end failed for want of stack or memory. They are counted where even a call would be
 * too much: so the fields are written in place, with the monitor of this object held.
 */
final class LostSpans {
  @GuardedBy("this") long all;

  /** Those of them that had not been counted as ended. */
  @GuardedBy("this") long uncounted;

  long all() {
    synchronized (this) {
      return all;
    }
  }

  long uncounted() {
    synchronized (this) {
      return uncounted;
    }
  }
}
