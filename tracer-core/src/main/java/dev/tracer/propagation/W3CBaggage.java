// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.propagation;

import dev.tracer.Baggage;
import dev.tracer.Context;
import dev.tracer.internal.HttpText;
import dev.tracer.internal.PercentCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * {@code baggage} (W3C Baggage, section 3). Thread-safe.
 *
 * <p>Entries that are malformed or beyond the limits are left out one by one, in both directions;
 * behind the first 8192 bytes that arrive nothing is looked at. Nothing is written that a header
 * may not hold.
 */
final class W3CBaggage implements Propagator {
  private static final String BAGGAGE = "baggage";
  private static final List<String> FIELDS = List.of(BAGGAGE);

  /** The most entries read or written. */
  private static final int MAX_ENTRIES = 64;

  /** The most bytes read or written, over all headers together. */
  private static final int MAX_BYTES = 8192;

  /* What each ASCII character may be part of: a token (RFC 9110, 5.6.2), the octets of a value with
   * % included, what may follow a semicolon, which is not looked into any further. */
  private static final byte KEY = 1;
  private static final byte VALUE = 2;
  private static final byte METADATA = 4;
  private static final byte[] USE = new byte[128];

  static {
    for (char c = ' '; c < 127; c++) {
      boolean key = HttpText.isTokenChar(c);
      boolean metadata = c != '"' && c != ',' && c != '\\';
      boolean value = metadata && c != ' ' && c != ';';
      USE[c] = (byte) ((key ? KEY : 0) | (value ? VALUE : 0) | (metadata ? METADATA : 0));
    }
    USE['\t'] = METADATA;
  }

  private final LongAdder refused = new LongAdder();

  @Override
  public List<String> fields() {
    return FIELDS;
  }

  @Override
  public long refused() {
    return refused.sum();
  }

  @Override
  public <C> void inject(Context context, C carrier, CarrierSetter<C> setter) {
    Baggage baggage = context.baggage();
    if (baggage.isEmpty()) {
      return;
    }
    StringBuilder header = new StringBuilder();
    int entries = 0;
    for (Baggage.Entry entry : baggage) {
      if (entries < MAX_ENTRIES && write(entry, header)) {
        entries++;
      } else {
        refused.increment();
      }
    }
    if (entries > 0) {
      setter.set(carrier, BAGGAGE, header.toString());
    }
  }

  /** Adds an entry as a whole; false if it is beyond the limits or cannot be written. */
  private static boolean write(Baggage.Entry entry, StringBuilder header) {
    String key = entry.key();
    String metadata = entry.metadata();
    int length = header.length();
    // no text becomes shorter by encoding
    long least = (long) length + key.length() + entry.value().length() + metadata.length();
    if (least >= MAX_BYTES
        || key.isEmpty()
        || !all(key, 0, key.length(), KEY)
        || !all(metadata, 0, metadata.length(), METADATA)) {
      return false;
    }
    if (length > 0) {
      header.append(',');
    }
    header.append(key).append('=');
    encode(entry.value(), header);
    if (!metadata.isEmpty()) {
      header.append(';').append(metadata);
    }
    if (header.length() > MAX_BYTES) {
      header.setLength(length);
      return false;
    }
    return true;
  }

  private static void encode(String value, StringBuilder header) {
    if (value.indexOf('%') < 0 && all(value, 0, value.length(), VALUE)) {
      header.append(value);
      return;
    }
    for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
      if (octet >= 0 && octet != '%' && (USE[octet] & VALUE) != 0) {
        header.append((char) octet);
      } else {
        PercentCode.append(octet, header);
      }
    }
  }

  @Override
  public <C> Context extract(Context context, C carrier, CarrierGetter<C> getter) {
    List<String> headers = getter.getAll(carrier, BAGGAGE);
    if (headers.isEmpty()) {
      return context;
    }
    List<Baggage.Entry> entries = new ArrayList<>();
    int bytesLeft = MAX_BYTES;
    for (String header : headers) {
      if (header != null) {
        bytesLeft = read(header, bytesLeft, entries);
      }
    }
    Baggage baggage = Baggage.of(entries);
    return baggage.isEmpty() ? context : context.with(baggage);
  }

  /** Reads one header; returns how many bytes the next ones may have. */
  private int read(String header, int bytesLeft, List<Baggage.Entry> entries) {
    int limit = Math.min(header.length(), bytesLeft);
    for (int start = 0, end; start < limit; start = end + 1) {
      end = indexOf(header, ',', start, limit);
      boolean cut = end == limit && limit < header.length() && header.charAt(end) != ',';
      if (!cut) {
        readEntry(header, start, end, entries);
      }
    }
    if (limit < header.length()) {
      refused.increment();
      return 0;
    }
    // one more for the comma that would join it to the next header
    return Math.max(0, bytesLeft - limit - 1);
  }

  private void readEntry(String text, int from, int to, List<Baggage.Entry> entries) {
    int start = HttpText.skipSpace(text, from, to);
    int end = HttpText.trimEnd(text, start, to);
    if (start == end) {
      return;
    }
    int valueTo = indexOf(text, ';', start, end);
    int equals = indexOf(text, '=', start, valueTo);
    int keyEnd = HttpText.trimEnd(text, start, equals);
    int valueStart = HttpText.skipSpace(text, Math.min(equals + 1, valueTo), valueTo);
    int valueEnd = HttpText.trimEnd(text, valueStart, valueTo);
    int metadata = HttpText.skipSpace(text, Math.min(valueTo + 1, end), end);
    if (equals == valueTo
        || entries.size() == MAX_ENTRIES
        || start == keyEnd
        || !all(text, start, keyEnd, KEY)
        || !all(text, valueStart, valueEnd, VALUE)
        || !all(text, metadata, end, METADATA)) {
      refused.increment();
      return;
    }
    entries.add(
        new Baggage.Entry(
            text.substring(start, keyEnd),
            PercentCode.decodeLeniently(text.substring(valueStart, valueEnd)),
            text.substring(metadata, end)));
  }

  private static boolean all(String text, int start, int end, byte use) {
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c >= 128 || (USE[c] & use) == 0) {
        return false;
      }
    }
    return true;
  }

  /** The index of {@code wanted} in {@code [start, end)}, or {@code end}. */
  private static int indexOf(String text, char wanted, int start, int end) {
    int i = start;
    while (i < end && text.charAt(i) != wanted) {
      i++;
    }
    return i;
  }
}
