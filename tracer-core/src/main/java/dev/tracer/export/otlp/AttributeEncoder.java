// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import static dev.tracer.internal.JsonWriter.ascii;
import static dev.tracer.internal.JsonWriter.pack;

import dev.tracer.Attributes;
import dev.tracer.internal.JsonWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes attributes as OTLP {@code KeyValue}s. Confined to one thread. */
/*
 * Names come again and again, so the bytes from `{"key":` up to the value are kept for each name and
 * type of value. Elements end with a comma; the last one of a list is overwritten by the bracket.
 */
final class AttributeEncoder {
  /** Deeper values become empty; the engine's own limit is lower unless the user has raised it. */
  private static final int MAX_DEPTH = 100;

  private static final byte[] STRING = ascii("\"stringValue\":");
  private static final byte[] INT = ascii("\"intValue\":\"");
  private static final byte[] DOUBLE = ascii("\"doubleValue\":");
  private static final byte[] TRUE = ascii("\"boolValue\":true}},");
  private static final byte[] FALSE = ascii("\"boolValue\":false}},");
  private static final byte[] BYTES = ascii("\"bytesValue\":");
  private static final byte[] ARRAY = ascii("\"arrayValue\":{\"values\":[");
  private static final byte[] MAP = ascii("\"kvlistValue\":{\"values\":[");
  private static final byte[] KEY = ascii("{\"key\":");
  private static final byte[] VALUE = ascii(",\"value\":{");
  private static final int END_OF_QUOTED = pack("\"}},");
  private static final int END = pack("}},");

  private final JsonWriter json;
  private final NameCache names = new NameCache();
  private final TextCache texts = new TextCache();

  AttributeEncoder(JsonWriter json) {
    this.json = json;
  }

  /** Writes the elements and the closing bracket of an array that was opened before. */
  void write(Attributes attributes) {
    for (int i = 0; i < attributes.size(); i++) {
      write(attributes.name(i), attributes.value(i));
    }
    json.closeArray();
  }

  private void write(String name, Object value) {
    if (value instanceof String text) {
      write(name, text);
    } else if (value instanceof Long number) {
      begin(name, NameCache.INT, INT);
      json.number(number).packed(END_OF_QUOTED, 4);
    } else if (value instanceof Boolean bool) {
      begin(name, bool ? NameCache.TRUE : NameCache.FALSE, bool ? TRUE : FALSE);
    } else if (value instanceof Double number) {
      begin(name, NameCache.DOUBLE, DOUBLE);
      json.number(number).packed(END, 3);
    } else {
      json.raw(KEY).string(name).raw(VALUE);
      value(value, MAX_DEPTH);
      json.packed(END, 3);
    }
  }

  private void write(String name, String text) {
    byte[] known = texts.find(name, text);
    if (known != null) {
      json.raw(known);
      return;
    }
    int start = json.size();
    begin(name, NameCache.STRING, STRING);
    json.string(text).packed(END, 3);
    texts.offer(name, text, json, start);
  }

  /** Writes text that is likely to come again, as it is, in quotes. */
  void text(String text) {
    byte[] known = texts.find("", text);
    if (known != null) {
      json.raw(known);
      return;
    }
    int start = json.size();
    json.string(text);
    texts.offer("", text, json, start);
  }

  /** Writes all up to the value. */
  private void begin(String name, int type, byte[] field) {
    byte[] known = names.find(name, type);
    if (known != null) {
      json.raw(known);
      return;
    }
    int start = json.size();
    json.raw(KEY).string(name).raw(VALUE).raw(field);
    names.offer(name, type, json, start);
  }

  /** Writes the member of an {@code AnyValue}; nothing for the empty value. */
  private void value(@Nullable Object value, int depth) {
    if (value instanceof String text) {
      json.raw(STRING).string(text);
    } else if (value instanceof Long number) {
      json.raw(INT).number(number).raw('"');
    } else if (value instanceof Boolean bool) {
      json.raw(bool ? TRUE : FALSE);
      json.truncate(json.size() - 3);
    } else if (value instanceof Double number) {
      json.raw(DOUBLE).number(number);
    } else if (value instanceof ByteBuffer bytes) {
      json.raw(BYTES).base64(bytes);
    } else if (value instanceof byte[] bytes) {
      json.raw(BYTES).base64(ByteBuffer.wrap(bytes));
    } else if (value instanceof List<?> items) {
      list(items, depth - 1);
    } else if (value instanceof Map<?, ?> map) {
      map(map, depth - 1);
    } else if (value != null) {
      json.raw(STRING).string(value.toString());
    }
  }

  private void list(List<?> items, int depth) {
    if (depth < 0) {
      return;
    }
    json.raw(ARRAY);
    for (int i = 0; i < items.size(); i++) {
      json.raw('{');
      value(items.get(i), depth);
      json.raw('}').raw(',');
    }
    json.closeArray();
    json.raw('}');
  }

  private void map(Map<?, ?> map, int depth) {
    if (depth < 0) {
      return;
    }
    json.raw(MAP);
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      json.raw(KEY).string(String.valueOf(entry.getKey())).raw(VALUE);
      value(entry.getValue(), depth);
      json.packed(END, 3);
    }
    json.closeArray();
    json.raw('}');
  }
}
