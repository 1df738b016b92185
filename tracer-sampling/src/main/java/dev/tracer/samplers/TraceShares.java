// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import dev.tracer.samplers.Evidence.Shares;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The answers of limits about one trace. Each is asked when somebody needs to know, and then no
 * more, as it counts each question. Thread-safe: of two threads that ask at once both get one
 * answer.
 */
final class TraceShares implements Shares {
  private static final long NOT_ASKED = -1;

  private final List<SharePolicy> policies;
  private final long randomness;
  private final AtomicLongArray answers;

  TraceShares(List<SharePolicy> policies, long randomness) {
    this.policies = policies;
    this.randomness = randomness;
    this.answers = new AtomicLongArray(policies.size());
    for (int i = 0; i < policies.size(); i++) {
      answers.setPlain(i, NOT_ASKED); // visible with the trace, which is published later
    }
  }

  @Override
  public long threshold(int share) {
    long known = answers.get(share);
    if (known == NOT_ASKED) {
      answers.compareAndSet(share, NOT_ASKED, policies.get(share).threshold(randomness));
      known = answers.get(share);
    }
    return known;
  }

  @Override
  public boolean reaches(long threshold) {
    return randomness >= threshold;
  }
}
