// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

/** True of a trace with a failed span. */
record ErrorPolicy() implements TailPolicy {
  @Override
  public String reason() {
    return "error";
  }

  @Override
  public String toString() {
    return reason();
  }
}
