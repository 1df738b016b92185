// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import org.jspecify.annotations.Nullable;

/**
 * Changes or refuses an ended span before any processor or exporter sees it: the place to redact.
 * Runs on the thread that ends the span; must be thread-safe and fast. A span whose filter throws
 * is dropped and counted, so that nothing leaks.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface SpanFilter {
  /**
   * The span as it may go on.
   *
   * @return {@code span} itself, a changed copy made by {@link SpanData#withAttributes} or one of
   *     its siblings, or null to drop it
   */
  @Nullable SpanData filter(SpanData span);
}
