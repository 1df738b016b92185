// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.redact;

import java.util.function.Function;
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

  private final Function<String, V> finder;

  /*
   * Written and read by any thread without order: an entry is immutable, and who does not see it
   * works it out again.
   */
  @SuppressWarnings({"unchecked", "rawtypes"}) // nothing else is stored in it
  private final @Nullable Entry<V>[] entries = new Entry[SIZE];

  private record Entry<V>(String name, V value) {}

  /**
   * An empty one.
   *
   * @param finder tells the same of the same name each time
   */
  NameTable(Function<String, V> finder) {
    this.finder = finder;
  }

  V get(String name) {
    int hash = name.hashCode();
    int slot = (hash ^ (hash >>> 16)) & (SIZE - 1);
    Entry<V> known = entries[slot];
    if (known != null && known.name.equals(name)) {
      return known.value;
    }
    V found = finder.apply(name);
    if (name.length() <= LONGEST) {
      entries[slot] = new Entry<>(name, found);
    }
    return found;
  }
}
