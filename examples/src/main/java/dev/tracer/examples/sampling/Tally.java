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
  final Load load;

  /** Traces that were kept from the start on, and those kept only at the end. */
  final int[] headBySecond;

  private final int[] tailBySecond;
  private final int[] newBySecond;
  private final int[] keptByOperation = new int[Workload.OPERATIONS];

  /** Requests, and what their roots' weights make of them: all, failed and slow ones. */
  private final long[] truth = new long[3];

  private final double[] counted = new double[3];

  private long errors;
  private long culpritsKept;
  private long pathsKept;
  private long answered;
  private long answeredPathsKept;
  private long slowKept;
  private long spans;

  Tally(String name, boolean ours, Strategy strategy, Load load) {
    this.name = name;
    this.ours = ours;
    this.strategy = strategy;
    this.load = load;
    this.headBySecond = new int[load.seconds()];
    this.tailBySecond = new int[load.seconds()];
    this.newBySecond = new int[load.seconds()];
  }

  /**
   * A request was decided on.
   *
   * @param services those that kept their part of it, as bits
   * @param head whether it was kept from the start on
   * @param weight how many requests the spans of its gateway stand for; 0 if they were not kept
   */
  void enter(Request request, int services, boolean head, double weight) {
    double at = request.nanos() / 1e9 - load.from();
    if (at < 0) { // warm-up
      return;
    }
    int second = Math.min(load.seconds() - 1, (int) at);
    count(0, weight);
    if (request.isError()) {
      errors++;
      error(request, services, weight);
    }
    if (request.isSlow()) {
      count(2, weight);
      slowKept += services & 1;
    }
    if (services != 0) {
      (head ? headBySecond : tailBySecond)[second]++;
      spans += (long) Request.SPANS * Integer.bitCount(services);
      keptByOperation[request.operation()]++;
      newBySecond[second] += request.operation() == Workload.OPERATIONS - 1 ? 1 : 0;
    }
  }

  private void count(int stratum, double weight) {
    truth[stratum]++;
    counted[stratum] += weight;
  }

  private void error(Request request, int services, double weight) {
    if (!request.isAsynchronous()) {
      count(1, weight);
    }
    if ((services & 1 << request.culprit()) != 0) {
      int path = Request.path(request.culprit());
      int whole = (services & path) == path ? 1 : 0;
      culpritsKept++;
      pathsKept += whole;
      if (!request.isAsynchronous()) {
        answered++;
        answeredPathsKept += whole;
      }
    }
  }

  double errorRecall() {
    return (double) culpritsKept / errors;
  }

  double slowRecall() {
    return (double) slowKept / truth[2];
  }

  /** Of the errors whose origin was kept, those with all services on the way to it. */
  double paths() {
    return (double) pathsKept / culpritsKept;
  }

  /** The same of errors in services that answer. */
  double answeredPaths() {
    return (double) answeredPathsKept / answered;
  }

  double headPerSecond() {
    return (double) sum(headBySecond) / load.seconds();
  }

  double tailPerSecond() {
    return (double) sum(tailBySecond) / load.seconds();
  }

  /** Traces kept from the start on, in the worst second. */
  int worstHead() {
    return max(headBySecond);
  }

  /** Traces kept at the end, in the worst second. */
  int worstTail() {
    return max(tailBySecond);
  }

  /** What is kept of the operation that appears: in its first second, and in those after it. */
  double[] appearing() {
    int first = load.seconds() / 2;
    double later = 0;
    for (int i = first + 1; i < load.seconds(); i++) {
      later += newBySecond[i];
    }
    return new double[] {newBySecond[first], later / (load.seconds() - first - 1)};
  }

  private static int sum(int[] counts) {
    int sum = 0;
    for (int count : counts) {
      sum += count;
    }
    return sum;
  }

  private static int max(int[] counts) {
    int max = 0;
    for (int count : counts) {
      max = Math.max(max, count);
    }
    return max;
  }

  /**
   * How far a back end that adds up the weights of roots is off.
   *
   * @param stratum 0 for all requests, 1 for those that fail in services that answer, 2 for slow
   *     ones
   */
  double countBias(int stratum) {
    return counted[stratum] / truth[stratum] - 1;
  }

  /** Operations with a request a minute or more of which less than one a minute was kept. */
  int starvedOperations(Workload workload) {
    double minutes = load.seconds() / 60.0;
    int starved = 0;
    for (int i = 0; i < keptByOperation.length; i++) {
      boolean regular = workload.share(i) * truth[0] >= minutes;
      starved += regular && keptByOperation[i] < minutes ? 1 : 0;
    }
    return starved;
  }

  double terabytesPerDay() {
    return spans * BYTES_PER_SPAN * SECONDS_PER_DAY / load.seconds() / 1e12;
  }
}
