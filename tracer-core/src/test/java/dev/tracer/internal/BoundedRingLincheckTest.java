// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** The ring behaves like a queue under a lock, whatever the interleaving of its threads. */
@Tag("slow")
class BoundedRingLincheckTest {
  /** What is checked: any number of producers and closers, one consumer at a time. */
  @Param(name = "element", gen = IntGen.class, conf = "1:9")
  public static class Subject {
    private final BoundedRing<Integer> ring = new BoundedRing<>(2);

    @Operation
    public boolean offer(@Param(name = "element") int element) {
      return ring.offer(element) > 0;
    }

    @Operation
    public boolean isClosed() {
      return ring.isClosed();
    }

    @Operation(nonParallelGroup = "consumer")
    public @Nullable Integer poll() {
      return ring.poll();
    }

    @Operation(nonParallelGroup = "consumer")
    public void release() {
      ring.release();
    }

    @Operation(nonParallelGroup = "consumer")
    public long size() {
      return ring.size();
    }

    @Operation
    public long accepted() {
      return ring.accepted();
    }

    @Operation
    public void close() {
      ring.close();
    }
  }

  /** The same, one thread at a time. */
  public static class Specification {
    private final Queue<Integer> queue = new ArrayDeque<>();
    private int unreleased;
    private long accepted;
    private boolean closed;

    public boolean offer(int element) {
      if (closed || queue.size() + unreleased == 2) {
        return false;
      }
      queue.add(element);
      accepted++;
      return true;
    }

    public boolean isClosed() {
      return closed;
    }

    public @Nullable Integer poll() {
      Integer element = queue.poll();
      unreleased += element == null ? 0 : 1;
      return element;
    }

    public void release() {
      unreleased = 0;
    }

    public long size() {
      return queue.size() + unreleased;
    }

    public long accepted() {
      return accepted;
    }

    public void close() {
      closed = true;
    }
  }

  @Test
  void ring_inAllInterleavings_isLinearizable() {
    new ModelCheckingOptions()
        .iterations(20)
        .invocationsPerIteration(300)
        .threads(3)
        .actorsBefore(2)
        .actorsPerThread(3)
        .actorsAfter(2)
        .sequentialSpecification(Specification.class)
        .check(Subject.class);
  }

  @Test
  @EnabledForJreRange(
      max = JRE.JAVA_24,
      disabledReason = "there Lincheck warns of classes that it cannot change back")
  void ring_underStress_isLinearizable() {
    new StressOptions()
        .iterations(20)
        .invocationsPerIteration(1000)
        .threads(3)
        .actorsBefore(2)
        .actorsPerThread(3)
        .actorsAfter(2)
        .sequentialSpecification(Specification.class)
        .check(Subject.class);
  }
}
