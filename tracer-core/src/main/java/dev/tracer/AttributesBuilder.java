// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects attributes. A name that is set again keeps its place and takes the new value. Confined
 * to one thread at a time. Made by {@link Attributes#builder()}.
 *
 * @since 0.1
 */
public final class AttributesBuilder {
  // mutable state: confined
  /** Name, value, name, value ...; normalised values. */
  private Object[] entries;

  private int size;

  /** {@link Attributes#bits} of what is there: most names that are set were not set before. */
  private int seen;

  AttributesBuilder(Object[] entries, int size) {
    this.entries = entries;
    this.size = size;
    this.seen = Attributes.bits(entries, size);
  }

  /** Sets a text. */
  public AttributesBuilder set(String name, @Nullable String value) {
    return put(name, value);
  }

  /** Sets a text of one character. */
  public AttributesBuilder set(String name, char value) {
    return put(name, String.valueOf(value));
  }

  /** Sets a truth value. */
  public AttributesBuilder set(String name, boolean value) {
    return put(name, value);
  }

  /** Sets an integer. */
  public AttributesBuilder set(String name, long value) {
    return put(name, value);
  }

  /** Sets a floating-point number. */
  public AttributesBuilder set(String name, double value) {
    return put(name, value);
  }

  /**
   * Sets a value of any type, converted as {@link Attributes} tells. A value whose own methods
   * throw is ignored.
   */
  public AttributesBuilder set(String name, @Nullable Object value) {
    try {
      return put(name, new ValueConversion().of(value, SpanLimits.DEFAULT.valueDepth()));
    } catch (Throwable e) {
      return this;
    }
  }

  /** Sets all of {@code others}. */
  public AttributesBuilder setAll(Attributes others) {
    Object[] pairs = requireNonNull(others, "others").entries();
    if (size == 0) {
      fill(pairs, others.size());
      return this;
    }
    for (int i = 0; i < others.size() << 1; i += 2) {
      put((String) pairs[i], pairs[i + 1]);
    }
    return this;
  }

  /** Takes {@code count} pairs of different names, where none is there yet. */
  private void fill(Object[] pairs, int count) {
    entries = new Object[Math.max(8, (count + 4) << 1)];
    System.arraycopy(pairs, 0, entries, 0, count << 1);
    size = count;
    seen = Attributes.bits(entries, count);
  }

  private AttributesBuilder put(@Nullable String name, @Nullable Object value) {
    if (name == null || name.isEmpty() || value == null) {
      return this;
    }
    int bit = Attributes.bit(name);
    int at = (seen & bit) == 0 ? -1 : Attributes.indexOf(entries, size, name);
    if (at >= 0) {
      entries[at + 1] = value;
      return this;
    }
    seen |= bit;
    if (size << 1 == entries.length) {
      entries = Arrays.copyOf(entries, Math.max(8, entries.length << 1));
    }
    entries[size << 1] = name;
    entries[(size << 1) + 1] = value;
    size++;
    return this;
  }

  /** The attributes set so far; the builder can go on. */
  public Attributes build() {
    return Attributes.adopt(Arrays.copyOf(entries, size << 1), size);
  }
}
