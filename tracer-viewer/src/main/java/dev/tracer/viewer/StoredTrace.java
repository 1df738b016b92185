// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import dev.tracer.StatusCode;
import dev.tracer.export.SpanData;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A trace in the store, which guards it by its lock. */
final class StoredTrace {
  private final TraceId id;
  private final SpanTable spans = new SpanTable();
  private final List<LogLine> logs = new ArrayList<>(0);
  private long bytes = Weight.TRACE;
  private int conflicts;
  private @Nullable TraceSummary summary;

  StoredTrace(TraceId id) {
    this.id = id;
  }

  TraceId id() {
    return id;
  }

  /** How many bytes it takes. */
  long bytes() {
    return bytes;
  }

  Collection<SpanData> spans() {
    return spans;
  }

  @Nullable SpanData span(long spanId) {
    return spans.get(spanId);
  }

  List<LogLine> logs() {
    return logs;
  }

  /** Adds a span, whose id must be new. */
  void add(SpanData span, int weight) {
    spans.add(span);
    bytes += weight;
    summary = null;
  }

  /**
   * Whether a span with the id of one that is here is another one, which is counted then; senders
   * that get no answer send the same again.
   */
  boolean conflicts(SpanData span, SpanData here) {
    boolean same =
        span.startEpochNanos() == here.startEpochNanos()
            && span.endEpochNanos() == here.endEpochNanos()
            && span.parentSpanIdAsLong() == here.parentSpanIdAsLong()
            && span.kind() == here.kind()
            && span.name().equals(here.name())
            && span.resource().serviceName().equals(here.resource().serviceName());
    conflicts += same ? 0 : 1;
    return !same;
  }

  /** How many spans are lost because another one had their id. */
  int conflicts() {
    return conflicts;
  }

  void add(LogLine log, int weight) {
    logs.add(log);
    bytes += weight;
  }

  /** What the list tells of it. */
  TraceSummary summary() {
    TraceSummary made = summary;
    if (made == null) {
      made = summarize(id, spans, 0);
      summary = made;
    }
    return made;
  }

  /**
   * What the list tells of spans of a trace.
   *
   * @param spans at least one
   * @param running how many more are not over yet
   */
  static TraceSummary summarize(TraceId id, Collection<? extends SpanData> spans, int running) {
    SpanData first = null;
    long start = Long.MAX_VALUE;
    long end = Long.MIN_VALUE;
    int errors = 0;
    TreeSet<String> services = new TreeSet<>();
    for (SpanData span : spans) {
      start = Math.min(start, span.startEpochNanos());
      end = Math.max(end, Math.max(span.startEpochNanos(), span.endEpochNanos()));
      errors += span.statusCode() == StatusCode.ERROR ? 1 : 0;
      services.add(span.resource().serviceName());
      first = first == null || isBefore(span, first) ? span : first;
    }
    String name = first == null ? "" : first.name();
    String service = first == null ? "" : first.resource().serviceName();
    boolean rootless = first == null || !first.isRoot();
    return new TraceSummary(
        id,
        service,
        name,
        start,
        Math.max(0, end - start),
        spans.size(),
        errors,
        running,
        rootless,
        List.copyOf(services));
  }

  /** Roots come first, then what started first. */
  private static boolean isBefore(SpanData span, SpanData other) {
    return span.isRoot() != other.isRoot()
        ? span.isRoot()
        : span.startEpochNanos() < other.startEpochNanos();
  }
}
