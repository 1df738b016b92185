// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.sampling;

import java.util.function.DoubleUnaryOperator;

/**
 * What comes in, and when.
 *
 * @param warmUp how many seconds are played before those that are counted
 * @param from the second that is counted first
 * @param seconds how many are counted
 * @param rate requests a second, by the second
 * @param errors the share of requests that fail
 * @param appearing the share of an operation hardly seen before, from the middle on
 */
record Load(
    String name,
    int warmUp,
    double from,
    int seconds,
    DoubleUnaryOperator rate,
    double errors,
    double appearing) {
  static final int RATE = 50_000;

  private static final double FAILING = 0.001;
  private static final double LENGTH = 120;

  /** A day in two minutes: half to one and a half times the rate, four times that in the middle. */
  static final Load DAY = new Load("a day", 0, 0, (int) LENGTH, Load::daily, FAILING, 0);

  static final Load COLD_START =
      new Load("cold start, 75,000 requests/s", 0, 0, 10, second -> 1.5 * RATE, FAILING, 0);

  static final Load BURST = DAY.part(59, 14).named("burst of four times as many");

  static final Load INCIDENT =
      new Load("incident, 10 % of requests fail", 5, 5, 10, second -> RATE, 0.1, 0);

  static final Load NEW_OPERATION =
      new Load("an operation appears", 5, 5, 10, second -> RATE, FAILING, 0.1);

  private static double daily(double second) {
    boolean burst = second >= 60 && second < 70;
    return RATE * (1 - 0.5 * Math.cos(2 * Math.PI * second / LENGTH)) * (burst ? 4 : 1);
  }

  /** Some seconds of it, after two seconds of warm-up if there were any. */
  Load part(double begin, int length) {
    int before = (int) Math.min(begin, Math.max(warmUp, 2));
    return new Load(name, before, begin, length, rate, errors, appearing);
  }

  private Load named(String other) {
    return new Load(other, warmUp, from, seconds, rate, errors, appearing);
  }
}
