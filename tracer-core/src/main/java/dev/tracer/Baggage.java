// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the application itself passes along a request, to every service that takes part: a tenant, a
 * feature flag (W3C Baggage; OpenTelemetry, "Baggage API"). Immutable; entries are in the order
 * they were first set.
 *
 * <pre>{@code
 * Baggage baggage = Baggage.current().with("tenant", "acme");
 * try (Scope scope = Context.current().with(baggage).makeCurrent()) {
 *   callOtherServices();
 * }
 * }</pre>
 *
 * <p>Whoever is called can read it: put nothing secret into it, and do not trust what comes in. In
 * the process there is no limit; 64 entries and 8192 bytes leave it, and only those whose key is a
 * token of HTTP (letters, digits, <code>!#$%&amp;'*+-.^_`|~</code>). What does not leave is counted
 * as {@link dev.tracer.propagation.Propagator#refused() refused}. Values may hold any text.
 *
 * @since 0.1
 */
public final class Baggage implements Iterable<Baggage.Entry> {
  private static final Baggage EMPTY = new Baggage(new Entry[0]);

  /** Keys differ; never written after construction. */
  private final Entry[] entries;

  private Baggage(Entry[] entries) {
    this.entries = entries;
  }

  /**
   * One entry. Immutable.
   *
   * @param key its name; case matters
   * @param value any text
   * @param metadata what the format lets follow a value, {@code property=value;...}; without
   *     meaning here, empty if there is none
   * @since 0.1
   */
  public record Entry(String key, String value, String metadata) {
    /**
     * Checks the arguments.
     *
     * @throws NullPointerException naming the argument that is null
     */
    public Entry {
      requireNonNull(key, "key");
      requireNonNull(value, "value");
      requireNonNull(metadata, "metadata");
    }
  }

  /** The baggage without entries. */
  public static Baggage empty() {
    return EMPTY;
  }

  /** One entry; none if {@code key} is empty or {@code value} is null. */
  public static Baggage of(String key, @Nullable String value) {
    return EMPTY.with(key, value);
  }

  /**
   * Several entries. Of those with the same key the last one counts; those with an empty key are
   * left out.
   *
   * @throws NullPointerException if {@code entries} or one of them is null
   */
  public static Baggage of(Collection<Entry> entries) {
    Entry[] unique = entries.toArray(new Entry[0]);
    int size = 0;
    for (Entry entry : unique) {
      if (!entry.key.isEmpty()) {
        int i = indexOf(unique, size, entry.key);
        if (i < 0) {
          i = size++;
        }
        unique[i] = entry;
      }
    }
    return size == 0
        ? EMPTY
        : new Baggage(size == unique.length ? unique : Arrays.copyOf(unique, size));
  }

  /** The baggage of the calling thread's context; empty if there is none. */
  public static Baggage current() {
    return Context.current().baggage();
  }

  /** The value of {@code key}, or null if it is not there. */
  public @Nullable String get(String key) {
    int i = indexOf(key);
    return i < 0 ? null : entries[i].value;
  }

  /** The metadata of {@code key}; empty if it has none or is not there. */
  public String metadata(String key) {
    int i = indexOf(key);
    return i < 0 ? "" : entries[i].metadata;
  }

  private int indexOf(String key) {
    return indexOf(entries, entries.length, key);
  }

  /* A search without hashing: baggage is small. */
  private static int indexOf(Entry[] entries, int size, String key) {
    for (int i = 0; i < size; i++) {
      if (entries[i].key.equals(key)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * This baggage with an entry set, which has no metadata.
   *
   * @return the new baggage; this one if {@code key} is empty or {@code value} is null
   */
  public Baggage with(String key, @Nullable String value) {
    return with(key, value, "");
  }

  /**
   * This baggage with an entry set.
   *
   * @param metadata as in {@link Entry}
   * @return the new baggage; this one if {@code key} is empty or {@code value} is null
   */
  public Baggage with(String key, @Nullable String value, String metadata) {
    if (key == null || key.isEmpty() || value == null) {
      return this;
    }
    int found = indexOf(key);
    int i = found < 0 ? entries.length : found;
    Entry[] copy = Arrays.copyOf(entries, Math.max(entries.length, i + 1));
    copy[i] = new Entry(key, value, metadata == null ? "" : metadata);
    return new Baggage(copy);
  }

  /** This baggage without an entry; this very baggage if it has none of the key. */
  public Baggage without(String key) {
    int i = indexOf(key);
    if (i < 0) {
      return this;
    }
    if (entries.length == 1) {
      return EMPTY;
    }
    Entry[] copy = Arrays.copyOf(entries, entries.length - 1);
    System.arraycopy(entries, i + 1, copy, i, copy.length - i);
    return new Baggage(copy);
  }

  /** How many entries there are. */
  public int size() {
    return entries.length;
  }

  /** Whether there are no entries. */
  public boolean isEmpty() {
    return entries.length == 0;
  }

  @Override
  public Iterator<Entry> iterator() {
    return Arrays.asList(entries).iterator();
  }

  /** Keys and values as a new map. */
  public Map<String, String> asMap() {
    Map<String, String> map = new LinkedHashMap<>();
    for (Entry entry : entries) {
      map.put(entry.key, entry.value);
    }
    return map;
  }

  /** Whether {@code other} is a baggage of the same entries in the same order. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Baggage that && Arrays.equals(entries, that.entries);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(entries);
  }

  /** Keys and values, for debugging. */
  @Override
  public String toString() {
    return "Baggage" + asMap();
  }
}
