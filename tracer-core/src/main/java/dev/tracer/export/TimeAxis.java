// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import dev.tracer.internal.DurationText;
import java.util.ArrayList;
import java.util.List;

/**
 * The time of a trace laid out over cells, at a resolution of half a cell.
 *
 * @param start the earliest start, in nanoseconds since 1970-01-01T00:00:00Z
 * @param length the time from there to the latest end, in nanoseconds, not negative
 * @param cells the width, positive
 */
record TimeAxis(long start, long length, int cells) {
  private static final int USUAL_TICK_CELLS = 9;
  private static final long SECOND = 1_000_000_000L;

  /** Beyond the decimal steps, in seconds. */
  private static final long[] LONG_STEPS = {60, 120, 300, 600, 1800, 3600, 7200, 21_600, 86_400};

  /** Which half cells a span covers: at least one. */
  Bar bar(long startNanos, long endNanos) {
    int halves = 2 * cells;
    int first = (int) Math.min(halves - 1, Math.floor(position(startNanos) * halves));
    int end = (int) Math.min(halves, Math.ceil(position(endNanos) * halves));
    return new Bar(first, Math.max(first + 1, end));
  }

  /** The cell of a moment. */
  int cell(long nanos) {
    return (int) Math.min(cells - 1, Math.floor(position(nanos) * cells));
  }

  /** Where a moment is, from 0 to 1. */
  private double position(long nanos) {
    return length == 0 ? 0 : Math.max(0, Math.min(1, (double) (nanos - start) / (double) length));
  }

  /** The marks, from the left to the right, as far as their texts have room. */
  List<Tick> ticks(String micro) {
    for (int least = USUAL_TICK_CELLS; ; least += 3) {
      List<Tick> ticks = ticks(step(least), micro);
      if (haveRoom(ticks)) {
        return ticks;
      }
    }
  }

  private List<Tick> ticks(long step, String micro) {
    List<Tick> ticks = new ArrayList<>();
    for (long nanos = 0; nanos >= 0 && nanos <= length; nanos += step) {
      String text = DurationText.tick(nanos, length).replace(DurationText.MICRO + "s", micro);
      Tick tick = new Tick((int) (position(start + nanos) * cells), text);
      if (tick.end() > cells) {
        break;
      }
      ticks.add(tick);
    }
    return ticks;
  }

  /** Whether there is a space between all of them. */
  private static boolean haveRoom(List<Tick> ticks) {
    for (int i = 1; i < ticks.size(); i++) {
      if (ticks.get(i - 1).end() >= ticks.get(i).cell()) {
        return false;
      }
    }
    return true;
  }

  /** The smallest round time that takes so many cells. */
  private long step(int leastCells) {
    double least = Math.max(1, (double) length * leastCells / cells);
    for (long unit = 1; unit <= 10 * SECOND; unit *= 10) {
      for (long step : new long[] {unit, 2 * unit, 5 * unit}) {
        if (step >= least && step <= 20 * SECOND) {
          return step;
        }
      }
    }
    for (long seconds : LONG_STEPS) {
      if (seconds * SECOND >= least) {
        return seconds * SECOND;
      }
    }
    return (long) Math.ceil(least / (86_400.0 * SECOND)) * 86_400 * SECOND;
  }

  /**
   * Half cells of a span.
   *
   * @param first the first one covered
   * @param end the one after the last one covered
   */
  record Bar(int first, int end) {
    boolean covers(int half) {
      return half >= first && half < end;
    }
  }

  /**
   * A mark.
   *
   * @param cell its line
   * @param text its time, to be written behind the line
   */
  record Tick(int cell, String text) {
    /** The cell behind the text. */
    int end() {
      return cell + 1 + text.length();
    }
  }
}
