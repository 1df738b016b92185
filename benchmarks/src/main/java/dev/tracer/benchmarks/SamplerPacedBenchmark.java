// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks;

import dev.tracer.Clock;
import dev.tracer.samplers.Sampling;
import dev.tracer.sampling.Sampler;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What does it cost to keep 100 traces a second of 1,000, as many as a service gets? The sampler's
 * clock goes on by a millisecond for each decision, so that every slot ends, and every tenth trace
 * is kept, as at that rate. It costs less to read than the system's: add one {@code nanoTime}.
 *
 * <p>Dimensions: whether operations are told apart. No other library takes a clock.
 */
public class SamplerPacedBenchmark {
  private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** Samplers, a clock for each, and random trace ids that do not come again. */
  @State(Scope.Thread)
  public static class Paced {
    private final Pace pace = new Pace();
    private Sampler limiting;
    private Sampler adaptive;
    private long random = 88172645463325252L;
    private long decisions;
    private long kept;

    /** Makes the samplers. */
    @Setup
    public void open() {
      limiting = Sampling.rateLimiting(100, pace);
      adaptive = Sampling.adaptive(100, pace);
    }

    /** Looks whether a tenth was kept. */
    @TearDown
    public void requireTheRate() {
      double share = (double) kept / decisions;
      if (decisions > 100_000 && !(share > 0.09 && share < 0.11)) {
        throw new IllegalStateException("kept " + share + " instead of a tenth");
      }
    }

    boolean decide(Sampler sampler) {
      pace.nanos += PACE_NANOS;
      random ^= random << 13;
      random ^= random >>> 7;
      random ^= random << 17;
      boolean sampled = SamplerRatioBenchmark.decide(sampler, random);
      decisions++;
      kept += sampled ? 1 : 0;
      return sampled;
    }
  }

  /** A clock that goes on when it is told. */
  private static final class Pace implements Clock {
    long nanos;

    @Override
    public long nanoTime() {
      return nanos;
    }

    @Override
    public long epochNanos() {
      return nanos;
    }
  }

  /** Decides. */
  @Benchmark
  public boolean tracer(Paced paced) {
    return paced.decide(paced.limiting);
  }

  /** Decides, by operation. */
  @Benchmark
  public boolean tracerAdaptive(Paced paced) {
    return paced.decide(paced.adaptive);
  }
}
