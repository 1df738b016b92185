// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import dev.tracer.export.SpanData;
import dev.tracer.sampling.LocalTrace;
import dev.tracer.sampling.LocalTraceSampler;
import dev.tracer.sampling.LocalTraces;
import dev.tracer.sampling.Sampler;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The only place that knows whether there is a tail sampler: puts local traces into its hands, or
 * into nobody's. Thread-safe.
 */
final class LocalTraceGate {
  private final Unheld unheld;
  private final LocalTraces traces;

  LocalTraceGate(
      Sampler sampler,
      Consumer<? super SpanData> next,
      BiConsumer<? super String, ? super Throwable> faults) {
    this.unheld = new Unheld(next);
    this.traces =
        sampler instanceof LocalTraceSampler tail ? tail.attach(next, faults) : NoTraces.INSTANCE;
  }

  /** Whether it takes any traces. */
  boolean isOpen() {
    return traces != NoTraces.INSTANCE;
  }

  /** The local trace of a local root; see {@link LocalTraces#open}. */
  LocalTrace open(long traceIdLow, TraceState traceState, boolean sampled, long nanoTime) {
    LocalTrace held = traces.open(traceIdLow, traceState, sampled, nanoTime);
    return held == null ? unheld : held;
  }

  /**
   * The local trace of a local root whose parent this engine has dropped: where the tail sampler
   * had no room, it is not asked again.
   */
  LocalTrace unheld() {
    return unheld;
  }

  /** What is held and was dropped. */
  LocalTraces traces() {
    return traces;
  }

  /** What there is without a tail sampler. */
  private static final class NoTraces implements LocalTraces {
    static final NoTraces INSTANCE = new NoTraces();

    @Override
    public @Nullable LocalTrace open(
        long traceIdLow, TraceState traceState, boolean sampled, long now) {
      return null;
    }

    @Override
    public void flush() {}

    @Override
    public void close(long now) {}

    @Override
    public long held() {
      return 0;
    }

    @Override
    public long dropped() {
      return 0;
    }

    @Override
    public long fallbacks() {
      return 0;
    }
  }
}
