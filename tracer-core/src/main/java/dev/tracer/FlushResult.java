// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

/**
 * What a flush or a close achieved. Immutable.
 *
 * @param exported spans acknowledged by exporters during the call
 * @param dropped spans lost during the call, for whatever reason
 * @param pending spans that were still waiting or under way when the call returned
 * @since 0.1
 */
public record FlushResult(long exported, long dropped, long pending) {
  /** Nothing to do, nothing done. */
  public static final FlushResult EMPTY = new FlushResult(0, 0, 0);

  /** Whether all that waited was exported: nothing dropped, nothing pending. */
  public boolean isComplete() {
    return dropped == 0 && pending == 0;
  }

  /** The sums of two results, for callers that flush several parts. */
  public FlushResult plus(FlushResult other) {
    return new FlushResult(
        exported + other.exported, dropped + other.dropped, pending + other.pending);
  }
}
