// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import java.util.List;

/**
 * The answer to a search. Immutable.
 *
 * @param shown the first of those that match
 * @param matched how many match
 * @param total how many there are
 */
record TraceList(List<TraceSummary> shown, int matched, int total) {
  /** How many match and are not shown. */
  int leftOut() {
    return matched - shown.size();
  }
}
