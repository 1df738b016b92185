// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A quota never passes more than it may, whatever the interleaving of those who ask. */
@Tag("slow")
class QuotaLincheckTest {
  /** What is checked: asked by any number of threads at times of their own. */
  @Param(name = "time", gen = IntGen.class, conf = "0:3")
  public static class Subject {
    private final Quota quota = new Quota(2, 2);

    @Operation
    public boolean tryTake(@Param(name = "time") int time) {
      return quota.tryTake(time);
    }
  }

  /** The same, one thread at a time. */
  public static class Specification {
    private boolean running;
    private int start;
    private int taken;

    public boolean tryTake(int time) {
      if (!running || time - start >= 2) {
        running = true;
        start = time;
        taken = 0;
      }
      if (taken == 2) {
        return false;
      }
      taken++;
      return true;
    }
  }

  @Test
  void tryTake_underModelChecking_isLinearizable() {
    new ModelCheckingOptions()
        .iterations(20)
        .invocationsPerIteration(500)
        .threads(3)
        .actorsPerThread(3)
        .sequentialSpecification(Specification.class)
        .check(Subject.class);
  }
}
