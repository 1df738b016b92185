// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JSON as UTF-8 bytes in one growing array that is used again and again (RFC 8259). Text is escaped
 * and encoded on the way; nothing is allocated unless the array has to grow. Confined to one
 * thread.
 *
 * <p>The caller writes the punctuation, mostly as part of prepared constants ({@link #ascii},
 * {@link #raw(byte[])}); only {@link #name} and {@link #element} look whether a comma is due.
 */
public final class JsonWriter {
  private static final VarHandle LITTLE_ENDIAN_INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** Beyond it an array may not be allocated; see {@code ArraysSupport.MAX_ARRAY_LENGTH}. */
  private static final int MAX_LENGTH = Integer.MAX_VALUE - 8;

  private static final byte[] NAN = ascii("\"NaN\"");
  private static final byte[] INFINITY = ascii("\"Infinity\"");
  private static final byte[] NEGATIVE_INFINITY = ascii("\"-Infinity\"");
  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");
  private static final byte[] NULL = ascii("null");
  private static final byte[] MIN_LONG = ascii("-9223372036854775808");
  private static final byte[] HEX = ascii("0123456789abcdef");
  private static final byte[] BASE64 =
      ascii("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

  /**
   * For each ASCII unit: 0 as it is, {@code u} by number, otherwise the letter behind {@code \}.
   */
  private static final byte[] ESCAPES = escapes();

  private byte[] buffer;
  private int size;

  /** The first ten digits of the last long number: as a number, the first eight, the other two. */
  private long lastFront = -1;

  private long lastFrontDigits;
  private int lastFrontEnd;

  /** A writer with room for {@code capacity} bytes before it grows. */
  public JsonWriter(int capacity) {
    this.buffer = new byte[Math.max(64, capacity)];
  }

  private static byte[] escapes() {
    byte[] table = new byte[128];
    Arrays.fill(table, 0, 0x20, (byte) 'u');
    table['\b'] = 'b';
    table['\t'] = 't';
    table['\n'] = 'n';
    table['\f'] = 'f';
    table['\r'] = 'r';
    table['"'] = '"';
    table['\\'] = '\\';
    return table;
  }

  /** The bytes of a constant for {@link #raw(byte[])}. */
  public static byte[] ascii(String constant) {
    return constant.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The array; valid up to {@link #size} and until the next write. */
  public byte[] buffer() {
    return buffer;
  }

  /** How many bytes were written. */
  public int size() {
    return size;
  }

  /** Takes back what was written behind {@code newSize}. */
  public void truncate(int newSize) {
    if (newSize < 0 || newSize > size) {
      throw new IllegalArgumentException("newSize " + newSize + " of " + size);
    }
    size = newSize;
  }

  /** Forgets the array, for when somebody else still uses it or it has become too large. */
  public void replaceBuffer(int capacity) {
    buffer = new byte[Math.max(64, capacity)];
    size = 0;
  }

  /** A copy of what was written since {@code from}. */
  public byte[] copyFrom(int from) {
    return Arrays.copyOfRange(buffer, from, size);
  }

  /**
   * Makes room for {@code more} bytes, for callers who fill the array themselves from {@link #size}
   * on and {@link #advance} afterwards.
   */
  public byte[] reserve(int more) {
    byte[] bytes = buffer;
    return more <= bytes.length - size ? bytes : grow(more);
  }

  /** Counts {@code more} bytes as written, for which room was made and which were filled. */
  public void advance(int more) {
    size += more;
  }

  private byte[] grow(int more) {
    long needed = (long) size + more;
    if (needed > MAX_LENGTH) {
      throw new IllegalStateException("more than 2 GiB of JSON");
    }
    long doubled = Math.min((long) buffer.length << 1, MAX_LENGTH);
    buffer = Arrays.copyOf(buffer, (int) Math.max(doubled, needed));
    return buffer;
  }

  /** Writes bytes as they are. */
  public JsonWriter raw(byte[] bytes) {
    byte[] target = reserve(bytes.length);
    System.arraycopy(bytes, 0, target, size, bytes.length);
    size += bytes.length;
    return this;
  }

  /** Up to four ASCII characters for {@link #packed}. */
  public static int pack(String constant) {
    int packed = 0;
    for (int i = constant.length() - 1; i >= 0; i--) {
      packed = packed << 8 | constant.charAt(i);
    }
    return packed;
  }

  /** Writes the first {@code length} characters of a {@link #pack packed} constant. */
  public JsonWriter packed(int constant, int length) {
    LITTLE_ENDIAN_INTS.set(reserve(4), size, constant);
    size += length;
    return this;
  }

  /** Writes one ASCII character as it is. */
  public JsonWriter raw(char ascii) {
    reserve(1)[size++] = (byte) ascii;
    return this;
  }

  /** Begins an element of an array: writes a comma unless it is the first one. */
  public JsonWriter element() {
    byte last = size == 0 ? (byte) '[' : buffer[size - 1];
    return last == '[' || last == '{' || last == ':' || last == '\n' ? this : raw(',');
  }

  /** Ends an array whose elements, if it has any, are each followed by a comma. */
  public JsonWriter closeArray() {
    if (size > 0 && buffer[size - 1] == ',') {
      buffer[size - 1] = ']';
      return this;
    }
    return raw(']');
  }

  /** Begins a member of an object: a comma unless it is the first one, the name and a colon. */
  public JsonWriter name(String name) {
    return element().string(name).raw(':');
  }

  /** Writes {@code true} or {@code false}. */
  public JsonWriter value(boolean value) {
    return raw(value ? TRUE : FALSE);
  }

  /** Writes {@code null}. */
  public JsonWriter nullValue() {
    return raw(NULL);
  }

  /** Writes text in quotes. A surrogate that has no partner becomes U+FFFD. */
  public JsonWriter string(String text) {
    int length = text.length();
    byte[] target = reserve(length + 2);
    int at = size;
    target[at++] = '"';
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 128 || ESCAPES[c] != 0) {
        size = at;
        return escaped(text, i);
      }
      target[at++] = (byte) c;
    }
    target[at++] = '"';
    size = at;
    return this;
  }

  /** The rest of a text, from the first unit on that is not written as it is. */
  private JsonWriter escaped(String text, int from) {
    int length = text.length();
    for (int i = from; i < length; i++) {
      char c = text.charAt(i);
      byte[] target = reserve(7);
      if (c < 128) {
        byte escape = ESCAPES[c];
        if (escape == 0) {
          target[size++] = (byte) c;
        } else {
          escape(target, c, escape);
        }
      } else if (c < 0x800) {
        target[size++] = (byte) (0xC0 | c >> 6);
        target[size++] = (byte) (0x80 | c & 0x3F);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < length
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        supplementary(target, Character.toCodePoint(c, text.charAt(++i)));
      } else {
        char valid = Character.isSurrogate(c) ? '\uFFFD' : c;
        target[size++] = (byte) (0xE0 | valid >> 12);
        target[size++] = (byte) (0x80 | valid >> 6 & 0x3F);
        target[size++] = (byte) (0x80 | valid & 0x3F);
      }
    }
    return raw('"');
  }

  private void escape(byte[] target, char c, byte escape) {
    target[size++] = '\\';
    target[size++] = escape;
    if (escape == 'u') {
      target[size++] = '0';
      target[size++] = '0';
      target[size++] = HEX[c >> 4];
      target[size++] = HEX[c & 15];
    }
  }

  private void supplementary(byte[] target, int codePoint) {
    target[size++] = (byte) (0xF0 | codePoint >> 18);
    target[size++] = (byte) (0x80 | codePoint >> 12 & 0x3F);
    target[size++] = (byte) (0x80 | codePoint >> 6 & 0x3F);
    target[size++] = (byte) (0x80 | codePoint & 0x3F);
  }

  /** Writes 16 hex digits, without quotes. */
  public JsonWriter hex(long value) {
    size = Hex.write(value, reserve(16), size);
    return this;
  }

  /** Writes an integer in decimal, without quotes. */
  public JsonWriter number(long value) {
    if (value >= 0) {
      return digits(value);
    }
    return value == Long.MIN_VALUE ? raw(MIN_LONG) : raw('-').digits(-value);
  }

  private JsonWriter digits(long value) {
    size = Decimal.write(value, reserve(Decimal.ROOM), size);
    return this;
  }

  /**
   * Writes the 19 digits of a number that has as many, from {@code at} on. Nanoseconds since 1970
   * have 19 digits from 2001 to 2286; the first ten are kept for the next one, which likely is of
   * the same second.
   */
  public void nineteenDigits(byte[] target, int at, long value) {
    long front = value / 1_000_000_000;
    if (front != lastFront) {
      int end = (int) (front % 100);
      lastFront = front;
      lastFrontDigits = Decimal.eightDigits((int) (front / 100));
      lastFrontEnd = ('0' + end / 10) | ('0' + end % 10) << 8;
    }
    int rest = (int) (value - front * 1_000_000_000);
    int tenth = rest / 100_000_000;
    Decimal.putEight(lastFrontDigits, target, at);
    LITTLE_ENDIAN_INTS.set(target, at + 8, lastFrontEnd | ('0' + tenth) << 16);
    Decimal.putEight(Decimal.eightDigits(rest - tenth * 100_000_000), target, at + 11);
  }

  /**
   * Writes a floating-point number so that it reads back as the same one. What JSON has no number
   * for is written as text: {@code "NaN"}, {@code "Infinity"}, {@code "-Infinity"} (ProtoJSON).
   */
  public JsonWriter number(double value) {
    int end = Decimal.write(value, reserve(Decimal.ROOM), size);
    if (end == size) {
      return rareDouble(value);
    }
    size = end;
    return this;
  }

  private JsonWriter rareDouble(double value) {
    if (Double.isNaN(value)) {
      return raw(NAN);
    }
    if (Double.isInfinite(value)) {
      return raw(value > 0 ? INFINITY : NEGATIVE_INFINITY);
    }
    String text = Double.toString(value);
    byte[] target = reserve(text.length());
    for (int i = 0; i < text.length(); i++) {
      target[size++] = (byte) text.charAt(i);
    }
    return this;
  }

  /** Writes the remaining bytes of {@code bytes} in quotes as base64 with padding (RFC 4648 §4). */
  public JsonWriter base64(ByteBuffer bytes) {
    int end = bytes.limit();
    int at = bytes.position();
    raw('"');
    while (at < end) {
      int count = Math.min(3, end - at);
      int bits = (bytes.get(at) & 0xFF) << 16;
      bits |= count > 1 ? (bytes.get(at + 1) & 0xFF) << 8 : 0;
      bits |= count > 2 ? bytes.get(at + 2) & 0xFF : 0;
      byte[] target = reserve(4);
      target[size++] = BASE64[bits >> 18];
      target[size++] = BASE64[bits >> 12 & 63];
      target[size++] = count > 1 ? BASE64[bits >> 6 & 63] : (byte) '=';
      target[size++] = count > 2 ? BASE64[bits & 63] : (byte) '=';
      at += count;
    }
    return raw('"');
  }

  /** What was written, as text. */
  @Override
  public String toString() {
    return new String(buffer, 0, size, StandardCharsets.UTF_8);
  }
}
