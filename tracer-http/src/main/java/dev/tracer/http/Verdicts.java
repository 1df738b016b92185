// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.Span;
import dev.tracer.internal.Quota;
import dev.tracer.sampling.OtTraceState;
import java.net.http.HttpHeaders;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What servers say of the traces they were called in: a server that keeps one, because it failed
 * there perhaps, has the caller keep it as well. Bounded a second, as a server may be wrong.
 * Thread-safe, without locks.
 */
final class Verdicts {
  private static final int MOST_A_SECOND = 100;
  private static final int LONGEST = 1024;
  private static final String METRIC = "trace;desc=";
  private static final String ALL = ";th=0,";
  private static final int SPAN_ID = 16;
  private static final long SECOND = 1_000_000_000;

  private final Predicate<String> from;

  private final Quota quota = new Quota(MOST_A_SECOND, SECOND);

  Verdicts(Predicate<String> from) {
    this.from = from;
  }

  /**
   * Keeps the trace of {@code span} if the host's response says so. What is kept already is kept
   * for the same reason besides if the server would have kept it in any case ({@code th=0}): such
   * traces stand for themselves only, here too.
   */
  void apply(Span span, @Nullable String host, HttpHeaders headers, long nanoTime) {
    if (!headers.map().containsKey("server-timing") || !from.test(host == null ? "" : host)) {
      return;
    }
    String start = METRIC + "00-" + span.traceId() + "-";
    for (String value : headers.allValues("server-timing")) {
      if (isNews(value, start, span) && quota.tryTake(nanoTime)) {
        span.keep("downstream");
        return;
      }
    }
  }

  /** Whether one of several metrics says that the trace is kept, and this was not known. */
  private static boolean isNews(String value, String start, Span span) {
    if (value.length() > LONGEST) {
      return false;
    }
    String metrics = "," + value.replace("\"", "").replace(" ", "") + ",";
    for (int at = metrics.indexOf("," + start);
        at >= 0;
        at = metrics.indexOf("," + start, at + 1)) {
      int flags = at + 1 + start.length() + SPAN_ID + 1;
      boolean kept =
          flags + 2 < metrics.length()
              && metrics.charAt(flags - 1) == '-'
              && "13579bdf".indexOf(metrics.charAt(flags + 1)) >= 0
              && ",;".indexOf(metrics.charAt(flags + 2)) >= 0;
      if (kept && (!span.isSampled() || (metrics.startsWith(ALL, flags + 2) && isShare(span)))) {
        return true;
      }
    }
    return false;
  }

  /** Whether a kept trace is said to stand for others as well. */
  private static boolean isShare(Span span) {
    return OtTraceState.threshold(span.context().traceState()) > 0;
  }
}
