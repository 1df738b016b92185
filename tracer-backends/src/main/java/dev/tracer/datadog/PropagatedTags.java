// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.datadog;

import dev.tracer.backends.internal.HeaderText;
import dev.tracer.internal.Hex;
import dev.tracer.internal.HttpText;
import org.jspecify.annotations.Nullable;

/**
 * The part of {@code x-datadog-tags} that travels on: entries whose name begins with {@code
 * _dd.p.}. Immutable.
 *
 * @param traceIdHigh the upper half of the trace id, 0 if it is not told
 * @param others the other entries as they came, with commas between them
 */
record PropagatedTags(long traceIdHigh, String others) {
  static final PropagatedTags NONE = new PropagatedTags(0, "");

  private static final int MAX_LENGTH = 512;
  private static final String PREFIX = "_dd.p.";
  private static final String TRACE_ID_HIGH = "_dd.p.tid";

  /** Null if the header is malformed or too long. */
  static @Nullable PropagatedTags parse(String header) {
    if (header.length() > MAX_LENGTH || !HttpText.isFieldValue(header)) {
      return null;
    }
    long high = 0;
    StringBuilder others = new StringBuilder();
    for (String entry : header.split(",", -1)) {
      int equals = entry.indexOf('=');
      if (equals <= 0 || equals == entry.length() - 1) {
        return null;
      }
      String name = entry.substring(0, equals).strip();
      if (name.isEmpty() || name.indexOf(' ') >= 0) {
        return null;
      }
      if (name.equals(TRACE_ID_HIGH)) {
        String value = entry.substring(equals + 1);
        if (value.length() != 16 || !HeaderText.isHex(value, 0, 16, 16)) {
          return null;
        }
        high = HeaderText.hex(value, 0, 16);
      } else if (name.startsWith(PREFIX)) {
        others.append(others.length() == 0 ? "" : ",").append(entry.strip());
      }
    }
    return new PropagatedTags(high, others.toString());
  }

  /** The header for a trace id with this upper half; empty if there is nothing to say. */
  String format(long high) {
    if (high == 0) {
      return others;
    }
    String own = TRACE_ID_HIGH + '=' + Hex.format(high);
    boolean fits = own.length() + 1 + others.length() <= MAX_LENGTH;
    return others.isEmpty() || !fits ? own : own + ',' + others;
  }
}
