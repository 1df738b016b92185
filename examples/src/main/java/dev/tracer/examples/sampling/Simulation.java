// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.sampling;

import dev.tracer.examples.Options;
import dev.tracer.samplers.Sampling;
import dev.tracer.samplers.TailPolicy;
import dev.tracer.sampling.Sampler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Plays 50,000 requests a second through samplers, ours and those of others, and shows what each of
 * them keeps. The clock is simulated: two minutes of sixty processes take about one, and with the
 * repetitions for the counts it takes some minutes in all.
 *
 * <p>{@code --ci} plays some seconds, {@code --svg FILE} draws a chart besides.
 */
public final class Simulation {
  static final double BUDGET = 500;

  private static final double RATIO = 0.01;
  private static final int SEEDS = 24;
  private static final double SHARE = BUDGET / Workload.GATEWAYS;

  private final Workload workload;
  private final Load load;

  private Simulation(Workload workload, Load load) {
    this.workload = workload;
    this.load = load;
  }

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    Options options = new Options("sampling", args);
    boolean ci = options.ci();
    Path svg = options.file("svg", "");
    options.done();
    Simulation day = new Simulation(new Workload(1), ci ? Load.DAY.part(58, 4) : Load.DAY);
    List<Tally> tallies = day.play(day.all());
    Report.table(day.workload, tallies);
    if (!svg.toString().isEmpty()) {
      Files.writeString(svg, Chart.svg(tallies, BUDGET));
    }
    for (Load load : List.of(Load.COLD_START, Load.BURST, Load.INCIDENT, Load.NEW_OPERATION)) {
      Simulation phase = new Simulation(new Workload(2), ci ? load.part(load.from(), 2) : load);
      Report.phase(load, phase.play(phase.ours()));
    }
    Report.explainPhases();
    // half a burst
    Load part = ci ? Load.DAY.part(59, 2) : Load.DAY.part(58, 4);
    Report.counts(part, seeds(ci ? 2 : SEEDS, part, Simulation::weighing));
    if (!ci) {
      part = Load.DAY.part(30, 60);
      Report.counts(part, seeds(SEEDS, part, Simulation::quick));
    }
    Report.explainCounts();
  }

  private static List<List<Tally>> seeds(
      int count, Load part, Function<Simulation, List<Tally>> strategies) {
    List<List<Tally>> seeds = new ArrayList<>();
    for (int seed = 0; seed < count; seed++) {
      Simulation simulation = new Simulation(new Workload(1000 + seed), part);
      seeds.add(simulation.play(strategies.apply(simulation)));
    }
    return seeds;
  }

  private List<Tally> play(List<Tally> tallies) {
    workload.play(
        load,
        request -> {
          for (Tally tally : tallies) {
            tally.strategy.request(request, tally);
          }
        });
    for (Tally tally : tallies) {
      tally.strategy.end(tally);
    }
    return tallies;
  }

  private Tally ours(String name, Strategy strategy) {
    return new Tally(name, true, strategy, load);
  }

  private Tally ours(String name, IntFunction<Strategy.Head> head) {
    return ours(name, Strategy.head(head));
  }

  private Tally theirs(String name, Strategy strategy) {
    return new Tally(name, false, strategy, load);
  }

  private Strategy.Head limited(int process) {
    return Ours.head(Sampling.rateLimiting(SHARE, workload));
  }

  private Strategy.Head adaptive(int process) {
    return Ours.head(Sampling.adaptive(SHARE, workload));
  }

  /** A fifth of the head's budget for errors in each service, and another one for slow requests. */
  private List<TailPolicy> limits(int process) {
    return List.of(
        TailPolicy.rateLimiting(SHARE / 5, workload), TailPolicy.rateLimiting(SHARE / 5, workload));
  }

  /** All strategies. */
  private List<Tally> all() {
    List<Tally> all = new ArrayList<>(weighing());
    all.add(ours("adaptive + TailSampler", new TailStrategy(true, this::adaptive)));
    all.add(ours("the same without verdicts", new TailStrategy(false, this::adaptive)));
    all.add(theirs("OpenTelemetry traceidratio 1 %", Strategy.head(i -> Anchors.ratio(RATIO))));
    all.add(
        theirs("OpenTelemetry/Jaeger rate limit", Strategy.head(i -> Anchors.tokenBucket(SHARE))));
    all.add(theirs("Brave rate limit", Strategy.head(i -> Anchors.deciseconds((int) SHARE))));
    all.add(theirs("local tail (Kamon), 1 % head", TailAnchors.local()));
    all.add(theirs("collector tail, default size", TailAnchors.collector(50_000)));
    all.add(theirs("collector tail, 10 million traces", TailAnchors.collector(10_000_000)));
    return all;
  }

  /** Strategies whose weights a back end may add up. */
  private List<Tally> weighing() {
    return List.of(
        ours("probability 1 %", i -> Ours.head(Sampler.probability(RATIO))),
        ours("rateLimiting", this::limited),
        ours("adaptive", this::adaptive),
        ours("rateLimiting + TailSampler", new TailStrategy(true, this::limited)),
        theirs(
            "java-contrib averaged rate, 5 s", Strategy.head(i -> Anchors.averagedGaps(SHARE, 5))),
        theirs(
            "Jaeger adaptive 1/s, converged",
            Strategy.head(i -> Anchors.jaegerAdaptive(1, workload))),
        theirs(
            "Honeycomb averaged throughput",
            Strategy.head(i -> Anchors.averagedThroughput(SHARE))));
  }

  /** Those of them that can be played for long, so that less is left to chance. */
  private List<Tally> quick() {
    return List.of(
        ours("probability 1 %", i -> Ours.head(Sampler.probability(RATIO))),
        ours("rateLimiting", this::limited),
        ours("adaptive", this::adaptive));
  }

  /** What is played in extraordinary times. */
  private List<Tally> ours() {
    return List.of(
        ours("rateLimiting", this::limited),
        ours("adaptive", this::adaptive),
        ours("adaptive + TailSampler", new TailStrategy(true, this::adaptive)),
        ours(
            "adaptive + TailSampler with limits",
            new TailStrategy(true, this::adaptive, this::limits)));
  }
}
