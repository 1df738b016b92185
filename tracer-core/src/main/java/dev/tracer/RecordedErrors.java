// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import org.jspecify.annotations.Nullable;

/**
 * The last few exceptions that a local trace has recorded, so that one which passes through several
 * spans is recorded once. Immutable; published by racing plain writes to one field: a lost one
 * means an event too many, no more.
 */
record RecordedErrors(Throwable error, @Nullable RecordedErrors older) {
  private static final int MOST = 4;

  static RecordedErrors with(@Nullable RecordedErrors older, Throwable error) {
    return new RecordedErrors(error, first(older, MOST - 1));
  }

  private static @Nullable RecordedErrors first(@Nullable RecordedErrors errors, int count) {
    return errors == null || count == 0
        ? null
        : new RecordedErrors(errors.error, first(errors.older, count - 1));
  }

  boolean contains(Throwable searched) {
    for (RecordedErrors e = this; e != null; e = e.older) {
      if (e.error == searched) {
        return true;
      }
    }
    return false;
  }
}
