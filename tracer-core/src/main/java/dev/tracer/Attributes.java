// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Names with values, in the order they were first set. Immutable.
 *
 * <p>A value is a {@code String}, a {@code Boolean}, a {@code Long}, a {@code Double}, a read-only
 * {@code ByteBuffer}, an unmodifiable {@code List} of values (null where an element was null) or an
 * unmodifiable {@code Map} from {@code String} to values. Other types are converted when they are
 * set: smaller numbers are widened, a {@code BigInteger} beyond 64 bits, an enum, a {@code
 * CharSequence} and any other object become text, arrays and {@code Collection}s become lists of up
 * to 4,096 elements in all. Null values, and null or empty names, are ignored (OpenTelemetry,
 * "Attribute").
 *
 * @since 0.1
 */
public final class Attributes {
  private static final Attributes EMPTY = new Attributes(new Object[0], 0);

  /** Name, value, name, value ...; normalised values; never written after construction. */
  private final Object[] entries;

  private final int size;

  private Attributes(Object[] entries, int size) {
    this.entries = entries;
    this.size = size;
  }

  /** Takes over {@code size} pairs of normalised entries, which nobody may change any more. */
  static Attributes adopt(Object[] entries, int size) {
    return size == 0 ? EMPTY : new Attributes(entries, size);
  }

  /** No attributes. */
  public static Attributes empty() {
    return EMPTY;
  }

  /** One attribute; none if {@code value} is null. */
  public static Attributes of(String name, @Nullable Object value) {
    return builder().set(name, value).build();
  }

  /** Two attributes; those with a null value are left out. */
  public static Attributes of(
      String name1, @Nullable Object value1, String name2, @Nullable Object value2) {
    return builder().set(name1, value1).set(name2, value2).build();
  }

  /** Starts an empty set. */
  public static AttributesBuilder builder() {
    return new AttributesBuilder(new Object[8], 0);
  }

  /** How many there are. */
  public int size() {
    return size;
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return size == 0;
  }

  /**
   * The name at a position.
   *
   * @throws IndexOutOfBoundsException if {@code index} is not in {@code [0, size())}
   */
  public String name(int index) {
    return (String) entries[check(index)];
  }

  /**
   * The value at a position.
   *
   * @throws IndexOutOfBoundsException if {@code index} is not in {@code [0, size())}
   */
  public Object value(int index) {
    return AttributeValues.expose(entries[check(index) + 1]);
  }

  /** The value of a name, or null if it is not there. */
  public @Nullable Object get(String name) {
    int i = indexOf(entries, size, name);
    return i < 0 ? null : AttributeValues.expose(entries[i + 1]);
  }

  /** Whether a name is there. */
  boolean contains(String name) {
    return indexOf(entries, size, name) >= 0;
  }

  /** A builder that begins with these attributes. */
  public AttributesBuilder toBuilder() {
    return new AttributesBuilder(Arrays.copyOf(entries, Math.max(8, entries.length)), size);
  }

  /** These attributes with one of them set to an already normalised value. */
  Attributes withStored(String name, Object value) {
    int at = indexOf(entries, size, name);
    int newSize = at < 0 ? size + 1 : size;
    Object[] copy = Arrays.copyOf(entries, newSize << 1);
    int place = at < 0 ? size << 1 : at;
    copy[place] = name;
    copy[place + 1] = value;
    return new Attributes(copy, newSize);
  }

  private int check(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException("index " + index + " of " + size + " attributes");
    }
    return index << 1;
  }

  /** The place of {@code name} among {@code size} pairs, or -1. */
  static int indexOf(@Nullable Object[] entries, int size, String name) {
    for (int i = 0; i < size << 1; i += 2) {
      if (name.equals(entries[i])) {
        return i;
      }
    }
    return -1;
  }

  /** A bit for a name, by its hash; others may have the same. */
  static int bit(String name) {
    return 1 << name.hashCode();
  }

  /** The bits of {@code size} names: one whose bit is not among them is not there. */
  static int bits(Object[] entries, int size) {
    int bits = 0;
    for (int i = 0; i < size << 1; i += 2) {
      bits |= bit((String) entries[i]);
    }
    return bits;
  }

  /** The stored pairs, for code of this package that does not change them. */
  Object[] entries() {
    return entries;
  }

  /** Equal if the same names have equal values, in whatever order. */
  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof Attributes that) || size != that.size) {
      return false;
    }
    for (int i = 0; i < size << 1; i += 2) {
      int j = indexOf(that.entries, that.size, (String) entries[i]);
      if (j < 0 || !AttributeValues.equal(entries[i + 1], that.entries[j + 1])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (int i = 0; i < size << 1; i += 2) {
      hash += entries[i].hashCode();
    }
    return hash;
  }

  /** {@code {name=value, ...}}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < size << 1; i += 2) {
      text.append(i == 0 ? "" : ", ").append(entries[i]).append('=');
      AttributeValues.appendText(text, entries[i + 1]);
    }
    return text.append('}').toString();
  }
}
