// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import dev.tracer.Attributes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes attributes in protobuf (opentelemetry-proto, {@code common.proto}): {@code KeyValue}, and
 * {@code AnyValue} for values. Confined to one thread.
 *
 * <p>Most of what is sent are attributes, so what most of them have in common makes them quick: an
 * attribute whose name was written before, and whose lengths take one byte each, is written in one
 * go, the name copied as it was. All others are messages within messages.
 */
final class ProtoAttributes {
  /** Deeper values become empty; the engine's own limit is lower unless the user has raised it. */
  private static final int MAX_DEPTH = 100;

  // KeyValue, AnyValue, and the lists of either
  private static final int KEY = 1 << 3 | 2;
  private static final int VALUE = 2 << 3 | 2;
  private static final int STRING = 1 << 3 | 2;
  private static final int BOOL = 2 << 3;
  private static final int INT = 3 << 3;
  private static final int DOUBLE = 4 << 3 | 1;
  private static final int ARRAY = 5 << 3 | 2;
  private static final int KEY_VALUES = 6 << 3 | 2;
  private static final int BYTES = 7 << 3 | 2;
  private static final int ELEMENT = 1 << 3 | 2;

  /** The tag and the length of a message, if the length takes one byte. */
  private static final int SHORT_HEAD = 2;

  /** The longest message whose length takes one byte. */
  private static final int MAX_SHORT = 0x7F;

  /** The most that a number takes with its tag. */
  private static final int MAX_NUMBER = 11;

  /** How many names are remembered; a power of two. */
  private static final int NAMES = 256;

  /** The longest name that is remembered, in characters. */
  private static final int MAX_NAME = 64;

  // immutable state
  private final ProtoWriter out;

  // mutable state
  /** Names that were written before, each where its hash code puts it. */
  private final @Nullable String[] names = new @Nullable String[NAMES];

  /** What was written for each of them: the tag, the length and the bytes. */
  private final byte[][] namesWritten = new byte[NAMES][];

  ProtoAttributes(ProtoWriter out) {
    this.out = out;
  }

  /** Writes attributes as elements of the field {@code tag}. */
  void write(int tag, Attributes all) {
    for (int i = 0; i < all.size(); i++) {
      keyValue(tag, all.name(i), all.value(i), MAX_DEPTH);
    }
  }

  private void keyValue(int tag, String name, @Nullable Object value, int depth) {
    int slot = name.hashCode() & NAMES - 1;
    boolean isKnown = name.equals(names[slot]);
    if (isKnown && inOneGo(tag, namesWritten[slot], value)) {
      return;
    }
    int message = out.begin(tag, 1);
    int start = out.size();
    out.text(KEY, name);
    if (!isKnown && name.length() <= MAX_NAME) {
      // in this order, as there may be no memory for it
      namesWritten[slot] = Arrays.copyOfRange(out.buffer(), start, out.size());
      names[slot] = name;
    }
    anyValue(VALUE, value, depth);
    out.end(message, 1);
  }

  /** Writes an attribute if its value is text in ASCII or a number, and it is short. */
  private boolean inOneGo(int tag, byte[] key, @Nullable Object value) {
    int most = value instanceof String text ? SHORT_HEAD + text.length() : MAX_NUMBER;
    if (key.length + SHORT_HEAD + most > MAX_SHORT) {
      return false;
    }
    byte[] target = out.reserve(SHORT_HEAD + MAX_SHORT);
    int keyAt = out.size() + SHORT_HEAD;
    int valueAt = keyAt + key.length + SHORT_HEAD;
    int end = valueInOneGo(target, valueAt, value);
    if (end < 0) {
      return false;
    }
    target[keyAt - 2] = (byte) tag;
    target[keyAt - 1] = (byte) (end - keyAt);
    System.arraycopy(key, 0, target, keyAt, key.length);
    target[valueAt - 2] = VALUE;
    target[valueAt - 1] = (byte) (end - valueAt);
    out.advance(end);
    return true;
  }

  /** Puts the field of an {@code AnyValue} into {@code target}; returns where it ends, or -1. */
  private static int valueInOneGo(byte[] target, int at, @Nullable Object value) {
    if (value instanceof String text) {
      target[at] = STRING;
      target[at + 1] = (byte) text.length();
      return ProtoWriter.ascii(target, at + 2, text) ? at + 2 + text.length() : -1;
    } else if (value instanceof Long number) {
      target[at] = INT;
      return ProtoWriter.varint(target, at + 1, number);
    } else if (value instanceof Boolean bool) {
      target[at] = BOOL;
      target[at + 1] = (byte) (bool ? 1 : 0);
      return at + 2;
    }
    return -1;
  }

  /** Writes an {@code AnyValue}; one without a field for the empty value. */
  private void anyValue(int tag, @Nullable Object value, int depth) {
    int message = out.begin(tag, 1);
    if (value instanceof String text) {
      out.text(STRING, text);
    } else if (value instanceof Long number) {
      out.number(INT, number);
    } else if (value instanceof Boolean bool) {
      out.number(BOOL, bool ? 1 : 0);
    } else if (value instanceof Double number) {
      out.fixed64(DOUBLE, Double.doubleToRawLongBits(number));
    } else if (value instanceof ByteBuffer bytes) {
      out.bytes(BYTES, bytes);
    } else if (value instanceof byte[] bytes) {
      out.bytes(BYTES, ByteBuffer.wrap(bytes));
    } else if (value != null && depth > 0) {
      composite(value, depth);
    }
    out.end(message, 1);
  }

  private void composite(Object value, int depth) {
    if (value instanceof List<?> items) {
      int array = out.begin(ARRAY, 1);
      for (int i = 0; i < items.size(); i++) {
        anyValue(ELEMENT, items.get(i), depth - 1);
      }
      out.end(array, 1);
    } else if (value instanceof Map<?, ?> map) {
      int members = out.begin(KEY_VALUES, 1);
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        keyValue(ELEMENT, String.valueOf(entry.getKey()), entry.getValue(), depth - 1);
      }
      out.end(members, 1);
    } else {
      out.text(STRING, value.toString());
    }
  }
}
