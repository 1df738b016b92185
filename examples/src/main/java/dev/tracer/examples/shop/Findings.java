// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.shop;

import dev.tracer.export.SpanData;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the spans of a trace say: where its time goes. */
final class Findings {
  private final List<SpanData> spans;

  Findings(List<SpanData> spans) {
    this.spans = spans.stream().sorted(Comparator.comparing(SpanData::startEpochNanos)).toList();
  }

  String traceId() {
    return spans.get(0).traceId();
  }

  /** Whether all six services, and the work behind the answer, are there. */
  boolean isWhole() {
    return spans.stream().map(span -> span.resource().serviceName()).distinct().count()
            == Services.NAMES.size()
        && spans.stream().anyMatch(span -> span.name().equals("count-view"));
  }

  /** How long the page load took, in nanoseconds. */
  long duration() {
    return spans.stream().filter(SpanData::isRoot).mapToLong(SpanData::durationNanos).sum();
  }

  /** The time of a span in which it waits for none of its children. */
  private long selfNanos(SpanData span) {
    long covered = 0;
    long until = span.startEpochNanos();
    for (SpanData child : spans) { // sorted by start
      if (child.parentSpanIdAsLong() == span.spanIdAsLong()) {
        long from = Math.max(child.startEpochNanos(), until);
        long to = Math.min(child.endEpochNanos(), span.endEpochNanos());
        covered += Math.max(0, to - from);
        until = Math.max(until, to);
      }
    }
    return span.durationNanos() - covered;
  }

  /** The span that took most of the time itself. */
  SpanData culprit() {
    return spans.stream().max(Comparator.comparing(this::selfNanos)).orElseThrow();
  }

  /** The service and the name. */
  static String operation(SpanData span) {
    return span.resource().serviceName() + " › " + span.name();
  }

  /** Self times by operation, in nanoseconds. */
  Map<String, Long> selfTimes() {
    Map<String, Long> times = new LinkedHashMap<>();
    for (SpanData span : spans) {
      times.merge(operation(span), selfNanos(span), Long::sum);
    }
    return times;
  }

  int size() {
    return spans.size();
  }

  List<SpanData> spans() {
    return spans;
  }
}
