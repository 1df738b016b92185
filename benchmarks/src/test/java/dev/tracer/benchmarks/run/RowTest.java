// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RowTest {
  static List<Row> rows() {
    return Row.ALL.stream().filter(row -> !row.isInstrumentation()).toList();
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("rows")
  void everyContestant_calledOnce_works(Row row) throws Exception {
    Main.check(row);
  }

  @Test
  void ratio_isOpenTelemetrysTimeOverOurs() {
    RowResult result = new RowResult(Row.FLOOR);
    result.samples(Row.OURS).nanos.addAll(List.of(10.0, 20.0, 900.0));
    result.samples(Row.OPEN_TELEMETRY).nanos.addAll(List.of(50.0, 70.0));

    assertThat(result.ratio()).isEqualTo(3);
  }

  @Test
  void ratio_besideAnUntracedContestant_isOfWhatIsAdded() {
    RowResult result = new RowResult(Row.FLOOR);
    result.samples(Row.OURS).nanos.add(110.0);
    result.samples(Row.OPEN_TELEMETRY).nanos.add(130.0);
    result.samples(Row.UNTRACED).nanos.add(100.0);

    assertThat(result.time(Row.OURS)).isEqualTo(10);
    assertThat(result.ratio()).isEqualTo(3);
    assertThat(result.kept()).isEqualTo(100.0 / 110);
  }

  @Test
  void verdict_besideAnUntracedContestant_isOfWhatIsAdded() {
    RowResult result = new RowResult(Row.FLOOR);
    result.samples(Row.OURS).nanos.addAll(List.of(109.0, 111.0));
    result.samples(Row.OPEN_TELEMETRY).nanos.addAll(List.of(139.0, 141.0));
    result.samples(Row.UNTRACED).nanos.addAll(List.of(99.0, 101.0));

    assertThat(result.ratioInterval()).isEqualTo(new Interval(38.0 / 12, 42.0 / 8));
    assertThat(result.verdict(Aim.ratio(3))).isEqualTo(Verdict.HIT);
    assertThat(result.verdict(Aim.ratio(4))).isEqualTo(Verdict.UNDECIDED);
    assertThat(result.verdict(Aim.ratio(6))).isEqualTo(Verdict.MISS);
    assertThat(result.verdict(Aim.nanos(12))).isEqualTo(Verdict.HIT);
    assertThat(result.verdict(Aim.kept(0.95))).isEqualTo(Verdict.MISS);
    assertThat(Aim.kept(0.97)).hasToString("≥ 0.97 of untraced");
  }
}
