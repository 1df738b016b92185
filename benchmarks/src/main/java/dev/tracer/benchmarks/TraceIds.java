// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks;

import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Random trace ids, made beforehand in the form that each library wants. One for each thread. */
@State(Scope.Thread)
public class TraceIds {
  private static final int COUNT = 1024;

  private final long[] numbers = new long[COUNT];
  private final String[] texts = new String[COUNT];
  private int next;

  /** Makes them. */
  public TraceIds() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < COUNT; i++) {
      numbers[i] = random.nextLong();
      texts[i] = String.format("%016x%016x", random.nextLong(), numbers[i]);
    }
  }

  /** The last 64 bits of the next trace id. */
  long number() {
    return numbers[next++ & (COUNT - 1)];
  }

  /** The next trace id as text. */
  String text() {
    return texts[next++ & (COUNT - 1)];
  }
}
