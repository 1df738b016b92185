// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Tracer;
import dev.tracer.sampling.Sampler;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for all ratios and all traces. */
class SamplingPropertiesTest {
  @Test
  void traces_ofASmallerRatio_areKeptByALargerOne() {
    SplittableRandom random = new SplittableRandom(7);
    for (int pair = 0; pair < 200; pair++) {
      double large = Math.pow(2, -20 * random.nextDouble());
      Sampler more = Sampler.probability(large);
      Sampler less = Sampler.probability(large * random.nextDouble());
      for (int trace = 0; trace < 5_000; trace++) {
        // near the thresholds, where it matters
        long id = random.nextLong() | (0xFF_FFFF_FFFF_FFFFL << (56 - random.nextInt(24)));
        boolean keptByLess = Traffic.keeps(Traffic.ask(less, "a", id), id);
        if (keptByLess && !Traffic.keeps(Traffic.ask(more, "a", id), id)) {
          throw new AssertionError(less + " keeps what " + more + " drops");
        }
      }
    }
  }

  /** The ids a tracer makes, in 256 classes by their randomness: chi-squared, 255 degrees. */
  @ParameterizedTest
  @ValueSource(ints = {0, 16, 40, 48})
  void randomness_ofTraceIds_isUniform(int shift) {
    Tracer tracer = Tracer.builder("uniform").build();
    int classes = 256;
    int traces = 256 * 1_000;
    int[] counts = new int[classes];
    for (int i = 0; i < traces; i++) {
      counts[(int) (tracer.startSpan("a").context().traceIdLow() >>> shift) & 255]++;
    }
    tracer.close();

    assertThat(chiSquared(counts, traces)).isBetween(150.0, 390.0); // 1e-8 on either side
  }

  /** What is kept is spread evenly over the traces, whatever share it is. */
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.1, 1.0 / 3, 0.01})
  void kept_overBatchesOfTraces_isBinomial(double ratio) {
    Sampler sampler = Sampler.probability(ratio);
    SplittableRandom random = new SplittableRandom(3);
    int batches = 200;
    int batch = 10_000;
    double sum = 0;
    for (int i = 0; i < batches; i++) {
      int kept = 0;
      for (int trace = 0; trace < batch; trace++) {
        long id = random.nextLong();
        kept += Traffic.keeps(Traffic.ask(sampler, "a", id), id) ? 1 : 0;
      }
      double deviation = kept - batch * ratio;
      sum += deviation * deviation / (batch * ratio * (1 - ratio));
    }

    assertThat(sum).isBetween(110.0, 320.0); // 200 degrees of freedom, 1e-7 on either side
  }

  private static double chiSquared(int[] counts, int total) {
    double expected = (double) total / counts.length;
    double sum = 0;
    for (int count : counts) {
      sum += (count - expected) * (count - expected) / expected;
    }
    return sum;
  }
}
