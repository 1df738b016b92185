// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

/**
 * Two listeners as one: both are told, whatever the first throws.
 *
 * @param first told first
 * @param second told then
 */
record ScopeListeners(ScopeListener first, ScopeListener second) implements ScopeListener {
  @Override
  public void contextChanged(Context now) {
    try {
      first.contextChanged(now);
    } finally {
      second.contextChanged(now);
    }
  }
}
