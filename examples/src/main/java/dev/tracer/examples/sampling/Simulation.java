// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.sampling;

import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.strategy.Sampling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Plays 50,000 requests a second through samplers, ours and those of others, and shows what each of
 * them keeps. The clock is simulated: two minutes take some seconds.
 *
 * <p>{@code --ci} plays ten seconds, {@code --svg FILE} draws a chart besides.
 */
public final class Simulation {
  private static final double BUDGET = 500;
  private static final double RATIO = 0.01;
  private static final int SEEDS = 24;
  private static final double SHARE = BUDGET / Workload.GATEWAYS;

  private final double from;
  private final int seconds;

  private Simulation(double from, int seconds) {
    this.from = from;
    this.seconds = seconds;
  }

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    boolean ci = List.of(args).contains("--ci");
    int svg = List.of(args).indexOf("--svg");
    Simulation full = ci ? new Simulation(55, 10) : new Simulation(0, 120);
    Workload workload = new Workload(1);
    List<Tally> tallies = full.tallies(workload);
    play(workload, full, tallies);
    System.out.printf(
        Locale.ROOT,
        "%d s of %,d requests/s in six services, a burst of four times as many among them;"
            + " budget %.0f traces/s%n%n",
        full.seconds,
        Workload.RATE,
        BUDGET);
    printTable(workload, tallies);
    printBias(ci ? 4 : SEEDS);
    if (svg >= 0) {
      Files.writeString(Path.of(args[svg + 1]), Chart.svg(tallies, BUDGET));
    }
  }

  private Tally tally(String name, boolean ours, Strategy strategy) {
    return new Tally(name, ours, strategy, from, seconds);
  }

  /** All strategies; those that keep weights come first among ours. */
  private List<Tally> tallies(Workload workload) {
    List<Tally> all = new ArrayList<>(weighing(workload));
    // through every process of the fleet, which takes its time: ten seconds of it
    Simulation part = new Simulation(Math.max(from, 55), Math.min(seconds, 10));
    all.add(
        part.tally(
            "rateLimiting + TailSampler, 10 s",
            true,
            new TailStrategy(true, i -> Ours.head(Sampling.rateLimiting(SHARE, workload)))));
    all.add(
        part.tally(
            "the same without verdicts",
            true,
            new TailStrategy(false, i -> Ours.head(Sampling.rateLimiting(SHARE, workload)))));
    all.add(
        tally("OpenTelemetry traceidratio 1 %", false, Strategy.head(i -> Anchors.ratio(RATIO))));
    all.add(
        tally(
            "OpenTelemetry/Jaeger rate limit",
            false,
            Strategy.head(i -> Anchors.tokenBucket(SHARE))));
    all.add(tally("Brave rate limit", false, Strategy.head(i -> Anchors.deciseconds((int) SHARE))));
    all.add(tally("local tail (Kamon), 1 % head", false, TailAnchors.local()));
    all.add(tally("collector tail, default size", false, TailAnchors.collector(50_000)));
    all.add(tally("collector tail, 10 million traces", false, TailAnchors.collector(10_000_000)));
    return all;
  }

  /** The strategies whose weights a back end may add up. */
  private List<Tally> weighing(Workload clock) {
    return List.of(
        tally("probability 1 %", true, Strategy.head(i -> Ours.head(Sampler.probability(RATIO)))),
        tally(
            "rateLimiting",
            true,
            Strategy.head(i -> Ours.head(Sampling.rateLimiting(SHARE, clock)))),
        tally("adaptive", true, Strategy.head(i -> Ours.head(Sampling.adaptive(SHARE, clock)))),
        tally(
            "java-contrib averaged rate, 5 s",
            false,
            Strategy.head(i -> Anchors.averagedGaps(SHARE, 5))),
        tally(
            "Jaeger adaptive 1/s, converged",
            false,
            Strategy.head(i -> Anchors.jaegerAdaptive(1, clock))),
        tally(
            "Honeycomb averaged throughput",
            false,
            Strategy.head(i -> Anchors.averagedThroughput(SHARE))));
  }

  private static void play(Workload workload, Simulation period, List<Tally> tallies) {
    workload.play(
        period.from,
        period.seconds,
        request -> {
          for (Tally tally : tallies) {
            if (tally.covers(request)) {
              tally.strategy.request(request, tally);
            }
          }
        });
    for (Tally tally : tallies) {
      tally.strategy.end(tally);
    }
  }

  private static void printTable(Workload workload, List<Tally> tallies) {
    System.out.printf(
        "%-34s %8s %8s %8s %10s %8s %8s %8s %8s%n",
        "", "errors", "slow", "paths", "traces/s", "worst s", "count", "starved", "TB/day");
    for (Tally tally : tallies) {
      System.out.printf(
          Locale.ROOT,
          "%-34s %7.2f%% %7.2f%% %7s%% %10.1f %7.2fx %+7.2f%% %8d %8.2f%n",
          (tally.ours ? "* " : "  ") + tally.name,
          100 * tally.errorRecall(),
          100 * tally.slowRecall(),
          Double.isNaN(tally.pathCompleteness())
              ? "-"
              : String.format(Locale.ROOT, "%.1f", 100 * tally.pathCompleteness()),
          tally.tracesPerSecond(),
          tally.worstSecond() / BUDGET,
          100 * tally.countBias(),
          tally.starvedOperations(workload),
          tally.terabytesPerDay());
    }
    System.out.println(
        """

        * ours   errors: kept where they began   slow: longer than 2 s, kept at the gateway
        paths: of the errors kept, those with all services on the way to them
        worst s: traces in the worst second, in budgets   count: sum of weights against truth
        starved: operations of 1/min or more of which less than 1/min was kept
        """);
  }

  /**
   * The error of the sum of weights, over several seeds, in seconds that hold half of the burst.
   */
  private static void printBias(int seeds) {
    List<String> names = new ArrayList<>();
    List<double[]> errors = new ArrayList<>();
    for (int seed = 0; seed < seeds; seed++) {
      Workload workload = new Workload(1000 + seed);
      Simulation period = new Simulation(58, 4);
      List<Tally> tallies = period.weighing(workload);
      play(workload, period, tallies);
      for (int i = 0; i < tallies.size(); i++) {
        if (seed == 0) {
          names.add(tallies.get(i).name);
          errors.add(new double[seeds]);
        }
        errors.get(i)[seed] = tallies.get(i).countBias();
      }
    }
    System.out.printf("Error of the counts over %d seeds, mean and its standard error:%n", seeds);
    for (int i = 0; i < names.size(); i++) {
      double mean = 0;
      for (double error : errors.get(i)) {
        mean += error / seeds;
      }
      double variance = 0;
      for (double error : errors.get(i)) {
        variance += (error - mean) * (error - mean) / (seeds - 1);
      }
      System.out.printf(
          Locale.ROOT,
          "  %-34s %+.2f%% ± %.2f%%%n",
          names.get(i),
          100 * mean,
          100 * Math.sqrt(variance / seeds));
    }
  }
}
