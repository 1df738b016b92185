// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeAxisTest {
  private static final long START = 1_000_000;

  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource({
    "0, 100, 0, 20",
    "0, 50, 0, 10",
    "50, 100, 10, 20",
    "51, 59, 10, 12",
    "100, 100, 19, 20",
    "0, 0, 0, 1",
    "40, 20, 8, 9",
    "-20, 200, 0, 20",
  })
  void bar_coversAtLeastHalfACellAndNeverMoreThanTheAxis(long from, long to, int first, int end) {
    TimeAxis axis = new TimeAxis(START, 100, 10);

    assertThat(axis.bar(START + from, START + to)).isEqualTo(new TimeAxis.Bar(first, end));
  }

  @Test
  void bar_withoutLength_isAtTheBeginning() {
    assertThat(new TimeAxis(START, 0, 10).bar(START, START)).isEqualTo(new TimeAxis.Bar(0, 1));
  }

  @Test
  void child_neverSticksOutOfItsParent() {
    TimeAxis axis = new TimeAxis(0, 9973, 33);
    for (int from = 0; from < 9973; from += 7) {
      for (int to = from; to < 9973; to += 131) {
        TimeAxis.Bar parent = axis.bar(from, to);
        TimeAxis.Bar child = axis.bar(from + (to - from) / 3, to - (to - from) / 3);
        assertThat(child.first()).isGreaterThanOrEqualTo(parent.first());
        assertThat(child.end()).isLessThanOrEqualTo(Math.max(parent.end(), child.first() + 1));
      }
    }
  }

  @ParameterizedTest(name = "{0} ns over {1} cells")
  @CsvSource(
      delimiter = '|',
      value = {
        "0             | 40 | 0",
        "100           | 40 | 0,50 ns",
        "182000000     | 33 | 0,50 ms,100 ms",
        "182000000     | 60 | 0,50 ms,100 ms,150 ms",
        "2050000000    | 40 | 0,0.5 s,1 s,1.5 s",
        "999000        | 40 | 0,500 µs",
        "100000000000  | 40 | 0,60 s",
        "7200000000000 | 40 | 0,30 min,60 min,90 min",
        "21600000000000 | 40 | 0,2 h,4 h",
        "9000000000000000000 | 40 | 0,23438 d,46876 d,70314 d",
      })
  void ticks_areRoundTimes(long length, int cells, String expected) {
    assertThat(texts(new TimeAxis(START, length, cells))).isEqualTo(expected);
  }

  @Test
  void ticks_neverOverlapNorStickOut() {
    for (long length = 1; length > 0 && length < Long.MAX_VALUE / 3; length = length * 3 + 1) {
      for (int cells = 10; cells < 200; cells += 7) {
        int next = 0;
        for (TimeAxis.Tick tick : new TimeAxis(0, length, cells).ticks("µs")) {
          assertThat(tick.cell()).isGreaterThanOrEqualTo(next);
          assertThat(tick.end()).isLessThanOrEqualTo(cells);
          next = tick.end() + 1;
        }
      }
    }
  }

  private static String texts(TimeAxis axis) {
    List<TimeAxis.Tick> ticks = axis.ticks("µs");
    return String.join(",", ticks.stream().map(TimeAxis.Tick::text).toList());
  }
}
