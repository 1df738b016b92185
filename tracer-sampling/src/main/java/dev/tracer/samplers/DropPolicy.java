// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

/** Drops the traces of which the condition is true. */
record DropPolicy(TailPolicy condition) implements TailPolicy {
  @Override
  public String reason() {
    return "drop:".concat(condition.reason());
  }

  @Override
  public String toString() {
    return reason();
  }
}
