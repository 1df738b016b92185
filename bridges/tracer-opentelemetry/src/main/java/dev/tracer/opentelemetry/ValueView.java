// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.opentelemetry;

import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A value of OpenTelemetry's as a list, a map or what is in it. Lists and maps are views, converted
 * while they are read: the engine, which copies them, bounds how deep and how far, and survives
 * what they throw.
 */
final class ValueView {
  private ValueView() {}

  /** What is no {@code Value} is what it is. */
  static @Nullable Object of(@Nullable Object theirs) {
    if (!(theirs instanceof Value<?> value)) {
      return theirs;
    }
    return switch (value.getType()) {
      case ARRAY -> items((List<?>) value.getValue());
      case KEY_VALUE_LIST -> members((List<?>) value.getValue());
      case EMPTY -> null; // older APIs have no such type
      default -> value.getValue();
    };
  }

  private static List<@Nullable Object> items(List<?> theirs) {
    return new AbstractList<>() {
      @Override
      public @Nullable Object get(int index) {
        return of(theirs.get(index));
      }

      @Override
      public int size() {
        return theirs.size();
      }
    };
  }

  private static Map<String, @Nullable Object> members(List<?> theirs) {
    return new AbstractMap<>() {
      @Override
      public Set<Entry<String, @Nullable Object>> entrySet() {
        return new AbstractSet<>() {
          @Override
          public Iterator<Entry<String, @Nullable Object>> iterator() {
            return theirs.stream().map(ValueView::member).iterator();
          }

          @Override
          public int size() {
            return theirs.size();
          }
        };
      }
    };
  }

  private static Map.Entry<String, @Nullable Object> member(Object theirs) {
    KeyValue pair = (KeyValue) theirs;
    return new AbstractMap.SimpleImmutableEntry<>(pair.getKey(), of(pair.getValue()));
  }
}
