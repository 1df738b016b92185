// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

/**
 * What is known of a local trace when it is judged.
 *
 * @param facts what was found out about its spans, see {@link SpanFacts}
 * @param isRootOver whether its local root has ended
 * @param nanos how long the local root has taken
 * @param shares whether it is among the traces that limits let pass
 */
record Evidence(int facts, boolean isRootOver, long nanos, Shares shares) {
  /** A trace's answers to the policies that keep a share of the traces. */
  interface Shares {
    /** To be used where there are no such policies. */
    Shares NONE =
        new Shares() {
          @Override
          public long threshold(int share) {
            return Judge.NEVER;
          }

          @Override
          public boolean reaches(long threshold) {
            return threshold == 0;
          }
        };

    /** The threshold of a share for this trace; the same one whenever it is asked for. */
    long threshold(int share);

    /** Whether the randomness of the trace reaches the threshold. */
    boolean reaches(long threshold);
  }
}
