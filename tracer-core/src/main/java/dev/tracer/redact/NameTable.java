// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.redact;

import org.jspecify.annotations.Nullable;

/**
 * Remembers what was found out about names, which takes longer than looking it up. Of fixed size: a
 * new name takes the place of an older one, and long ones are worked out each time, as strangers
 * may choose them. Thread-safe, without locks.
 */
final class NameTable<V> {
  private static final int SIZE = 1024;

  /** Longer than names are that come again. */
  private static final int LONGEST = 128;

  /*
   * Written and read by any thread without order: an entry is immutable, and who does not see it
   * works it out again.
   */
  @SuppressWarnings({"unchecked", "rawtypes"}) // nothing else is stored in it
  private final @Nullable Entry<V>[] entries = new Entry[SIZE];

  private record Entry<V>(String name, V value) {}

  /** What was found out about {@code name}; null if that is not known any more. */
  @Nullable V get(String name) {
    Entry<V> known = entries[slot(name)];
    return known != null && known.name.equals(name) ? known.value : null;
  }

  /** Remembers {@code value}, which has to be the same for the same name each time; returns it. */
  V put(String name, V value) {
    if (name.length() <= LONGEST) {
      entries[slot(name)] = new Entry<>(name, value);
    }
    return value;
  }

  private static int slot(String name) {
    int hash = name.hashCode();
    return (hash ^ (hash >>> 16)) & (SIZE - 1);
  }
}
