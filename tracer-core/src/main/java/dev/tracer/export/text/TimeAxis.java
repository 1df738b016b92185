// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.text;

import dev.tracer.export.SpanData;
import dev.tracer.internal.DurationText;
import java.util.List;

/**
 * The time that a trace took, from the first start to the last end.
 *
 * @param start in nanoseconds since 1970-01-01T00:00:00Z
 * @param length in nanoseconds, not negative
 */
record TimeAxis(long start, long length) {
  /** The least room from one tick to the next, in cells. */
  private static final int TICK_CELLS = 9;

  static TimeAxis of(List<SpanData> spans) {
    long start = Long.MAX_VALUE;
    long end = Long.MIN_VALUE;
    for (SpanData span : spans) {
      start = Math.min(start, span.startEpochNanos());
      end = Math.max(end, Math.max(span.startEpochNanos(), span.endEpochNanos()));
    }
    return new TimeAxis(start, Math.max(0, end - start)); // 0 if it is longer than a long
  }

  /** Where a moment is on the axis, from 0 to 1. */
  double position(long epochNanos) {
    return length == 0
        ? 0
        : Math.max(0, Math.min(1, (double) (epochNanos - start) / (double) length));
  }

  /** Writes the start, and from a column on round times up to the end of the line. */
  void draw(TextLines lines, int from) {
    String moment = DurationText.moment(start).replace('T', ' ').substring(0, 23) + 'Z';
    lines.add(moment, TextLines.DIM);
    int cells = lines.width() - from;
    long step = step(cells);
    for (long nanos = 0; nanos >= 0 && nanos <= length; nanos += step) {
      String tick = "│" + DurationText.tick(nanos, length);
      int at = from + (int) (position(start + nanos) * cells);
      if (at > lines.column() && at + tick.length() <= lines.width()) {
        lines.moveTo(at);
        lines.add(tick, TextLines.DIM);
      }
    }
    lines.end();
  }

  /** The time between ticks: the least of 1, 2, 5, 10, 20 ... units that leaves room for words. */
  private long step(int cells) {
    double least = (double) length * TICK_CELLS / cells;
    long step = DurationText.axisUnit(length);
    for (int i = 0; step < least && step < Long.MAX_VALUE / 3; i++) {
      step = i % 3 == 1 ? step / 2 * 5 : 2 * step;
    }
    return step;
  }
}
