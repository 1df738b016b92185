// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.sampling;

import java.util.List;
import java.util.Locale;

/** Prints the tables. */
final class Report {
  private static final String FORMAT = "%-36s %8s %8s %7s %7s %8s %8s %8s %8s %8s %8s%n";

  private Report() {}

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
  }

  private static String format(String format, double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
  }

  private static String percent(double share) {
    return format("%.2f%%", 100 * share);
  }

  private static String name(Tally tally) {
    return (tally.ours ? "* " : "  ") + tally.name;
  }

  /** Everything about a day. */
  static void table(Workload workload, List<Tally> tallies) {
    Load load = tallies.get(0).load;
    print(
        "%d s of %,d requests/s on average in six services of ten processes each, four times as"
            + " many for ten seconds;%nthe budget is %.0f traces/s%n%n",
        load.seconds(), Load.RATE, Simulation.BUDGET);
    print(
        FORMAT, "", "errors", "slow", "paths", "all", "head/s", "worst", "tail/s", "count",
        "starved", "TB/day");
    for (Tally tally : tallies) {
      print(
          FORMAT,
          name(tally),
          percent(tally.errorRecall()),
          percent(tally.slowRecall()),
          format("%.1f%%", 100 * tally.answeredPaths()),
          format("%.1f%%", 100 * tally.paths()),
          format("%.1f", tally.headPerSecond()),
          format("%.2fx", tally.worstHead() / Simulation.BUDGET),
          format("%.1f", tally.tailPerSecond()),
          format("%+.2f%%", 100 * tally.countBias(0)),
          tally.starvedOperations(workload),
          format("%.2f", tally.terabytesPerDay()));
    }
    System.out.println(
        """

        *        ours
        errors   failed requests that were kept where they failed; slow: longer than 2 s, kept at the gateway
        paths    of the errors kept, those with all services on the way to them, if those that failed answer;
                 all: besides, one error in twenty happens behind a queue, where no response can tell of it
        head/s   traces kept from the start on, worst: in the worst second, in budgets (of this the budget speaks)
        tail/s   traces kept besides because they failed or were slow; they have no budget here, see below
        count    the sum of the roots' weights against the truth; of one run, so chance is in it, see below
        starved  operations of 1/min or more of which less than 1/min was kept
        TB/day   with 500 bytes a span
        """);
  }

  /** What an extraordinary time makes of the budget. */
  static void phase(Load load, List<Tally> tallies) {
    boolean appearing = load.appearing() > 0;
    print(
        "%-36s %8s %8s %8s %8s %9s %8s%s%n",
        load.name(),
        "errors",
        "paths",
        "head/s",
        "worst",
        "tail/s",
        "worst",
        appearing ? "   of the new operation: first second, later/s" : "");
    for (Tally tally : tallies) {
      double[] fresh = tally.appearing();
      print(
          "%-36s %8s %8s %8.1f %7.2fx %9.1f %7.2fx%s%n",
          name(tally),
          percent(tally.errorRecall()),
          format("%.1f%%", 100 * tally.answeredPaths()),
          tally.headPerSecond(),
          tally.worstHead() / Simulation.BUDGET,
          tally.tailPerSecond(),
          tally.worstTail() / Simulation.BUDGET,
          appearing
              ? String.format(Locale.ROOT, "   %.0f, %s", fresh[0], format("%.1f", fresh[1]))
              : "");
    }
    System.out.println();
  }

  /** What the phases have in common. */
  static void explainPhases() {
    System.out.println(
        """
        worst: for both, the worst second in budgets. With limits: each service keeps 100/s of its failed local traces
        and 100/s of its slow ones, by and(error(), rateLimiting(..)): an incident cannot make them more. Without that it
        does, and callers miss some verdicts: each process believes 100 a second.
        """);
  }

  /**
   * The error of the sum of weights over several seeds.
   *
   * @param seeds the same strategies for each seed
   */
  static void counts(Load load, List<List<Tally>> seeds) {
    print(
        "Error of the counts over %d seeds of %d s, a burst among them: mean and its standard"
            + " error%n%-36s %18s %22s %22s%n",
        seeds.size(), load.seconds(), "", "all", "failed", "slow");
    for (int row = 0; row < seeds.get(0).size(); row++) {
      print("%-36s", name(seeds.get(0).get(row)));
      for (int stratum = 0; stratum < 3; stratum++) {
        double mean = 0;
        for (List<Tally> seed : seeds) {
          mean += seed.get(row).countBias(stratum) / seeds.size();
        }
        double variance = 0;
        for (List<Tally> seed : seeds) {
          variance += Math.pow(seed.get(row).countBias(stratum) - mean, 2) / (seeds.size() - 1);
        }
        double error = Math.sqrt(variance / seeds.size());
        boolean biased = seeds.size() > 9 && Math.abs(mean) > Math.max(3 * error, 1e-9);
        print(" %+9.2f%% ±%6.2f%%%s", 100 * mean, 100 * error, biased ? "!" : " ");
      }
      System.out.println();
    }
    System.out.println();
  }

  /** What the tables of counts have in common. */
  static void explainCounts() {
    System.out.println(
        """
        failed: those that somebody waits for. !: more than three standard errors; of few failed and slow requests kept
        with large weights the standard error itself is uncertain. Of frequent operations adaptive keeps few, of large
        weights: its count of all requests is coarser than that of a sampler that looks at their sum alone.
        """);
  }
}
