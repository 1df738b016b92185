// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks.run;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Here the libraries are those that the benchmarks run with. */
@Tag("slow")
class InstrumentationRowTest {
  static List<Row> rows() {
    return Row.ALL.stream().filter(Row::isInstrumentation).toList();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyContestant_calledOnce_works(Row row) throws Exception {
    Main.check(row);
  }
}
