// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import org.jspecify.annotations.Nullable;

/** A scope that remembers where it was opened. */
final class StrictScope extends Scope {
  private final LeakDetector.Trace trace;

  StrictScope(Context context, @Nullable Scope previous, LeakDetector leaks) {
    super(context, previous);
    this.trace = leaks.track(this, "scope of span '" + context.span.displayName() + "'", "closed");
  }

  @Override
  public void close() {
    trace.done();
    super.close();
  }

  @Override
  Throwable opened() {
    return trace;
  }
}
