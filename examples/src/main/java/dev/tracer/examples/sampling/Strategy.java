// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.sampling;

/** A way to sample, played through the whole fleet. */
interface Strategy {
  /** Decides about a request, and enters what is kept of it. */
  void request(Request request, Tally tally);

  /** The end of the day: decides what is open. */
  default void end(Tally tally) {}

  /** What a gateway decides at the start of a request, for all services after it. */
  @FunctionalInterface
  interface Head {
    /** What a kept request stands for; 0 if it is not kept. */
    double weight(Request request);
  }

  /** A head sampler in each of the gateway's processes; all others follow the sampled flag. */
  static Strategy head(java.util.function.IntFunction<Head> make) {
    Head[] heads = new Head[Workload.GATEWAYS];
    for (int i = 0; i < heads.length; i++) {
      heads[i] = make.apply(i);
    }
    return (request, tally) -> {
      double weight = heads[request.instance()].weight(request);
      tally.enter(request, weight > 0 ? Request.ALL : 0, weight > 0, weight);
    };
  }
}
