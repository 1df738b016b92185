// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.sampling;

import dev.tracer.TraceState;
import dev.tracer.internal.Hex;
import org.jspecify.annotations.Nullable;

/**
 * The member {@code ot} of a trace state, {@code th:8;rv:0123456789abcd;...}: the threshold a trace
 * was sampled with and its randomness if that is not in the trace id (OpenTelemetry, "TraceState
 * Handling"). Both are 56-bit numbers. Other sub-keys are kept as they are. Stateless.
 *
 * @since 0.1
 */
public final class OtTraceState {
  private static final String KEY = "ot";
  private static final String THRESHOLD = "th:";
  private static final String RANDOMNESS = "rv:";
  private static final int RANDOMNESS_DIGITS = 14;
  private static final int MAX_LENGTH = 256;
  private static final long MASK = (1L << 56) - 1;

  private OtTraceState() {}

  /** The randomness of a trace: {@code rv} if the trace state has a valid one, else the id's. */
  public static long randomness(TraceState traceState, long traceIdLow) {
    String ot = traceState.get(KEY);
    if (ot != null) {
      for (int at = 0, end; at < ot.length(); at = end + 1) {
        end = subKeyEnd(ot, at);
        if (isRandomness(ot, at, end)) {
          return Hex.parse(ot, at + RANDOMNESS.length(), RANDOMNESS_DIGITS);
        }
      }
    }
    return traceIdLow & MASK;
  }

  /** The threshold that a trace was sampled with, -1 if it has no valid one. */
  public static long threshold(TraceState traceState) {
    String ot = traceState.get(KEY);
    if (ot != null) {
      for (int at = 0, end; at < ot.length(); at = end + 1) {
        end = subKeyEnd(ot, at);
        int digits = end - at - THRESHOLD.length();
        if (ot.startsWith(THRESHOLD, at) && digits > 0 && digits <= RANDOMNESS_DIGITS) {
          long value = Hex.parse(ot, at + THRESHOLD.length(), digits);
          return value < 0 ? value : value << 4 * (RANDOMNESS_DIGITS - digits);
        }
      }
    }
    return -1;
  }

  /**
   * The trace state with a threshold, which replaces the one it has; the same one if it has it. If
   * the member became longer than 256 characters, it is left without any.
   *
   * @param threshold in [0, 2<sup>56</sup>)
   */
  public static TraceState withThreshold(TraceState traceState, long threshold) {
    return threshold(traceState) == threshold && isValid(traceState.get(KEY))
        ? traceState
        : rewrite(traceState, format(threshold));
  }

  /** Whether there is one threshold, and no randomness that is malformed. */
  private static boolean isValid(@Nullable String ot) {
    int thresholds = 0;
    for (int at = 0, end; ot != null && at < ot.length(); at = end + 1) {
      end = subKeyEnd(ot, at);
      thresholds += ot.startsWith(THRESHOLD, at) ? 1 : 0;
      if (ot.startsWith(RANDOMNESS, at) && !isRandomness(ot, at, end)) {
        return false;
      }
    }
    return thresholds == 1;
  }

  /** The trace state without threshold; the same one if it has none. */
  public static TraceState withoutThreshold(TraceState traceState) {
    return rewrite(traceState, "");
  }

  /**
   * The trace state of a span that is sampled because a remote parent was: without a threshold that
   * is malformed, or that would not have kept this trace.
   */
  public static TraceState checked(TraceState traceState, long traceIdLow) {
    long threshold = threshold(traceState);
    return threshold < 0 || randomness(traceState, traceIdLow) < threshold
        ? withoutThreshold(traceState)
        : withThreshold(traceState, threshold);
  }

  private static String format(long threshold) {
    String digits = Hex.format(threshold);
    int end = digits.length();
    while (end > 3 && digits.charAt(end - 1) == '0') {
      end--;
    }
    // the first two digits are above bit 56
    return new StringBuilder(17).append(THRESHOLD).append(digits, 2, end).toString();
  }

  /** The trace state with {@code threshold} in front of the sub-keys that may stay. */
  private static TraceState rewrite(TraceState traceState, String threshold) {
    String ot = traceState.get(KEY);
    if (ot == null) {
      return threshold.isEmpty() ? traceState : traceState.with(KEY, threshold);
    }
    StringBuilder value = new StringBuilder(ot.length() + threshold.length() + 1).append(threshold);
    for (int at = 0, end; at < ot.length(); at = end + 1) {
      end = subKeyEnd(ot, at);
      boolean keep =
          !ot.startsWith(THRESHOLD, at)
              && (!ot.startsWith(RANDOMNESS, at) || isRandomness(ot, at, end));
      if (keep && at < end) {
        if (value.length() > 0) {
          value.append(';');
        }
        value.append(ot, at, end);
      }
    }
    while (value.length() > 0 && value.charAt(value.length() - 1) == ' ') {
      value.setLength(value.length() - 1); // a member must not end so (W3C, "tracestate")
    }
    if (value.length() > MAX_LENGTH) {
      return rewrite(traceState, "");
    }
    if (value.length() == 0) {
      return traceState.without(KEY);
    }
    return ot.contentEquals(value) ? traceState : traceState.with(KEY, value.toString());
  }

  private static boolean isRandomness(String ot, int start, int end) {
    int digits = start + RANDOMNESS.length();
    return ot.startsWith(RANDOMNESS, start)
        && end - digits == RANDOMNESS_DIGITS
        && Hex.parse(ot, digits, RANDOMNESS_DIGITS) >= 0;
  }

  private static int subKeyEnd(String ot, int start) {
    int semicolon = ot.indexOf(';', start);
    return semicolon < 0 ? ot.length() : semicolon;
  }
}
