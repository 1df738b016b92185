// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.Span;
import java.net.http.HttpHeaders;
import java.util.concurrent.atomic.AtomicLong;
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
  private static final int SECOND_BITS = 16;

  private final Predicate<String> from;

  /** The present second, and how many traces were kept in it. */
  private final AtomicLong kept = new AtomicLong();

  Verdicts(Predicate<String> from) {
    this.from = from;
  }

  /** Keeps the trace of {@code span} if the host's response says so. */
  void apply(Span span, @Nullable String host, HttpHeaders headers, long nanoTime) {
    if (span.isSampled() || !headers.map().containsKey("server-timing")) {
      return;
    }
    if (from.test(host == null ? "" : host)) {
      for (String value : headers.allValues("server-timing")) {
        if (isKept(value, span.traceId()) && mayKeep(nanoTime / 1_000_000_000)) {
          span.keep("downstream");
          return;
        }
      }
    }
  }

  /** Whether a list of metrics says that the trace is kept. */
  private static boolean isKept(String value, String traceId) {
    String metrics = value.length() > LONGEST ? "" : value.replace("\"", "").replace(" ", "");
    int at = metrics.startsWith(METRIC) ? 0 : metrics.indexOf("," + METRIC) + 1;
    String id = metrics.substring(at);
    String start = METRIC + "00-" + traceId + "-";
    int flags = start.length() + 17;
    return id.startsWith(start)
        && id.length() >= flags + 2
        && id.charAt(flags - 1) == '-'
        && "13579bdf".indexOf(id.charAt(flags + 1)) >= 0;
  }

  private boolean mayKeep(long second) {
    long now = second << SECOND_BITS;
    long full = now + MOST_A_SECOND + 1;
    return kept.updateAndGet(
            before -> before >> SECOND_BITS == second ? Math.min(before + 1, full) : now + 1)
        < full;
  }
}
