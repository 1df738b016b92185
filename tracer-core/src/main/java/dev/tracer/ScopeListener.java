// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

/**
 * Is told of each change of a thread's current context, for example to keep the trace id in a
 * logger's MDC. Called on the thread whose context changes, after the change; must be fast. What it
 * throws is counted and logged, never passed to the application.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ScopeListener {
  /**
   * The current context of this thread changed.
   *
   * @param now the context that is current from here on; {@link Context#root()} when none is left
   */
  void contextChanged(Context now);
}
