// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads a message in the wire format of protocol buffers from a range of bytes. Nested messages are
 * readers of parts of the same bytes, so nothing is copied, and nest up to {@link #MAX_DEPTH}
 * levels. Confined to one thread.
 */
final class ProtoInput {
  static final int MAX_DEPTH = 64;

  /** The most nested messages, as for JSON. */
  static final int MAX_PARTS = JsonInput.MAX_PARTS;

  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int BYTES = 2;
  static final int FIXED32 = 5;

  private final byte[] data;
  private final int end;
  private final int depth;
  private final int[] parts; // how many messages, counted in one place for all readers of a body
  private int at;
  private int tag;

  ProtoInput(byte[] data) {
    this(data, 0, data.length, 0, new int[1]);
  }

  private ProtoInput(byte[] data, int from, int to, int depth, int[] parts) {
    if (depth > MAX_DEPTH) {
      throw new MalformedException("nested deeper than " + MAX_DEPTH + " at byte " + from);
    }
    if (++parts[0] > MAX_PARTS) {
      throw new MalformedException("more than " + MAX_PARTS + " messages");
    }
    this.data = data;
    this.at = from;
    this.end = to;
    this.depth = depth;
    this.parts = parts;
  }

  /**
   * Goes on to the next field.
   *
   * @return its number; 0 at the end of the message
   */
  int next() {
    if (at == end) {
      return 0;
    }
    long read = rawVarint();
    tag = (int) read;
    if (read >>> 32 != 0 || tag >>> 3 == 0) {
      throw malformed("a field number");
    }
    return tag >>> 3;
  }

  /** Passes over the value of a field that nobody knows. */
  void skip() {
    switch (tag & 7) {
      case VARINT -> rawVarint();
      case FIXED64 -> advance(8);
      case BYTES -> advance(length());
      case FIXED32 -> advance(4);
      default -> throw malformed("a wire type");
    }
  }

  long varint() {
    type(VARINT);
    return rawVarint();
  }

  long fixed64() {
    type(FIXED64);
    return little(8);
  }

  int fixed32() {
    type(FIXED32);
    return (int) little(4);
  }

  double number() {
    return Double.longBitsToDouble(fixed64());
  }

  String string() {
    type(BYTES);
    int length = length();
    int start = at;
    advance(length);
    return new String(data, start, length, StandardCharsets.UTF_8);
  }

  byte[] bytes() {
    type(BYTES);
    int length = length();
    int start = at;
    advance(length);
    return Arrays.copyOfRange(data, start, at);
  }

  /** The nested message. */
  ProtoInput message() {
    type(BYTES);
    int length = length();
    int start = at;
    advance(length);
    return new ProtoInput(data, start, at, depth + 1, parts);
  }

  private void type(int expected) {
    if ((tag & 7) != expected) {
      throw malformed("wire type " + expected + " for field " + (tag >>> 3));
    }
  }

  private int length() {
    long length = rawVarint();
    if (length < 0 || length > end - at) {
      throw malformed("a length within the message");
    }
    return (int) length;
  }

  private void advance(int length) {
    if (length > end - at) {
      throw malformed(length + " bytes more");
    }
    at += length;
  }

  private long little(int length) {
    int start = at;
    advance(length);
    long value = 0;
    for (int i = length - 1; i >= 0; i--) {
      value = value << 8 | data[start + i] & 0xFF;
    }
    return value;
  }

  private long rawVarint() {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (at == end) {
        throw malformed("a number");
      }
      byte next = data[at++];
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw malformed("a number of at most 10 bytes");
  }

  private MalformedException malformed(String expected) {
    return new MalformedException("malformed protobuf: expected " + expected + " at byte " + at);
  }
}
