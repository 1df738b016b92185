// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks.run;

/** What the measurements say of an aim. */
enum Verdict {
  HIT("hit"),
  MISS("MISS"),
  /** Both are possible: more forks, or a quieter machine, would tell. */
  UNDECIDED("undecided");

  final String word;

  Verdict(String word) {
    this.word = word;
  }
}
