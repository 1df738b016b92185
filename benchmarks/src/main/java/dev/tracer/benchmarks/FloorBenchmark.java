// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks;

import java.util.concurrent.ThreadLocalRandom;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * What can no span do without? Its start and end are two readings of the clock, its id is one
 * random number: the floor that all other rows stand on.
 *
 * <p>Dimensions: none.
 */
public class FloorBenchmark {
  /** Two readings of the clock and a random number. */
  @Benchmark
  public long floor() {
    long start = System.nanoTime();
    long id = ThreadLocalRandom.current().nextLong();
    long end = System.nanoTime();
    return end - start + id;
  }
}
