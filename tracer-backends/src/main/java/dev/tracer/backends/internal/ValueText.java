// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.backends.internal;

import dev.tracer.Attributes;
import dev.tracer.internal.JsonWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Attribute values for formats that have fewer types than OTLP (OpenTelemetry, "Attribute", "String
 * representation for non-OTLP protocols").
 */
public final class ValueText {
  /** Deeper values become empty. */
  private static final int MAX_DEPTH = 100;

  private ValueText() {}

  /**
   * A value as text: strings as they are, numbers and booleans as Java writes them, bytes in
   * base64, lists and maps as JSON.
   */
  public static String of(Object value) {
    if (value instanceof ByteBuffer bytes) {
      ByteBuffer copy = Base64.getEncoder().encode(bytes.duplicate());
      return StandardCharsets.ISO_8859_1.decode(copy).toString();
    }
    if (value instanceof List<?> || value instanceof Map<?, ?>) {
      JsonWriter json = new JsonWriter(64);
      write(json, value);
      return new String(json.buffer(), 0, json.size(), StandardCharsets.UTF_8);
    }
    return value.toString();
  }

  /** Writes a value as JSON; what JSON has no number for becomes a string. */
  public static void write(JsonWriter json, @Nullable Object value) {
    write(json, value, MAX_DEPTH);
  }

  /** Writes attributes as a JSON object. */
  public static void write(JsonWriter json, Attributes attributes) {
    json.raw('{');
    for (int i = 0; i < attributes.size(); i++) {
      json.string(attributes.name(i)).raw(':');
      write(json, attributes.value(i));
      json.raw(',');
    }
    json.close('}');
  }

  private static void write(JsonWriter json, @Nullable Object value, int depth) {
    if (value == null || depth == 0) {
      json.raw("null");
    } else if (value instanceof Long number) {
      json.number(number);
    } else if (value instanceof Double number) {
      json.number(number);
    } else if (value instanceof Boolean bool) {
      json.raw(bool ? "true" : "false");
    } else if (value instanceof List<?> items) {
      json.raw('[');
      for (Object item : items) {
        write(json, item, depth - 1);
        json.raw(',');
      }
      json.close(']');
    } else if (value instanceof Map<?, ?> map) {
      json.raw('{');
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.string(String.valueOf(entry.getKey())).raw(':');
        write(json, entry.getValue(), depth - 1);
        json.raw(',');
      }
      json.close('}');
    } else {
      json.string(of(value));
    }
  }
}
