// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import dev.tracer.export.SpanData;
import dev.tracer.sampling.LocalTrace;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The local trace in nobody's hands: what ends goes on at once. Immutable. */
final class Unheld implements LocalTrace {
  private final Consumer<? super SpanData> next;

  Unheld(Consumer<? super SpanData> next) {
    this.next = next;
  }

  @Override
  public void started() {}

  @Override
  public void failed() {}

  @Override
  public void keep(String reason) {}

  @Override
  public void announce(long now) {}

  @Override
  public boolean isKept() {
    return false;
  }

  @Override
  public TraceState traceState() {
    return TraceState.empty();
  }

  @Override
  public void ended(@Nullable SpanData span, boolean root, long now) {
    if (span != null) {
      next.accept(span);
    }
  }
}
