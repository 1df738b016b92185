// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import dev.tracer.internal.LogTopic;
import dev.tracer.internal.ThrottledLog;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/**
 * Counts and logs what parts given by the application throw, errors of the virtual machine
 * included: whoever is at the end of his stack will notice by himself, and not in the middle of
 * tracing. Thread-safe; never throws.
 */
final class Faults implements BiConsumer<String, Throwable> {
  private final ThrottledLog log;
  private final LongAdder count = new LongAdder();

  Faults(ThrottledLog log) {
    this.log = log;
  }

  /** Takes in what {@code part} threw. */
  void add(String part, Throwable error) {
    try {
      count.increment();
      log.warn(
          LogTopic.FAULT,
          "The " + part + " threw an exception; tracing goes on without it.",
          error);
    } catch (Throwable e) {
      // no stack or memory left: it is counted, or the next one will be
    }
  }

  @Override
  public void accept(String part, Throwable error) {
    add(part, error);
  }

  /** What was taken in, with the failures of the log itself. */
  long count() {
    return count.sum() + log.failures();
  }
}
