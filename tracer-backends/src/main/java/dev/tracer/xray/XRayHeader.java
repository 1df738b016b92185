// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.xray;

import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.TraceState;
import dev.tracer.backends.internal.HeaderText;
import dev.tracer.backends.internal.UntoldCaller;
import org.jspecify.annotations.Nullable;

/**
 * The fields of {@code X-Amzn-Trace-Id} that count. Immutable.
 *
 * @param root the trace id, {@code 1-EPOCH-REST}
 * @param parent a span id, or null if there is none
 * @param decision {@code 0}, {@code 1}, or null if it is left to the receiver
 * @param lineage well-formed, or null
 */
record XRayHeader(
    String root, @Nullable String parent, @Nullable Boolean decision, @Nullable String lineage) {
  private static final int SPAN_ID = 16;

  /** Longer headers are refused unread; X-Ray's own have at most 256 characters. */
  private static final int MAX_LENGTH = 1024;

  /**
   * Reads the fields in whatever order; null if one that counts is malformed or no root is there.
   */
  static @Nullable XRayHeader parse(String header) {
    if (header.length() > MAX_LENGTH) {
      return null;
    }
    String root = null;
    String parent = null;
    String sampled = "?";
    String lineage = null;
    for (String field : header.split(";", -1)) {
      int equals = field.indexOf('=');
      if (equals < 0) {
        continue;
      }
      String value = field.substring(equals + 1).strip();
      switch (field.substring(0, equals).strip()) {
        case "Root" -> root = value;
        case "Parent" -> parent = value;
        case "Sampled" -> sampled = value;
        case "Lineage" -> lineage = value;
        default -> {} // others may add what they like
      }
    }
    boolean parentIsGood =
        parent == null
            || (parent.length() == SPAN_ID && HeaderText.isHex(parent, 0, SPAN_ID, SPAN_ID));
    boolean decided = sampled.equals("0") || sampled.equals("1");
    if (root == null
        || !TraceIds.isTraceId(root)
        || !parentIsGood
        || !(decided || sampled.equals("?") || sampled.isEmpty())) {
      return null;
    }
    return new XRayHeader(
        root,
        parent,
        decided ? sampled.equals("1") : null,
        lineage != null && isLineage(lineage) ? lineage : null);
  }

  /** Whether it is {@code 0..32767:8 hex digits:0..255}. */
  private static boolean isLineage(String text) {
    String[] parts = text.split(":", -1);
    return parts.length == 3
        && isNumber(parts[0], 32_767)
        && parts[1].length() == 8
        && HeaderText.isHex(parts[1], 0, 8, 8)
        && isNumber(parts[2], 255);
  }

  private static boolean isNumber(String text, long most) {
    if (text.isEmpty() || text.length() > 5) {
      return false;
    }
    long value = HeaderText.unsigned(text);
    return (value > 0 && value <= most) || text.equals("0");
  }

  /** The caller's span; null if the header does not tell it. */
  @Nullable SpanContext toSpanContext() {
    long span = parent == null ? 0 : HeaderText.hex(parent, 0, SPAN_ID);
    if (!hasTraceId() || span == 0) {
      return null;
    }
    byte flags = Boolean.TRUE.equals(decision) ? SpanContext.SAMPLED : 0;
    SpanContext context =
        SpanContext.of(
            TraceIds.high(root), TraceIds.low(root), span, flags, TraceState.empty(), true);
    return decision == null ? context.undecided() : context;
  }

  /** Whether the caller, told or not, decided that nobody records the trace. */
  boolean isDenied() {
    return Boolean.FALSE.equals(decision);
  }

  /** The caller of a denied trace that did not tell its span. */
  Span toDenied() {
    return hasTraceId()
        ? UntoldCaller.denying(TraceIds.high(root), TraceIds.low(root))
        : UntoldCaller.denying();
  }

  private boolean hasTraceId() {
    return (TraceIds.high(root) | TraceIds.low(root)) != 0;
  }
}
