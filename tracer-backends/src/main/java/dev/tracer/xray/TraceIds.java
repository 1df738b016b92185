// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.xray;

import dev.tracer.SpanContext;
import dev.tracer.backends.internal.HeaderText;

/** Trace ids as X-Ray writes them: {@code 1-}, 8 hex digits, a dash, 24 hex digits. */
final class TraceIds {
  private static final int EPOCH = 2;
  private static final int REST = 11;
  private static final int LENGTH = 35;

  private TraceIds() {}

  static String format(SpanContext id) {
    String traceId = id.traceId();
    return "1-" + traceId.substring(0, 8) + '-' + traceId.substring(8);
  }

  static boolean isTraceId(String text) {
    return text.length() == LENGTH
        && text.startsWith("1-")
        && text.charAt(REST - 1) == '-'
        && HeaderText.isHex(text, EPOCH, REST - 1, 8)
        && HeaderText.isHex(text, REST, LENGTH, 24);
  }

  /** The first 64 bits of an id that is one. */
  static long high(String text) {
    return HeaderText.hex(text, EPOCH, REST - 1) << 32 | HeaderText.hex(text, REST, REST + 8);
  }

  /** The last 64 bits of an id that is one. */
  static long low(String text) {
    return HeaderText.hex(text, REST + 8, LENGTH);
  }
}
