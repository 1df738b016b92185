// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.propagation;

import dev.tracer.Baggage;
import dev.tracer.internal.Ows;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the {@code baggage} headers of one request. Entries that are malformed or beyond the limits
 * are left out one by one; behind the first 8192 bytes nothing is looked at. Confined to one
 * thread.
 */
final class BaggageReader {
  private final List<Baggage.Entry> entries = new ArrayList<>();
  private int bytesLeft = BaggageText.MAX_BYTES;
  private int refused;

  /** Those read so far; a key may appear several times. */
  List<Baggage.Entry> entries() {
    return entries;
  }

  /** How many entries were left out; what is behind the limit of bytes counts as one a header. */
  int refused() {
    return refused;
  }

  /** Reads one header. */
  void add(String header) {
    int limit = Math.min(header.length(), bytesLeft);
    for (int start = 0, end; start < limit; start = end + 1) {
      end = indexOf(header, ',', start, limit);
      boolean cut = end == limit && limit < header.length() && header.charAt(end) != ',';
      if (!cut) {
        addEntry(header, start, end);
      }
    }
    // one more for the comma that would join it to the next header
    bytesLeft = Math.max(0, bytesLeft - limit - 1);
    if (limit < header.length()) {
      refused++;
      bytesLeft = 0;
    }
  }

  private void addEntry(String text, int from, int to) {
    int start = Ows.skip(text, from, to);
    int end = Ows.trimEnd(text, start, to);
    if (start == end) {
      return;
    }
    int valueTo = indexOf(text, ';', start, end);
    int equals = indexOf(text, '=', start, valueTo);
    int keyEnd = Ows.trimEnd(text, start, equals);
    if (equals == valueTo
        || entries.size() == BaggageText.MAX_ENTRIES
        || !BaggageText.isKey(text, start, keyEnd)) {
      refused++;
      return;
    }
    int valueStart = Ows.skip(text, equals + 1, valueTo);
    int valueEnd = Ows.trimEnd(text, valueStart, valueTo);
    int metadata = Ows.skip(text, Math.min(valueTo + 1, end), end);
    if (!BaggageText.isValue(text, valueStart, valueEnd)
        || !BaggageText.isMetadata(text, metadata, end)) {
      refused++;
      return;
    }
    entries.add(
        new Baggage.Entry(
            text.substring(start, keyEnd),
            decode(text, valueStart, valueEnd),
            text.substring(metadata, end)));
  }

  /** The index of {@code wanted} in {@code [start, end)}, or {@code end}. */
  private static int indexOf(String text, char wanted, int start, int end) {
    int i = start;
    while (i < end && text.charAt(i) != wanted) {
      i++;
    }
    return i;
  }

  /** Percent-decodes octets of UTF-8. A {@code %} without two hex digits stands for itself. */
  private static String decode(String text, int start, int end) {
    if (indexOf(text, '%', start, end) == end) {
      return text.substring(start, end);
    }
    byte[] bytes = new byte[end - start];
    int length = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      int octet = c == '%' && i + 2 < end ? octet(text, i + 1) : -1;
      if (octet >= 0) {
        i += 2;
      }
      bytes[length++] = (byte) (octet >= 0 ? octet : c);
    }
    // puts U+FFFD in the place of malformed sequences
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private static int octet(String text, int at) {
    int high = Character.digit(text.charAt(at), 16);
    int low = Character.digit(text.charAt(at + 1), 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }
}
