// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/**
 * JSON as UTF-8 bytes in one growing array that is used again and again (RFC 8259). Text is escaped
 * and encoded on the way; hardly anything is allocated unless the array has to grow. Confined to
 * one thread.
 *
 * <p>The caller writes the punctuation, as part of prepared constants ({@link #raw(String)}, {@link
 * #pack}). Elements and members end with a comma, which {@link #close} replaces.
 */
public final class JsonWriter {
  /** Beyond it an array may not be allocated; see {@code ArraysSupport.MAX_ARRAY_LENGTH}. */
  private static final int MAX_LENGTH = Integer.MAX_VALUE - 8;

  /** A thousand times what is below has at most 15 digits, and so is a double of its own. */
  private static final double EXACT = 1e12;

  private static final long U00 = pack("\\u00");

  private static final int EIGHT_DIGITS = 100_000_000;

  /**
   * For each byte of a unit below 128: 0 as it is, {@code u} by number, otherwise the letter behind
   * {@code \}; for the others something else than 0.
   */
  private static final byte[] ESCAPES = new byte[256];

  static {
    Arrays.fill(ESCAPES, 0, 0x20, (byte) 'u');
    Arrays.fill(ESCAPES, 0x80, 0x100, (byte) 'u');
    String special = "\bb\tt\nn\ff\rr\"\"\\\\";
    for (int i = 0; i < special.length(); i += 2) {
      ESCAPES[special.charAt(i)] = (byte) special.charAt(i + 1);
    }
  }

  private byte[] buffer;

  /** The buffer, for eight bytes at once: a VarHandle takes a fresh virtual machine 15 ms. */
  private ByteBuffer longs;

  private int size;

  /** A writer with room for {@code capacity} bytes before it grows. */
  public JsonWriter(int capacity) {
    this.buffer = new byte[Math.max(64, capacity)];
    this.longs = ByteBuffer.wrap(buffer);
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
    buffer = new byte[capacity];
    longs = ByteBuffer.wrap(buffer);
    size = 0;
  }

  /** A copy of what was written since {@code from}. */
  public byte[] copyFrom(int from) {
    return Arrays.copyOfRange(buffer, from, size);
  }

  /** Makes room for {@code more} bytes. */
  private byte[] reserve(int more) {
    byte[] bytes = buffer;
    return more <= bytes.length - size ? bytes : grow(more);
  }

  private byte[] grow(int more) {
    long needed = (long) size + more;
    if (needed > MAX_LENGTH) {
      throw new IllegalStateException("more than 2 GiB of JSON");
    }
    long doubled = Math.min((long) buffer.length << 1, MAX_LENGTH);
    buffer = Arrays.copyOf(buffer, (int) Math.max(doubled, needed));
    longs = ByteBuffer.wrap(buffer);
    return buffer;
  }

  /** Writes bytes as they are. */
  public JsonWriter raw(byte[] bytes) {
    byte[] target = reserve(bytes.length);
    System.arraycopy(bytes, 0, target, size, bytes.length);
    size += bytes.length;
    return this;
  }

  /** Writes a constant of ASCII characters as it is. */
  @SuppressWarnings("deprecation") // the one way to copy text without an array of its own
  public JsonWriter raw(String ascii) {
    int length = ascii.length();
    ascii.getBytes(0, length, reserve(length), size);
    size += length;
    return this;
  }

  /** Up to eight ASCII characters for {@link #packed}. */
  public static long pack(String constant) {
    long packed = 0;
    for (int i = 0; i < constant.length(); i++) {
      packed |= (long) constant.charAt(i) << 56 - 8 * i;
    }
    return packed;
  }

  /** Writes the first {@code length} characters of a {@link #pack packed} constant. */
  public JsonWriter packed(long constant, int length) {
    reserve(8);
    longs.putLong(size, constant);
    size += length;
    return this;
  }

  /** Writes one ASCII character as it is. */
  public JsonWriter raw(char ascii) {
    reserve(1)[size++] = (byte) ascii;
    return this;
  }

  /** Ends an array or object whose parts, if it has any, are each followed by a comma. */
  public JsonWriter close(char bracket) {
    if (size > 0 && buffer[size - 1] == ',') {
      size--;
    }
    return raw(bracket);
  }

  /** Writes text in quotes. A surrogate that has no partner becomes U+FFFD. */
  public JsonWriter string(String text) {
    int length = text.length();
    byte[] target = reserve(length + 2);
    int start = size + 1;
    int special = 0;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      special |= ESCAPES[c & 0xFF] | c >> 8;
      target[start + i] = (byte) c;
    }
    target[start - 1] = '"';
    size = start;
    if (special != 0) {
      return escaped(text);
    }
    size += length;
    target[size++] = '"';
    return this;
  }

  /** The text and the second quote. */
  private JsonWriter escaped(String text) {
    for (int i = 0; i < text.length(); i++) {
      int c = text.codePointAt(i);
      byte escape = c < 0x80 ? ESCAPES[c] : 0;
      if (escape == 'u') {
        packed(U00, 4).raw((char) ('0' + (c >> 4))).raw("0123456789abcdef".charAt(c & 15));
      } else if (escape != 0) {
        raw('\\').raw((char) escape);
      } else if (c < 0x80) {
        raw((char) c);
      } else {
        i += c >>> 16 == 0 ? 0 : 1;
        utf8(c >= 0xD800 && c < 0xE000 ? 0xFFFD : c);
      }
    }
    return raw('"');
  }

  private void utf8(int c) {
    byte[] target = reserve(4);
    int rest = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    target[size++] = (byte) (0xFF80 >> rest | c >> 6 * rest);
    while (--rest >= 0) {
      target[size++] = (byte) (0x80 | c >> 6 * rest & 0x3F);
    }
  }

  /** Writes an integer in decimal, without quotes. */
  public JsonWriter number(long value) {
    if (value < 0) {
      return raw(Long.toString(value));
    }
    if (value >= EIGHT_DIGITS) {
      number(value / EIGHT_DIGITS);
      return packed(eightDigits((int) (value % EIGHT_DIGITS)), 8);
    }
    long digits = eightDigits((int) value);
    int zeros = Long.numberOfLeadingZeros(digits & 0x0F0F0F0F0F0F0F00L | 1) >> 3;
    return packed(digits << (zeros << 3), 8 - zeros);
  }

  /** Writes 16 hex digits over what was written from {@code at} on. */
  public void hex(int at, long value) {
    longs.putLong(at, hexDigits(value >>> 32)).putLong(at + 8, hexDigits(value & 0xFFFF_FFFFL));
  }

  /**
   * The eight hex digits of a 32-bit number as ASCII, the first in the highest byte. Each half byte
   * is moved to a byte of its own; those above 9 carry into the upper half when 6 is added and get
   * the distance from behind '9' to 'a' on top.
   */
  static long hexDigits(long value) {
    long x = (value | value << 16) & 0x0000_FFFF_0000_FFFFL;
    x = (x | x << 8) & 0x00FF_00FF_00FF_00FFL;
    x = (x | x << 4) & 0x0F0F_0F0F_0F0F_0F0FL;
    long letters = (x + 0x0606_0606_0606_0606L) >>> 4 & 0x0101_0101_0101_0101L;
    return x + 0x3030_3030_3030_3030L + letters * ('a' - '0' - 10);
  }

  /**
   * Writes the 19 digits of a number that has as many, over what was written from {@code at} on.
   * Nanoseconds since 1970 have 19 digits from 2001 to 2286.
   */
  public void nineteenDigits(int at, long value) {
    long front = value / 1000;
    int high = (int) (front / EIGHT_DIGITS);
    int low = (int) (value - front * 1000);
    longs.putLong(at + 11, eightDigits(EIGHT_DIGITS / 10 + low));
    longs.putLong(at, eightDigits(high));
    longs.putLong(at + 8, eightDigits((int) (front - (long) high * EIGHT_DIGITS)));
  }

  /**
   * The ASCII codes of eight digits, the first one in the highest byte. Splits in halves thrice,
   * all parts at once in one register; a division by 100 or 10 is a multiplication and a shift,
   * exact in the range of its parts.
   */
  private static long eightDigits(int value) {
    long high = value / 10_000;
    long fours = high | (value - high * 10_000) << 32;
    long hundreds = fours * 10_486 >>> 20 & 0x0000007F0000007FL;
    long twos = hundreds | (fours - hundreds * 100) << 16;
    long tens = twos * 103 >>> 10 & 0x000F000F000F000FL;
    return Long.reverseBytes(0x3030303030303030L | tens | (twos - tens * 10) << 8);
  }

  /**
   * Writes a floating-point number so that it reads back as the same one. What JSON has no number
   * for is written as text: {@code "NaN"}, {@code "Infinity"}, {@code "-Infinity"} (ProtoJSON).
   */
  public JsonWriter number(double value) {
    double magnitude = Math.abs(value);
    long thousandths = (long) (magnitude * 1000 + 0.5);
    // both operands are exact, so the quotient is the double closest to the decimal fraction
    if (magnitude >= 1e-3 && magnitude < EXACT && thousandths / 1000.0 == magnitude) {
      if (value < 0) {
        raw('-');
      }
      number(thousandths / 1000).packed(eightDigits((int) (thousandths % 1000)) << 32, 4);
      buffer[size - 4] = '.';
      while (buffer[size - 1] == '0' && buffer[size - 2] != '.') {
        size--;
      }
      return this;
    }
    String text = Double.toString(value);
    return Double.isFinite(value) ? raw(text) : string(text);
  }

  /** Writes the remaining bytes of {@code bytes} in quotes as base64 with padding (RFC 4648 §4). */
  public JsonWriter base64(ByteBuffer bytes) {
    return raw('"').raw(Base64.getEncoder().encode(bytes.duplicate()).array()).raw('"');
  }
}
