// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import dev.tracer.sampling.SamplingResult;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides by the policies what becomes of a local trace, from the evidence and nothing else: the
 * same evidence has the same judgement. Immutable.
 */
final class Judge {
  /** The threshold that no trace reaches. */
  static final long NEVER = SamplingResult.MAX_THRESHOLD;

  /** What policies may say. */
  enum Opinion {
    /** No policy cares. */
    NONE,
    /** To drop it, whatever else may be said. */
    DROP,
    KEEP
  }

  /** What the policies say of a trace; the threshold and the reason go with {@code KEEP}. */
  record Judgement(Opinion opinion, long threshold, String reason) {
    static final Judgement NONE = new Judgement(Opinion.NONE, NEVER, "");
    static final Judgement DROP = new Judgement(Opinion.DROP, NEVER, "");
  }

  private final List<TailPolicy> exclusions = new ArrayList<>();
  private final List<TailPolicy> reasons = new ArrayList<>();
  private final List<SpanPolicy> conditions = new ArrayList<>();
  private final List<SharePolicy> shares = new ArrayList<>();
  private final long shortestLatency;
  private final boolean hasOpinionOnAll;

  /**
   * Makes one.
   *
   * @throws IllegalArgumentException if there are too many conditions on spans
   */
  Judge(List<TailPolicy> policies) {
    long latency = Long.MAX_VALUE;
    for (TailPolicy policy : policies) {
      if (policy instanceof DropPolicy drop) {
        exclusions.add(drop.condition());
      } else {
        reasons.add(policy);
      }
      latency = Math.min(latency, collect(policy));
    }
    this.shortestLatency = latency;
    this.hasOpinionOnAll = reasons.stream().anyMatch(Judge::mayBeTrueOfAny);
    TailSampler.check(
        conditions.size() <= SpanFacts.MAX_CONDITIONS,
        "policies must have at most " + SpanFacts.MAX_CONDITIONS + " conditions",
        conditions.size());
  }

  /** Notes the conditions and shares in a policy; returns the shortest latency in it. */
  private long collect(TailPolicy policy) {
    if (policy instanceof LatencyPolicy latency) {
      return latency.limitNanos();
    }
    long shortest = Long.MAX_VALUE;
    if (policy instanceof SpanPolicy condition) {
      conditions.add(condition);
    } else if (policy instanceof SharePolicy share) {
      shares.add(share);
    } else {
      for (TailPolicy part : parts(policy)) {
        shortest = Math.min(shortest, collect(part));
      }
    }
    return shortest;
  }

  private static List<TailPolicy> parts(TailPolicy policy) {
    if (policy instanceof AndPolicy all) {
      return all.parts();
    }
    if (policy instanceof NotPolicy not) {
      return List.of(not.condition());
    }
    return policy instanceof DropPolicy drop ? List.of(drop.condition()) : List.of();
  }

  /** Whether it may be true of a trace of which nothing is known. */
  private static boolean mayBeTrueOfAny(TailPolicy policy) {
    return policy instanceof AndPolicy all
        ? all.parts().stream().allMatch(Judge::mayBeTrueOfAny)
        : policy instanceof NotPolicy || policy instanceof SharePolicy;
  }

  /** What is to be found out about spans. */
  List<SpanPolicy> conditions() {
    return conditions;
  }

  /** The limits to ask, by their numbers in {@link Evidence.Shares}. */
  List<SharePolicy> shares() {
    return shares;
  }

  /** Whether a policy might care; false of most traces, which saves judging them. */
  boolean mayCare(int facts, long nanos) {
    return hasOpinionOnAll || facts != SpanFacts.NONE || nanos >= shortestLatency;
  }

  /** What the policies say: of those that keep the trace the one with the lowest threshold. */
  Judgement judge(Evidence evidence) {
    for (TailPolicy exclusion : exclusions) {
      if (threshold(exclusion, evidence) == 0) {
        return Judgement.DROP;
      }
    }
    Judgement best = Judgement.NONE;
    for (TailPolicy policy : reasons) {
      long threshold = threshold(policy, evidence);
      if (threshold < best.threshold() && evidence.shares().reaches(threshold)) {
        best = new Judgement(Opinion.KEEP, threshold, policy.reason());
        if (threshold == 0) {
          break; // limits behind it need not be asked
        }
      }
    }
    return best;
  }

  /** From which randomness on a policy keeps the trace: 0 if all such, {@link #NEVER} if none. */
  private long threshold(TailPolicy policy, Evidence evidence) {
    if (policy instanceof SharePolicy share) {
      return evidence.shares().threshold(place(shares, share));
    }
    if (policy instanceof AndPolicy all) {
      return highest(all.parts(), evidence);
    }
    return isTrue(policy, evidence) ? 0 : NEVER;
  }

  private long highest(List<TailPolicy> parts, Evidence evidence) {
    long highest = 0;
    for (int i = 0; i < parts.size() && highest < NEVER; i++) {
      highest = Math.max(highest, threshold(parts.get(i), evidence));
    }
    return highest;
  }

  private boolean isTrue(TailPolicy policy, Evidence evidence) {
    if (policy instanceof ErrorPolicy) {
      return (evidence.facts() & SpanFacts.ERROR) != 0;
    }
    if (policy instanceof LatencyPolicy latency) {
      return evidence.nanos() >= latency.limitNanos();
    }
    if (policy instanceof SpanPolicy condition) {
      return (evidence.facts() & SpanFacts.condition(place(conditions, condition))) != 0;
    }
    return policy instanceof NotPolicy not
        && evidence.isRootOver()
        && threshold(not.condition(), evidence) == NEVER;
  }

  private static <T> int place(List<T> list, T wanted) {
    int i = 0;
    while (list.get(i) != wanted) {
      i++;
    }
    return i;
  }
}
