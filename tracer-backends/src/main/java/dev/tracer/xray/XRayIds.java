// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.xray;

import static java.util.Objects.requireNonNull;

import dev.tracer.Clock;
import dev.tracer.IdGenerator;
import dev.tracer.internal.ThreadState;

/**
 * Ids for AWS X-Ray: the first 32 bits of a trace id are the second in which the trace began, the
 * other 96 are random (AWS X-Ray Developer Guide, "Trace ID format"). As the last 56 bits are
 * random, samplers everywhere can rely on them. Thread-safe.
 *
 * <pre>{@code
 * Tracer.builder("shop").idGenerator(XRayIds.create())
 * }</pre>
 *
 * @since 0.1
 */
public final class XRayIds implements IdGenerator {
  private static final long NANOS = 1_000_000_000;

  private final Clock clock;

  private XRayIds(Clock clock) {
    this.clock = clock;
  }

  /** Ids by the clock of this machine. */
  public static IdGenerator create() {
    return new XRayIds(Clock.system());
  }

  /**
   * Ids by another clock, the tracer's.
   *
   * @throws NullPointerException if {@code clock} is null
   */
  public static IdGenerator create(Clock clock) {
    return new XRayIds(requireNonNull(clock, "clock"));
  }

  @Override
  public long traceIdHigh() {
    return Math.floorDiv(clock.epochNanos(), NANOS) << 32 | random() >>> 32;
  }

  @Override
  public long traceIdLow() {
    return random();
  }

  @Override
  public long spanId() {
    return random();
  }

  @Override
  public boolean isRandom() {
    return true;
  }

  private static long random() {
    return ThreadState.random(ThreadState.randomState(ThreadState.slot()));
  }
}
