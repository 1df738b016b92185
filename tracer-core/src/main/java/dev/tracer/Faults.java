// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import dev.tracer.internal.LogTopic;
import dev.tracer.internal.ThrottledLog;
import java.util.concurrent.atomic.LongAdder;

/** Counts and logs what parts given by the application throw. Thread-safe. */
final class Faults {
  private final ThrottledLog log;
  private final LongAdder count = new LongAdder();

  Faults(ThrottledLog log) {
    this.log = log;
  }

  /**
   * Takes in what {@code part} threw.
   *
   * @throws VirtualMachineError if it is one: those are not ours to hide
   */
  void add(String part, Throwable error) {
    enter(part, error);
    Errors.passFatal(error);
  }

  /** The same, but leaves it to the caller to throw an error that is not ours to hide. */
  void enter(String part, Throwable error) {
    count.increment();
    log.warn(
        LogTopic.FAULT, "The " + part + " threw an exception; tracing goes on without it.", error);
  }

  long count() {
    return count.sum();
  }
}
