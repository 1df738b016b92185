// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.sampling;

/** What became of the requests under one strategy. */
final class Tally {
  private static final double BYTES_PER_SPAN = 500;
  private static final double SECONDS_PER_DAY = 86_400;

  final String name;
  final boolean ours;
  final Strategy strategy;

  private final double from;
  private final int seconds;
  final int[] keptBySecond;
  private final int[] keptByOperation = new int[Workload.OPERATIONS];

  private long requests;
  private long errors;
  private long culpritsKept;
  private long pathsKept;
  private long slow;
  private long slowKept;
  private long kept;
  private long spans;
  private double weights;

  Tally(String name, boolean ours, Strategy strategy, double from, int seconds) {
    this.name = name;
    this.ours = ours;
    this.strategy = strategy;
    this.from = from;
    this.seconds = seconds;
    this.keptBySecond = new int[seconds];
  }

  /** Whether a request falls into the time that is counted. */
  boolean covers(Request request) {
    double second = request.nanos() / 1e9 - from;
    return second >= 0 && second < seconds;
  }

  /**
   * A request was decided on.
   *
   * @param services those that kept their part of it, as bits
   * @param weight how many requests it stands for, as far as a back end can know
   */
  void enter(Request request, int services, double weight) {
    requests++;
    if (request.isError()) {
      errors++;
      if ((services & 1 << request.culprit()) != 0) {
        culpritsKept++;
        int path = Request.path(request.culprit());
        pathsKept += (services & path) == path ? 1 : 0;
      }
    }
    if (request.isSlow()) {
      slow++;
      slowKept += services & 1;
    }
    if (services != 0) {
      kept++;
      spans += (long) Request.SPANS * Integer.bitCount(services);
      weights += weight;
      keptBySecond[Math.min(seconds - 1, (int) (request.nanos() / 1e9 - from))]++;
      keptByOperation[request.operation()]++;
    }
  }

  double errorRecall() {
    return (double) culpritsKept / errors;
  }

  double slowRecall() {
    return (double) slowKept / slow;
  }

  /** Of the errors whose origin was kept, those with all services on the way to it. */
  double pathCompleteness() {
    return (double) pathsKept / culpritsKept;
  }

  double tracesPerSecond() {
    return (double) kept / seconds;
  }

  int worstSecond() {
    int worst = 0;
    for (int count : keptBySecond) {
      worst = Math.max(worst, count);
    }
    return worst;
  }

  /** How far a back end that adds up the weights is off the number of requests. */
  double countBias() {
    return weights / requests - 1;
  }

  /** Operations with a request a minute or more of which less than one a minute was kept. */
  int starvedOperations(Workload workload) {
    int starved = 0;
    for (int i = 0; i < keptByOperation.length; i++) {
      boolean regular = workload.share(i) * requests >= seconds / 60.0;
      starved += regular && keptByOperation[i] < seconds / 60.0 ? 1 : 0;
    }
    return starved;
  }

  double terabytesPerDay() {
    return spans * BYTES_PER_SPAN * SECONDS_PER_DAY / seconds / 1e12;
  }
}
