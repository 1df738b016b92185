// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.testing;

import dev.tracer.IdGenerator;
import java.util.concurrent.atomic.AtomicLong;

/** The ids 1, 2, 3 ..., traces and spans each for themselves. Thread-safe. */
final class SequentialIds implements IdGenerator {
  private final AtomicLong traces = new AtomicLong();
  private final AtomicLong spans = new AtomicLong();

  @Override
  public long traceIdHigh() {
    return 0;
  }

  @Override
  public long traceIdLow() {
    return traces.incrementAndGet();
  }

  @Override
  public long spanId() {
    return spans.incrementAndGet();
  }
}
