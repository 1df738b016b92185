// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

/** True of a trace whose local root has ended and of which the condition is not true. */
record NotPolicy(TailPolicy condition) implements TailPolicy {
  @Override
  public String reason() {
    return "not:".concat(condition.reason());
  }

  @Override
  public String toString() {
    return reason();
  }
}
