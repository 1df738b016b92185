// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Redacts spans on the exporting thread, before an exporter sees them. Thread-safe. */
final class Redactor {
  /** Null until a tracer hands one over; then it stays. */
  private final AtomicReference<@Nullable SpanFilter> redaction = new AtomicReference<>();

  /** Takes a redaction; false if there is one already: the processor serves another tracer, too. */
  boolean take(SpanFilter given) {
    return redaction.compareAndSet(null, given);
  }

  /** The spans that may be told; {@code batch} itself if nothing had to be changed. */
  List<SpanData> pass(List<SpanData> batch) {
    SpanFilter filter = redaction.get();
    if (filter == null) {
      return batch;
    }
    List<SpanData> passed = null;
    for (int i = 0; i < batch.size(); i++) {
      SpanData span = batch.get(i);
      SpanData redacted = pass(filter, span);
      if (passed == null && redacted != span) {
        passed = new ArrayList<>(batch.subList(0, i));
      }
      if (passed != null && redacted != null) {
        passed.add(redacted);
      }
    }
    return passed == null ? batch : passed;
  }

  private static @Nullable SpanData pass(SpanFilter filter, SpanData span) {
    try {
      return filter.filter(span);
    } catch (Throwable e) { // told and counted by the tracer that made the filter
      return null;
    }
  }
}
