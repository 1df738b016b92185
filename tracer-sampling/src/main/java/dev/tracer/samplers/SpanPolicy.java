// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import static java.util.Objects.requireNonNull;

import dev.tracer.export.SpanData;
import java.util.function.Predicate;

/** True of a trace as soon as one of its ended spans meets the condition, which is foreign code. */
record SpanPolicy(String reason, Predicate<? super SpanData> condition) implements TailPolicy {
  SpanPolicy {
    requireNonNull(reason, "reason");
    requireNonNull(condition, "condition");
  }

  @Override
  public String toString() {
    return reason;
  }
}
