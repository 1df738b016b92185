// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import dev.tracer.TraceState;

/**
 * What becomes of a local trace.
 *
 * @param isKeep whether it is kept
 * @param traceState what those who are told of a kept trace get, and its spans
 * @param reason why it is kept, for people
 */
record Verdict(boolean isKeep, TraceState traceState, String reason) implements Held {
  static final Verdict DROP = new Verdict(false, TraceState.empty(), "");

  static Verdict keep(TraceState traceState, String reason) {
    return new Verdict(true, traceState, reason);
  }

  @Override
  public int count() {
    return 0;
  }

  @Override
  public int chunks() {
    return 0;
  }
}
