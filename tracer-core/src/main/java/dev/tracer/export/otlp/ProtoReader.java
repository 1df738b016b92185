// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks over the fields of a protobuf message that came from elsewhere (protobuf.dev, "Encoding").
 * What is not a message ends the walk. Confined to one thread.
 */
final class ProtoReader {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH = 2;
  private static final int FIXED32 = 5;

  private final byte[] message;
  private int at;
  private boolean broken;
  private int field;
  private int wireType;
  private long number;
  private byte[] bytes = {};

  ProtoReader(byte[] message) {
    this.message = message;
  }

  /** Reads the next field; false at the end or if there is no whole field. */
  boolean next() {
    if (broken || at == message.length) {
      return false;
    }
    long tag = varint();
    field = (int) (tag >>> 3);
    wireType = (int) (tag & 7);
    broken |= tag >>> 3 == 0 || tag >>> 32 != 0;
    switch (wireType) {
      case VARINT -> number = varint();
      case FIXED64 -> skip(8);
      case FIXED32 -> skip(4);
      case LENGTH -> bytes = take(varint());
      default -> broken = true;
    }
    return !broken;
  }

  /** Whether the walk went over all of the message. */
  boolean isWhole() {
    return !broken && at == message.length;
  }

  int field() {
    return field;
  }

  boolean isNumber() {
    return wireType == VARINT;
  }

  boolean isBytes() {
    return wireType == LENGTH;
  }

  long number() {
    return number;
  }

  byte[] bytes() {
    return bytes;
  }

  String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 64 && at < message.length; shift += 7) {
      byte b = message[at++];
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
    broken = true;
    return 0;
  }

  private void skip(int count) {
    take(count);
  }

  private byte[] take(long count) {
    if (broken || count < 0 || count > message.length - at) {
      broken = true;
      return new byte[0];
    }
    at += (int) count;
    return Arrays.copyOfRange(message, at - (int) count, at);
  }
}
