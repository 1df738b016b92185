// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import java.lang.reflect.Array;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Attribute values inside the engine: as in {@link Attributes}, but bytes are a {@code byte[]} of
 * our own. Conversion follows OpenTelemetry's "Mapping Arbitrary Data to OTLP AnyValue".
 */
final class AttributeValues {
  /**
   * Most elements that arrays and maps of one value hold together; the rest is left out. Guards
   * against collections that are huge or contain themselves.
   */
  static final int MAX_ELEMENTS = 4096;

  private AttributeValues() {}

  /**
   * Converts a value to the stored types and copies what could change.
   *
   * @param depth how many levels of arrays and maps there may be; deeper ones become null, which
   *     exporters write as the empty value
   */
  static @Nullable Object normalize(@Nullable Object value, int depth) {
    return convert(value, depth, new int[1]);
  }

  /** Converts one value; {@code elements} counts those met in arrays and maps. */
  private static @Nullable Object convert(@Nullable Object value, int depth, int[] elements) {
    if (value == null
        || value instanceof String
        || value instanceof Long
        || value instanceof Boolean
        || value instanceof Double) {
      return value;
    }
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof Float f) {
      return (double) f;
    }
    if (value instanceof BigInteger big && big.bitLength() < 64) {
      return big.longValue();
    }
    if (value instanceof byte[] bytes) {
      return bytes.clone();
    }
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return bytes;
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    if (value instanceof Map<?, ?> map) {
      return depth <= 0 ? null : convertMap(map, depth - 1, elements);
    }
    if (value instanceof Collection<?> items) {
      return depth <= 0 ? null : convertItems(items, depth - 1, elements);
    }
    if (value.getClass().isArray()) {
      return depth <= 0 ? null : convertArray(value, depth - 1, elements);
    }
    return value.toString();
  }

  private static Map<String, Object> convertMap(Map<?, ?> map, int depth, int[] elements) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (elements[0]++ >= MAX_ELEMENTS) {
        break;
      }
      copy.put(String.valueOf(entry.getKey()), convert(entry.getValue(), depth, elements));
    }
    return Collections.unmodifiableMap(copy);
  }

  private static List<Object> convertItems(Collection<?> items, int depth, int[] elements) {
    List<@Nullable Object> copy = new ArrayList<>();
    for (Object item : items) {
      if (elements[0]++ >= MAX_ELEMENTS) {
        break;
      }
      copy.add(convert(item, depth, elements));
    }
    return Collections.unmodifiableList(copy);
  }

  private static List<Object> convertArray(Object array, int depth, int[] elements) {
    List<@Nullable Object> copy = new ArrayList<>();
    int length = Array.getLength(array);
    for (int i = 0; i < length && elements[0]++ < MAX_ELEMENTS; i++) {
      copy.add(convert(Array.get(array, i), depth, elements));
    }
    return Collections.unmodifiableList(copy);
  }

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
