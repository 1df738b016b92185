// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import dev.tracer.internal.SafeText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Cuts one stored value to its {@link SpanLimits}. Confined to the call that makes it. */
final class ValueCutter {
  /** How many times the longest text all texts of a value may have together. */
  private static final int TEXTS = 16;

  private final int max;

  /** How many UTF-16 units and bytes there is room for. */
  private long room;

  private ValueCutter(int max) {
    this.max = max;
    this.room = (long) TEXTS * max;
  }

  /** The value within the limits; the same instance if it is. */
  static Object cut(Object stored, SpanLimits limits) {
    return new ValueCutter(limits.valueLength()).cut(stored, limits.valueDepth());
  }

  private Object cut(Object value, int depth) {
    if (value instanceof String text) {
      int length = take(text.length());
      return length == text.length() ? text : text.substring(0, SafeText.cut(text, length));
    }
    if (value instanceof byte[] bytes) {
      int length = take(bytes.length);
      return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
    if (value instanceof List<?> items) {
      return cutItems(items, depth - 1);
    }
    return value instanceof Map<?, ?> map ? cutMap(map, depth - 1) : value;
  }

  /** How much of {@code length} there is room for; takes it. */
  private int take(int length) {
    int taken = (int) Math.min(Math.min(length, max), room);
    room -= taken;
    return taken;
  }

  private @Nullable Object cutInner(@Nullable Object value, int depth) {
    boolean isTooDeep = depth <= 0 && (value instanceof List || value instanceof Map);
    return value == null || isTooDeep ? null : cut(value, depth);
  }

  private Object cutItems(List<?> items, int depth) {
    List<@Nullable Object> copy = new ArrayList<>(items.size());
    boolean changed = false;
    for (Object item : items) {
      Object cut = cutInner(item, depth);
      changed |= cut != item;
      copy.add(cut);
    }
    return changed ? Collections.unmodifiableList(copy) : items;
  }

  /** Entries whose key there is no room for are left out. */
  private Object cutMap(Map<?, ?> map, int depth) {
    Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
    boolean changed = false;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      int length = ((String) entry.getKey()).length();
      if (length > room) {
        changed = true;
        continue;
      }
      room -= length;
      Object cut = cutInner(entry.getValue(), depth);
      changed |= cut != entry.getValue();
      copy.put(entry.getKey(), cut);
    }
    return changed ? Collections.unmodifiableMap(copy) : map;
  }
}
