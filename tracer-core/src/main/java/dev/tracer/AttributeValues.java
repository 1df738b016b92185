// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Attribute values inside the engine: as in {@link Attributes}, but bytes are a {@code byte[]} of
 * our own.
 */
final class AttributeValues {
  private AttributeValues() {}

  /** The items changed one by one; the same instance if none had to be. */
  static Object map(List<?> items, UnaryOperator<@Nullable Object> change) {
    List<@Nullable Object> copy = null;
    for (int i = 0; i < items.size(); i++) {
      Object item = items.get(i);
      Object changed = item == null ? null : change.apply(item);
      if (changed != item) {
        copy = copy == null ? new ArrayList<>(items) : copy;
        copy.set(i, changed);
      }
    }
    return copy == null ? items : Collections.unmodifiableList(copy);
  }

  private static Object map(Map<?, ?> map, UnaryOperator<@Nullable Object> change) {
    Map<Object, @Nullable Object> copy = null;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Object value = entry.getValue();
      Object changed = value == null ? null : change.apply(value);
      if (changed != value) {
        copy = copy == null ? new LinkedHashMap<>(map) : copy;
        copy.put(entry.getKey(), changed);
      }
    }
    return copy == null ? map : Collections.unmodifiableMap(copy);
  }

  /** The value as {@link Attributes} shows it: bytes as read-only buffers, also inside. */
  static Object expose(Object stored) {
    // first of all: whether a class does not implement an interface takes a virtual machine long
    if (stored instanceof String || stored instanceof Number || stored instanceof Boolean) {
      return stored;
    }
    if (stored instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }
    if (stored instanceof List<?> items) {
      return map(items, AttributeValues::expose);
    }
    if (stored instanceof Map<?, ?> map) {
      return map(map, AttributeValues::expose);
    }
    return stored;
  }

  static boolean equal(Object a, Object b) {
    return expose(a).equals(expose(b));
  }

  /** Bytes as base64, the rest as it prints. */
  static void appendText(StringBuilder text, Object stored) {
    text.append(text(stored));
  }

  private static Object text(Object stored) {
    if (stored instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    if (stored instanceof List<?> items) {
      return map(items, AttributeValues::text);
    }
    return stored instanceof Map<?, ?> map ? map(map, AttributeValues::text) : stored;
  }
}
