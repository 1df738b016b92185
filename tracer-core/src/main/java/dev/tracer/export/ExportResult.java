// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What became of a batch. Immutable. The counts add up to the size of the batch; spans that no
 * count mentions are taken as failed.
 *
 * @param exported spans the destination acknowledged
 * @param rejected spans the destination received and refused
 * @param oversize spans left out because one alone was larger than the destination takes
 * @param failed spans that did not arrive, as far as known
 * @param message why spans were lost or what the destination had to say; for the log
 * @since 0.1
 */
public record ExportResult(
    int exported, int rejected, int oversize, int failed, @Nullable String message) {
  /** All {@code count} spans arrived. */
  public static ExportResult success(int count) {
    return new ExportResult(count, 0, 0, 0, null);
  }

  /** None of the {@code count} spans arrived. */
  public static ExportResult failure(int count, String message) {
    return new ExportResult(0, 0, 0, count, requireNonNull(message, "message"));
  }

  /** The sums of two results, with the first message there is. */
  public ExportResult plus(ExportResult other) {
    return new ExportResult(
        exported + other.exported,
        rejected + other.rejected,
        oversize + other.oversize,
        failed + other.failed,
        message != null ? message : other.message);
  }
}
