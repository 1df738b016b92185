// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import dev.tracer.Span;

/**
 * A processor that may still write when a span ends (OpenTelemetry trace SDK, "OnEnding"): sums up
 * what happened, renames by the outcome. Costs nothing where no processor is one.
 *
 * @since 0.1
 */
public interface EndingProcessor extends SpanProcessor {
  /**
   * A recorded span is about to end. Its end is fixed and no other thread can write any more; what
   * this call writes, on the calling thread, filters and exporters see. All processors have written
   * before any is told of the end.
   *
   * @param span to be written to during the call only; a {@link SpanData} as well, which shows what
   *     it has by then, its end included. Of a span that another thread than its owner ends, a copy
   *     of the one that was started
   */
  void onEnding(Span span);
}
