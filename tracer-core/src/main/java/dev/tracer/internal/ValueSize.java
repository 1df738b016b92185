// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How much memory the value of an attribute holds, roughly, found without a copy. Stateless. */
public final class ValueSize {
  private static final int OBJECT = 16;
  private static final int REFERENCE = 8;
  private static final int ENTRY = 48;
  private static final int MAX_DEPTH = 16;

  private ValueSize() {}

  /** Bytes; a character counts as one. What nests deeper than 16 levels does not count. */
  public static long of(@Nullable Object value) {
    return of(value, MAX_DEPTH);
  }

  private static long of(@Nullable Object value, int depth) {
    if (value instanceof String text) {
      return text.length();
    }
    if (value instanceof ByteBuffer bytes) {
      return bytes.remaining();
    }
    long sum = OBJECT;
    if (value instanceof List<?> items && depth > 0) {
      for (Object item : items) {
        sum += REFERENCE + of(item, depth - 1);
      }
    } else if (value instanceof Map<?, ?> map && depth > 0) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        sum += ENTRY + of(entry.getKey(), 1) + of(entry.getValue(), depth - 1);
      }
    }
    return sum;
  }
}
