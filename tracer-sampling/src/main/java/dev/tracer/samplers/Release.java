// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import static java.util.Objects.requireNonNull;

import dev.tracer.export.SpanData;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done with the spans of a trace by its verdict. Each step is noted when it is done,
 * so that it can go on where it came to the end of the stack or of memory. Belongs to the thread
 * that made it, then to the one that took it from {@link HeldTraces#stuck}.
 */
final class Release {
  private final HeldTraces traces;
  private final HeldTrace trace;
  private final Verdict verdict;

  /** The spans that were not handed on yet, nor counted. */
  private HeldSpans left;

  private boolean isTurned;

  /** What is to be given back to the budget. */
  private int chunks;

  /** How many spans are to be counted as dropped. */
  private int dropped;

  /** The next one that is stuck. Guarded by the monitor of the {@link HeldTraces}. */
  @Nullable Release next;

  /**
   * Makes it before the verdict is there.
   *
   * @param before what the verdict takes the place of
   * @param last a span that is not held yet
   */
  Release(HeldTraces traces, HeldTrace trace, Verdict verdict, Held before, HeldSpans last) {
    this.traces = traces;
    this.trace = trace;
    this.verdict = verdict;
    this.left = last.on(before instanceof HeldSpans spans ? spans : HeldSpans.NONE);
    this.chunks = before.chunks();
  }

  /** Does what is left to be done. Throws only what the virtual machine does. */
  void carryOut() {
    traces.decided(trace, verdict);
    traces.budget().giveBack(chunks);
    chunks = 0;
    if (verdict.isKeep()) {
      passAll(traces.outlet());
    } else {
      dropped += left.count();
      left = HeldSpans.NONE;
    }
    if (dropped > 0) {
      traces.outlet().drop(dropped);
      dropped = 0;
    }
  }

  /** Hands the spans on in the order in which they ended. */
  private void passAll(TailOutlet outlet) {
    if (!isTurned) {
      left = left.turned();
      isTurned = true;
    }
    int shed = trace.shed();
    while (left.span != null) {
      SpanData span = left.span;
      left = requireNonNull(left.below);
      dropped++; // unless it arrives
      dropped -= outlet.pass(span, verdict, left == HeldSpans.NONE ? shed : 0) ? 1 : 0;
    }
  }
}
