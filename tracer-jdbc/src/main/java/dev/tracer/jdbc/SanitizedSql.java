// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import static java.util.Objects.requireNonNull;

/**
 * What may be recorded of a statement. Immutable.
 *
 * @param text the statement with {@code ?} in the place of each literal, without comments, of 4,096
 *     bytes at the most; {@code db.query.text}
 * @param summary its operations and the tables they touch, of 255 characters at the most: {@code
 *     INSERT shipping SELECT orders}; empty if nothing is known; {@code db.query.summary}
 * @since 0.1
 */
public record SanitizedSql(String text, String summary) {
  /**
   * Checks the components.
   *
   * @throws NullPointerException naming the component that is null
   */
  public SanitizedSql {
    requireNonNull(text, "text");
    requireNonNull(summary, "summary");
  }
}
