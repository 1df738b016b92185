// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks.run;

import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs one contestant of a row in a JVM of its own, by JMH. */
final class Jmh {
  /** The forks' heap: large enough for the bursts of the batch rows, the same for everybody. */
  static final String[] JVM_ARGS = {"-Xms1g", "-Xmx1g"};

  private static final String CLASS_PATH = "java.class.path";
  private static final String ALLOCATION = "gc.alloc.rate.norm";

  private final Path log;

  private final int warmups;
  private final int iterations;
  private final TimeValue time;
  private final int bursts;

  /**
   * Prepares.
   *
   * @param log where JMH's own output goes
   * @param warmups how many iterations are not counted
   * @param iterations how many are
   * @param time how long one lasts
   * @param bursts how many are counted if each is a single invocation
   */
  Jmh(Path log, int warmups, int iterations, TimeValue time, int bursts) {
    this.log = log;
    this.warmups = warmups;
    this.iterations = iterations;
    this.time = time;
    this.bursts = bursts;
  }

  private static ChainedOptionsBuilder options(Row row, String contestant) {
    return new OptionsBuilder()
        .include("^" + row.benchmark() + "\\." + contestant + "$")
        .threads(row.threads())
        .timeUnit(TimeUnit.NANOSECONDS)
        .shouldFailOnError(true);
  }

  /** Adds what one fork measures to {@code samples}. */
  void run(Row row, String contestant, Samples samples) throws RunnerException {
    ChainedOptionsBuilder options =
        options(row, contestant)
            .forks(1)
            .jvmArgsAppend(JVM_ARGS)
            .addProfiler(GCProfiler.class)
            .addProfiler(CpuProfiler.class)
            .output(log.toString());
    if (row.isSingleShot()) {
      // short bursts: the compiler needs as many spans as in the other rows
      options.warmupIterations(row.warmUpBursts());
      options.measurementIterations(row.bursts(bursts));
    } else {
      options.mode(Mode.AverageTime).warmupIterations(warmups).warmupTime(time);
      options.measurementIterations(iterations).measurementTime(time);
    }
    for (RunResult result : withOwnClassPath(row, options)) {
      for (BenchmarkResult fork : result.getBenchmarkResults()) {
        fork.getIterationResults().forEach(iteration -> add(iteration, samples));
      }
    }
  }

  /**
   * Runs forks with the jar that the benchmark is in and the folder {@code lib} beside it. JMH
   * gives forks the class path that this process claims to have.
   */
  private static Collection<RunResult> withOwnClassPath(Row row, ChainedOptionsBuilder options)
      throws RunnerException {
    Path jar = location(row);
    String before = System.getProperty(CLASS_PATH);
    try {
      System.setProperty(CLASS_PATH, jar + File.pathSeparator + jar.resolveSibling("lib/*"));
      return new Runner(options.build()).run();
    } finally {
      System.setProperty(CLASS_PATH, before);
    }
  }

  private static Path location(Row row) {
    return Path.of(
        URI.create(row.type().getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  private static void add(IterationResult iteration, Samples samples) {
    samples.nanos.add(iteration.getPrimaryResult().getScore());
    for (Map.Entry<String, ? extends Result<?>> entry : secondary(iteration).entrySet()) {
      if (entry.getKey().endsWith(ALLOCATION)) {
        samples.bytes.add(entry.getValue().getScore());
      } else if (entry.getKey().endsWith(CpuProfiler.LABEL)) {
        samples.cpuNanos.add(entry.getValue().getScore());
      }
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // JMH declares a raw type
  private static Map<String, ? extends Result<?>> secondary(IterationResult iteration) {
    return (Map) iteration.getSecondaryResults();
  }

  /** Calls a contestant once, in this JVM if it can: whether it works, not how fast. */
  static void check(Row row, String contestant) throws RunnerException {
    ChainedOptionsBuilder options =
        options(row, contestant)
            .mode(Mode.SingleShotTime)
            .warmupIterations(0)
            .measurementIterations(1)
            .verbosity(VerboseMode.SILENT);
    if (row.isInstrumentation() && Files.isRegularFile(location(row))) {
      withOwnClassPath(row, options.forks(1));
    } else {
      new Runner(options.forks(0).build()).run();
    }
  }
}
