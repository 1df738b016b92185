// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.testing;

import java.util.ArrayList;
import java.util.List;

/** The difference of two texts by lines. Stateless. */
final class TextDiff {
  /** Beyond so many pairs of lines only the common beginning and end are looked for. */
  private static final int MOST_PAIRS = 4_000_000;

  private TextDiff() {}

  /**
   * All lines of both: those in both behind two spaces, those only in {@code expected} behind
   * {@code "- "}, those only in {@code actual} behind {@code "+ "}.
   */
  static String of(List<String> expected, List<String> actual) {
    int head = 0;
    int most = Math.min(expected.size(), actual.size());
    while (head < most && expected.get(head).equals(actual.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < most - head
        && expected.get(expected.size() - 1 - tail).equals(actual.get(actual.size() - 1 - tail))) {
      tail++;
    }
    List<String> lines = new ArrayList<>();
    add(lines, "  ", expected.subList(0, head));
    between(
        lines,
        expected.subList(head, expected.size() - tail),
        actual.subList(head, actual.size() - tail));
    add(lines, "  ", expected.subList(expected.size() - tail, expected.size()));
    return String.join("\n", lines);
  }

  /** Along a longest common subsequence. */
  private static void between(List<String> lines, List<String> expected, List<String> actual) {
    if ((long) expected.size() * actual.size() > MOST_PAIRS) {
      add(lines, "- ", expected);
      add(lines, "+ ", actual);
      return;
    }
    int[][] common = commonLengths(expected, actual);
    int e = 0;
    int a = 0;
    while (e < expected.size() && a < actual.size()) {
      if (expected.get(e).equals(actual.get(a))) {
        lines.add("  " + expected.get(e++));
        a++;
      } else if (common[e + 1][a] >= common[e][a + 1]) {
        lines.add("- " + expected.get(e++));
      } else {
        lines.add("+ " + actual.get(a++));
      }
    }
    add(lines, "- ", expected.subList(e, expected.size()));
    add(lines, "+ ", actual.subList(a, actual.size()));
  }

  /** For each pair of positions how many lines both have in common from there on. */
  private static int[][] commonLengths(List<String> expected, List<String> actual) {
    int[][] common = new int[expected.size() + 1][actual.size() + 1];
    for (int e = expected.size() - 1; e >= 0; e--) {
      for (int a = actual.size() - 1; a >= 0; a--) {
        common[e][a] =
            expected.get(e).equals(actual.get(a))
                ? common[e + 1][a + 1] + 1
                : Math.max(common[e + 1][a], common[e][a + 1]);
      }
    }
    return common;
  }

  private static void add(List<String> lines, String mark, List<String> more) {
    for (String line : more) {
      lines.add(mark + line);
    }
  }
}
