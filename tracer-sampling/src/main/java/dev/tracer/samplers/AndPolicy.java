// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import java.util.List;

/**
 * True of a trace of which all parts are.
 *
 * @param parts those that limit others stand last, and so are asked only if all others are true
 */
record AndPolicy(String reason, List<TailPolicy> parts) implements TailPolicy {
  @Override
  public String toString() {
    return reason;
  }
}
