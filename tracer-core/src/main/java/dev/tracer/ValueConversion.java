// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import java.lang.reflect.Array;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns an application's value into stored form and copies what could change, after OpenTelemetry's
 * "Mapping Arbitrary Data to OTLP AnyValue". For one value; confined to a thread.
 */
final class ValueConversion {
  /**
   * Most elements that arrays and maps of one value hold together; the rest is left out. Guards
   * against collections that are huge or contain themselves.
   */
  static final int MAX_ELEMENTS = 4096;

  /** How many elements were met in arrays and maps. */
  private int elements;

  private boolean isCut;

  /** Whether something was left out. */
  boolean isCut() {
    return isCut;
  }

  private @Nullable Object cut() {
    isCut = true;
    return null;
  }

  /** Whether there is room for no other element; takes the room. */
  private boolean isFull() {
    isCut |= elements >= MAX_ELEMENTS;
    return elements++ >= MAX_ELEMENTS;
  }

  /**
   * Converts a value.
   *
   * @param depth how many levels of arrays and maps there may be; deeper ones become null, which
   *     exporters write as the empty value
   */
  @Nullable Object of(@Nullable Object value, int depth) {
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
      return depth <= 0 ? cut() : convertMap(map, depth - 1);
    }
    if (value instanceof Collection<?> items) {
      return depth <= 0 ? cut() : convertItems(items, depth - 1);
    }
    if (value.getClass().isArray()) {
      return depth <= 0 ? cut() : convertArray(value, depth - 1);
    }
    return value.toString();
  }

  private Map<String, Object> convertMap(Map<?, ?> map, int depth) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (isFull()) {
        break;
      }
      copy.put(String.valueOf(entry.getKey()), of(entry.getValue(), depth));
    }
    return Collections.unmodifiableMap(copy);
  }

  private List<Object> convertItems(Collection<?> items, int depth) {
    List<@Nullable Object> copy = new ArrayList<>();
    for (Object item : items) {
      if (isFull()) {
        break;
      }
      copy.add(of(item, depth));
    }
    return Collections.unmodifiableList(copy);
  }

  private List<Object> convertArray(Object array, int depth) {
    List<@Nullable Object> copy = new ArrayList<>();
    int length = Array.getLength(array);
    for (int i = 0; i < length && !isFull(); i++) {
      copy.add(of(Array.get(array, i), depth));
    }
    return Collections.unmodifiableList(copy);
  }
}
