// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import dev.tracer.internal.Hex;
import dev.tracer.internal.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * The encoded form of texts that come again and again: methods, routes, hosts, statements. Bounded
 * in size; confined to one thread.
 */
/*
 * A table without chains. An element is kept when it comes a second time without another one of its
 * slot in between, so that texts that never come again cost no memory; a fingerprint of the encoded
 * bytes tells. It replaces the element of the slot unless that was asked for meanwhile.
 */
final class TextCache {
  private static final int SLOT_BITS = 9;
  private static final int SLOTS = 1 << SLOT_BITS;
  private static final int MAX_LENGTH = 512;

  private final @Nullable String[] names = new @Nullable String[SLOTS];
  private final @Nullable String[] texts = new @Nullable String[SLOTS];
  private final byte[] @Nullable [] encoded = new byte[SLOTS] @Nullable [];
  private final long[] fingerprints = new long[SLOTS];
  private final boolean[] asked = new boolean[SLOTS];

  private static int slot(String name, String text) {
    int length = text.length();
    int hash = name.hashCode() + length;
    if (length > 0) {
      hash = (hash * 31 + text.charAt(length - 1)) * 31 + text.charAt(length >> 1);
    }
    return hash * 0x9E3779B9 >>> (32 - SLOT_BITS);
  }

  /** The encoded form, or null if it is not known. */
  byte @Nullable [] find(String name, String text) {
    int slot = slot(name, text);
    if (text.equals(texts[slot]) && name.equals(names[slot])) {
      asked[slot] = true;
      return encoded[slot];
    }
    return null;
  }

  /** Keeps what was written to {@code json} since {@code start}, if it is worth it. */
  void offer(String name, String text, JsonWriter json, int start) {
    if (text.length() > MAX_LENGTH) {
      return;
    }
    int slot = slot(name, text);
    long fingerprint = fingerprint(json.buffer(), start, json.size());
    if (fingerprints[slot] != fingerprint) {
      fingerprints[slot] = fingerprint;
    } else if (asked[slot]) {
      asked[slot] = false;
    } else {
      names[slot] = name;
      texts[slot] = text;
      encoded[slot] = json.copyFrom(start);
    }
  }

  /** A hash of the length and of the ends and the middle of the bytes. */
  private static long fingerprint(byte[] bytes, int start, int end) {
    int length = end - start;
    if (length < 8) {
      return 0;
    }
    long hash = Hex.getLong(bytes, end - 8) * 0x9E3779B97F4A7C15L + length;
    hash = (hash ^ Hex.getLong(bytes, start)) * 0x9E3779B97F4A7C15L;
    hash = (hash ^ hash >>> 32 ^ Hex.getLong(bytes, start + (length - 8 >> 1)));
    if (length >= 24) {
      hash = hash * 0x9E3779B97F4A7C15L ^ Hex.getLong(bytes, end - 16);
    }
    return hash;
  }
}
