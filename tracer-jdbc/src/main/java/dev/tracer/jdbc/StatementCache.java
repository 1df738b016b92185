// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was made of a statement, within a number of bytes. Thread-safe, without a lock on
 * the way of a hit.
 */
/*
 * Two generations: what is used is in the young one or comes into it; when the young one has half of
 * the bytes it becomes the old one, whose entries go unless they are used meanwhile. Races cost at
 * worst that something is made twice or forgotten early.
 */
final class StatementCache<V> {
  /** Longer statements are not kept: they are seldom the same twice, and would drive others out. */
  static final int MAX_STATEMENT = 10_240;

  /** What an entry costs beside its texts, roughly. */
  private static final int OVERHEAD = 160;

  private final int generationBytes;
  private final Function<String, V> maker;
  private final ToIntFunction<V> chars;

  /** Replaced by whoever fills a generation; read by all. */
  private volatile Generation<V> young = new Generation<>(new ConcurrentHashMap<>());

  private record Generation<V>(
      ConcurrentHashMap<String, V> entries, ConcurrentHashMap<String, V> older, AtomicLong bytes) {
    Generation(ConcurrentHashMap<String, V> older) {
      this(new ConcurrentHashMap<>(), older, new AtomicLong());
    }
  }

  /**
   * Makes a cache.
   *
   * @param maxBytes for keys and values, taking two bytes for each character
   * @param maker makes the value of a statement
   * @param chars how many characters a value holds; negative if it must not be kept
   */
  StatementCache(int maxBytes, Function<String, V> maker, ToIntFunction<V> chars) {
    this.generationBytes = maxBytes / 2;
    this.maker = maker;
    this.chars = chars;
  }

  V get(String sql) {
    Generation<V> generation = young;
    V value = generation.entries.get(sql);
    return value != null ? value : take(generation, sql);
  }

  private V take(Generation<V> generation, String sql) {
    @Nullable V old = generation.older.get(sql);
    V value = old != null ? old : maker.apply(sql);
    int length = chars.applyAsInt(value);
    long size = OVERHEAD + 2L * (sql.length() + length);
    if (length < 0 || sql.length() > MAX_STATEMENT || size > generationBytes) {
      return value;
    }
    if (generation.entries.putIfAbsent(sql, value) == null
        && generation.bytes.addAndGet(size) > generationBytes) {
      replace(generation);
    }
    return value;
  }

  @SuppressWarnings("ReferenceEquality") // is it still the young one?
  private void replace(Generation<V> full) {
    if (young == full) {
      young = new Generation<>(full.entries);
    }
  }

  /** An upper bound of what is kept, in bytes. */
  long bytes() {
    Generation<V> generation = young;
    long older = 0;
    for (var entry : generation.older.entrySet()) {
      older += OVERHEAD + 2L * (entry.getKey().length() + chars.applyAsInt(entry.getValue()));
    }
    return generation.bytes.get() + older;
  }
}
