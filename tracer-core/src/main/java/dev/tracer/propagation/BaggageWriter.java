// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.propagation;

import dev.tracer.Baggage;
import java.nio.charset.StandardCharsets;

/**
 * Writes one {@code baggage} header. An entry is in it as a whole or not at all, and nothing is in
 * it that a header may not hold. Confined to one thread.
 */
final class BaggageWriter {
  private static final String DIGITS = "0123456789ABCDEF";

  private final StringBuilder header = new StringBuilder();
  private int entries;

  /** Adds an entry. Returns false if it is beyond the limits or cannot be written. */
  boolean add(Baggage.Entry entry) {
    int length = header.length();
    if (entries == BaggageText.MAX_ENTRIES || !fits(entry) || !isLegal(entry)) {
      return false;
    }
    if (length > 0) {
      header.append(',');
    }
    header.append(entry.key()).append('=');
    encode(entry.value());
    if (!entry.metadata().isEmpty()) {
      header.append(';').append(entry.metadata());
    }
    if (header.length() > BaggageText.MAX_BYTES) {
      header.setLength(length);
      return false;
    }
    entries++;
    return true;
  }

  /** Whether it is worth to encode it: no text becomes shorter by that. */
  private boolean fits(Baggage.Entry entry) {
    long least = (long) entry.key().length() + entry.value().length() + entry.metadata().length();
    return header.length() + least < BaggageText.MAX_BYTES;
  }

  private static boolean isLegal(Baggage.Entry entry) {
    return BaggageText.isKey(entry.key(), 0, entry.key().length())
        && BaggageText.isMetadata(entry.metadata(), 0, entry.metadata().length());
  }

  private void encode(String value) {
    int plain = 0;
    while (plain < value.length() && BaggageText.isPlain(value.charAt(plain))) {
      plain++;
    }
    if (plain == value.length()) {
      header.append(value);
      return;
    }
    for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
      if (BaggageText.isPlain(octet)) {
        header.append((char) octet);
      } else {
        header.append('%').append(DIGITS.charAt(octet >> 4 & 15)).append(DIGITS.charAt(octet & 15));
      }
    }
  }

  /** The header's value; empty if nothing could be added. */
  @Override
  public String toString() {
    return header.toString();
  }
}
