// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import dev.tracer.Context;
import dev.tracer.Scope;
import dev.tracer.Tracer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the tracer's side of an operation so that whatever it throws cannot cost the application its
 * own: a callback, records that were fetched, the result of a handler. Errors of the virtual
 * machine are reported and end here as well; if memory is really gone, the application's next step
 * meets that. Thread-safe.
 */
final class Guard {
  private final Tracer tracer;

  Guard(Tracer tracer) {
    this.tracer = tracer;
  }

  /**
   * Runs a step.
   *
   * @param part whose step it is, for people
   */
  void run(String part, Runnable step) {
    try {
      step.run();
    } catch (Throwable e) {
      report(part, e);
    }
  }

  /** The step's result, or null if it throws. */
  <T> @Nullable T call(String part, Supplier<? extends @Nullable T> step) {
    try {
      return step.get();
    } catch (Throwable e) {
      report(part, e);
      return null;
    }
  }

  /** Makes {@code context} current; null if that does not work. */
  @Nullable Scope open(String part, Context context) {
    return call(part, context::makeCurrent);
  }

  /** Closes what {@link #open} opened. */
  void close(String part, @Nullable Scope scope) {
    if (scope != null) {
      run(part, scope::close);
    }
  }

  /** Counts and logs what tracing threw. */
  void report(String part, Throwable error) {
    try {
      tracer.reportFault(part, error);
    } catch (Throwable e) {
      // an error of the virtual machine: counted before it was thrown on
    }
  }
}
