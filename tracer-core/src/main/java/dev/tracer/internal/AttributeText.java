// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import dev.tracer.Attributes;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Attributes in one line of text: {@code order.id=42 user="Ada L." tags=[a, b]}. Stateless. */
public final class AttributeText {
  private AttributeText() {}

  /** Appends {@code name=value}, both quoted where needed. */
  public static void append(
      StringBuilder target, String name, @Nullable Object value, IntPredicate encodable) {
    SafeText.appendQuoted(target, name, encodable);
    target.append('=');
    appendValue(target, value, encodable);
  }

  /** Appends all of them, each behind a space. */
  public static void appendAll(
      StringBuilder target, Attributes attributes, IntPredicate encodable) {
    for (int i = 0; i < attributes.size(); i++) {
      target.append(' ');
      append(target, attributes.name(i), attributes.value(i), encodable);
    }
  }

  private static void appendValue(
      StringBuilder target, @Nullable Object value, IntPredicate encodable) {
    if (value instanceof List<?> items) {
      String separator = "[";
      for (Object item : items) {
        target.append(separator);
        appendValue(target, item, encodable);
        separator = ", ";
      }
      target.append(items.isEmpty() ? "[]" : "]");
    } else if (value instanceof Map<?, ?> map) {
      String separator = "{";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        target.append(separator);
        append(target, String.valueOf(entry.getKey()), entry.getValue(), encodable);
        separator = ", ";
      }
      target.append(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      target.append("base64:").append(Base64.getEncoder().encodeToString(copy));
    } else if (value instanceof String text) {
      SafeText.appendQuoted(target, text, encodable);
    } else {
      target.append(value); // a number, a truth value or null
    }
  }
}
