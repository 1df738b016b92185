// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.sampling;

/**
 * One request through six services:
 *
 * <pre>
 * gateway ─┬─ user
 *          └─ order ─┬─ inventory
 *                    ├─ payment
 *                    └⇢ notification   (by a queue, up to 5 seconds later)
 * </pre>
 *
 * Each service makes 5 spans.
 *
 * @param traceIdLow random: its last 56 bits are the randomness of the trace
 * @param operation index of the operation, the most frequent one first
 * @param instance which of the gateway's processes takes it
 * @param nanos when it begins
 * @param culprit the service in which an error has its origin, -1 if there is none
 * @param failed the services that see the error, as bits
 * @param slow the services whose part takes more than two seconds, as bits
 */
record Request(
    long traceIdLow, int operation, int instance, long nanos, int culprit, int failed, int slow) {
  static final int SERVICES = 6;
  static final int SPANS = 5;
  static final int ALL = (1 << SERVICES) - 1;
  static final int NOTIFICATION = 5;

  private static final int[] CALLER = {-1, 0, 0, 2, 2, 2};
  private static final int[] PATH = new int[SERVICES];

  static {
    for (int service = 0; service < SERVICES; service++) {
      for (int at = service; at >= 0; at = CALLER[at]) {
        PATH[service] |= 1 << at;
      }
    }
  }

  /** The service that calls {@code service}; -1 for the first one. */
  static int caller(int service) {
    return CALLER[service];
  }

  /** The services from the first one to {@code service}, as bits. */
  static int path(int service) {
    return PATH[service];
  }

  boolean isError() {
    return culprit >= 0;
  }

  /** Whether it failed behind the queue, so that no response can tell. */
  boolean isAsynchronous() {
    return culprit == NOTIFICATION;
  }

  boolean isSlow() {
    return (slow & 1) != 0;
  }
}
