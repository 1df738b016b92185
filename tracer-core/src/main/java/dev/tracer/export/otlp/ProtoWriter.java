// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Protobuf in one growing array that is used again and again (protobuf.dev, "Encoding"). Nothing is
 * allocated unless the array has to grow. Confined to one thread.
 *
 * <p>A message within another one is begun with a guess at how many bytes its length will take, and
 * moved at its end if the guess was wrong.
 */
final class ProtoWriter {
  private static final int MAX_LENGTH = Integer.MAX_VALUE - 8;

  /** The bytes of a length that is written without moving what follows; up to 256 MiB. */
  static final int FIXED_LENGTH = 4;

  private byte[] buffer;

  /** The buffer, for eight bytes at once, the lowest first. */
  private ByteBuffer longs;

  private int size;

  ProtoWriter(int capacity) {
    this.buffer = new byte[capacity];
    this.longs = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);
  }

  byte[] buffer() {
    return buffer;
  }

  int size() {
    return size;
  }

  /** Takes back what was written behind {@code newSize}. */
  void truncate(int newSize) {
    size = newSize;
  }

  /** Takes what somebody has put into the buffer himself, up to {@code newSize}, as written. */
  void advance(int newSize) {
    size = newSize;
  }

  /** Forgets the array, for when somebody else still uses it or it has become too large. */
  void replaceBuffer(int capacity) {
    buffer = new byte[capacity];
    longs = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);
    size = 0;
  }

  /** The buffer, with room for {@code more} bytes behind what was written. */
  byte[] reserve(int more) {
    return more <= buffer.length - size ? buffer : grow(more);
  }

  private byte[] grow(int more) {
    long needed = (long) size + more;
    if (needed > MAX_LENGTH) {
      throw new IllegalStateException("more than 2 GiB of protobuf");
    }
    long doubled = Math.min((long) buffer.length << 1, MAX_LENGTH);
    buffer = Arrays.copyOf(buffer, (int) Math.max(doubled, needed));
    longs = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);
    return buffer;
  }

  // fields: their tags are constants, of one byte but for fixed32

  /** Writes a number; 0 as well. */
  void number(int tag, long value) {
    byte[] target = reserve(11);
    target[size] = (byte) tag;
    size = varint(target, size + 1, value);
  }

  /** Puts a number in {@code target} from {@code start} on; returns where it ends. */
  static int varint(byte[] target, int start, long value) {
    int end = start;
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      target[end++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    target[end++] = (byte) rest;
    return end;
  }

  /** Writes a {@code fixed64} or {@code double}. */
  void fixed64(int tag, long value) {
    reserve(9)[size] = (byte) tag;
    longs.putLong(size + 1, value);
    size += 9;
  }

  /** Writes a {@code fixed32}. */
  void fixed32(int tag, int value) {
    size = varint(reserve(9), size, tag);
    longs.putInt(size, value);
    size += 4;
  }

  /** Writes the bytes of a number as they are, the highest first. */
  void id(int tag, long value) {
    reserve(10);
    buffer[size] = (byte) tag;
    buffer[size + 1] = 8;
    longs.putLong(size + 2, Long.reverseBytes(value));
    size += 10;
  }

  /** Writes the bytes of two numbers as they are, the highest first. */
  void id(int tag, long high, long low) {
    reserve(18);
    buffer[size] = (byte) tag;
    buffer[size + 1] = 16;
    longs.putLong(size + 2, Long.reverseBytes(high)).putLong(size + 10, Long.reverseBytes(low));
    size += 18;
  }

  /** Writes the remaining bytes. */
  void bytes(int tag, ByteBuffer bytes) {
    int length = bytes.remaining();
    number(tag, length);
    bytes.duplicate().get(reserve(length), size, length);
    size += length;
  }

  /** Writes text in UTF-8. A surrogate that has no partner becomes U+FFFD. */
  void text(int tag, String text) {
    int length = text.length();
    byte[] target = reserve((int) Math.min(length + 11L, MAX_LENGTH));
    target[size] = (byte) tag;
    int start = varint(target, size + 1, length);
    if (ascii(target, start, text)) { // as most are
      size = start + length;
      return;
    }
    int message = begin(tag, lengthBytes(length));
    utf8(text);
    end(message, lengthBytes(length));
  }

  /** Puts each character as a byte into {@code target}; returns whether that was right. */
  static boolean ascii(byte[] target, int start, String text) {
    int all = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      all |= c;
      target[start + i] = (byte) c;
    }
    return all < 0x80;
  }

  private void utf8(String text) {
    for (int i = 0; i < text.length(); i++) {
      int c = text.codePointAt(i);
      i += c >>> 16 == 0 ? 0 : 1;
      c = c >= 0xD800 && c < 0xE000 ? 0xFFFD : c;
      byte[] target = reserve(4);
      if (c < 0x80) {
        target[size++] = (byte) c;
        continue;
      }
      int rest = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
      target[size++] = (byte) (0xFF80 >> rest | c >> 6 * rest);
      while (--rest >= 0) {
        target[size++] = (byte) (0x80 | (c >> 6 * rest & 0x3F));
      }
    }
  }

  // messages within messages

  /**
   * Begins a message.
   *
   * @param lengthBytes how many bytes its length is likely to take
   * @return where it begins, for {@link #end} or {@link #endFixed}
   */
  int begin(int tag, int lengthBytes) {
    reserve(1 + lengthBytes)[size] = (byte) tag;
    size += 1 + lengthBytes;
    return size;
  }

  /**
   * Ends a message that began at {@code start}, and moves it if its length is longer or shorter.
   */
  void end(int start, int lengthBytes) {
    int length = size - start;
    int shift = lengthBytes(length) - lengthBytes;
    if (shift != 0) {
      reserve(Math.max(0, shift));
      System.arraycopy(buffer, start, buffer, start + shift, length);
      size += shift;
    }
    varint(buffer, start - lengthBytes, length);
  }

  /**
   * Ends a message whose length has {@link #FIXED_LENGTH} bytes. A length may be longer than it
   * need be; the message stays where it is, and can be opened again.
   */
  void endFixed(int start) {
    int length = size - start;
    for (int i = FIXED_LENGTH; i > 0; i--) {
      buffer[start - i] = (byte) (i > 1 ? length | 0x80 : length);
      length >>>= 7;
    }
  }

  /** How many bytes a length takes, seven bits in each. */
  private static int lengthBytes(int length) {
    return length < 0x80 ? 1 : (38 - Integer.numberOfLeadingZeros(length)) / 7;
  }
}
