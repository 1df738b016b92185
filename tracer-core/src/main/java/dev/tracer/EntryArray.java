// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The array in which the owner of a span keeps attributes: name, value, name, value ..., then
 * nulls. One thread writes, others may read at the same time: a value is stored before its name,
 * with release semantics, so a reader that stops at the first null name sees whole pairs or none.
 */
final class EntryArray {
  private static final VarHandle ENTRY = MethodHandles.arrayElementVarHandle(Object[].class);

  private EntryArray() {}

  /** By the owner: adds a pair behind {@code size} others, for which there is room. */
  static void append(@Nullable Object[] pairs, int size, String name, Object value) {
    pairs[(size << 1) + 1] = value;
    ENTRY.setRelease(pairs, size << 1, name); // publishes the value as well
  }

  /** By the owner: sets the value of a name that is there; false if it is not. */
  static boolean replace(@Nullable Object[] pairs, int size, String name, Object value) {
    int at = Attributes.indexOf(pairs, size, name);
    if (at >= 0) {
      ENTRY.setRelease(pairs, at + 1, value);
    }
    return at >= 0;
  }

  /** By the owner: a copy of twice the length, which may be published plainly. */
  static @Nullable Object[] grown(@Nullable Object[] pairs) {
    @Nullable Object[] copy = Arrays.copyOf(pairs, pairs.length << 1);
    VarHandle.releaseFence(); // the copied pairs before the reference to them
    return copy;
  }

  /** By any thread: whether a name is there, as far as is visible. */
  static boolean isVisible(@Nullable Object[] pairs, String name) {
    VarHandle.acquireFence(); // the reference before the copied pairs
    for (int i = 0; i < pairs.length; i += 2) {
      Object other = ENTRY.getAcquire(pairs, i);
      if (other == null || name.equals(other)) {
        return other != null;
      }
    }
    return false;
  }

  /** By any thread: copies the pairs that are visible; returns how many. */
  static int copyVisible(@Nullable Object[] pairs, @Nullable Object[] target) {
    VarHandle.acquireFence(); // the reference before the copied pairs
    for (int i = 0; i < pairs.length; i += 2) {
      Object name = ENTRY.getAcquire(pairs, i);
      if (name == null) {
        return i >> 1;
      }
      target[i] = name;
      target[i + 1] = ENTRY.getAcquire(pairs, i + 1);
    }
    return pairs.length >> 1;
  }
}
