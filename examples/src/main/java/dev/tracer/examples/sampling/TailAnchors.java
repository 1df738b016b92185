// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.sampling;

import java.util.ArrayDeque;

/** Samplers of others that decide when requests are over. */
final class TailAnchors {
  private static final double HEAD = 0.01;

  private TailAnchors() {}

  private static boolean head(Request request) {
    return (request.traceIdLow() >>> 11) * 0x1p-53 < HEAD;
  }

  /**
   * Each process for itself keeps what failed or was slow in it, beside a head sampler: Kamon's
   * way. Nothing is told to others.
   */
  static Strategy local() {
    return (request, tally) -> {
      boolean head = head(request);
      int services = head ? Request.ALL : request.failed() | request.slow();
      tally.enter(request, services, head, head ? 1 / HEAD : services & 1);
    };
  }

  /**
   * OpenTelemetry's collector with policies for errors, latency and a share: all spans are sent to
   * it, and after 30 seconds it decides about those that it still has.
   *
   * @param traces how many it has room for
   */
  static Strategy collector(int traces) {
    ArrayDeque<Request> held = new ArrayDeque<>();
    return new Strategy() {
      private boolean overflown;

      @Override
      public void request(Request request, Tally tally) {
        held.add(request);
        while (!held.isEmpty() && request.nanos() - held.element().nanos() >= 30_000_000_000L) {
          decide(held.remove(), tally);
        }
        if (held.size() > traces) {
          overflown = true;
          tally.enter(held.remove(), 0, false, 0);
        }
      }

      @Override
      public void end(Tally tally) {
        while (!held.isEmpty()) {
          if (overflown) { // what comes later will push it out
            tally.enter(held.remove(), 0, false, 0);
          } else {
            decide(held.remove(), tally);
          }
        }
      }

      private void decide(Request request, Tally tally) {
        boolean head = head(request);
        boolean kept = head || request.isError() || request.isSlow();
        tally.enter(request, kept ? Request.ALL : 0, head, head ? 1 / HEAD : kept ? 1 : 0);
      }
    };
  }
}
