// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import dev.tracer.Span;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The span of a query that goes on until its rows are read, and their number. Confined to the
 * thread that reads, except for the end, which may come from anywhere.
 */
final class RowCount {
  private final Span span;
  private final JdbcSpans spans;
  private final TracedStatement<?> statement;
  private final AtomicBoolean ended = new AtomicBoolean();

  /** Written by the thread that reads; whoever ends the span on another thread may miss some. */
  private long rows;

  RowCount(Span span, JdbcSpans spans, TracedStatement<?> statement) {
    this.span = span;
    this.spans = spans;
    this.statement = statement;
  }

  void read(boolean more) {
    if (more) {
      rows++;
    } else {
      end();
    }
  }

  void failed(Throwable error) {
    if (!ended.get()) {
      statement.failed(span, spans, error);
    }
    end();
  }

  void end() {
    if (ended.compareAndSet(false, true)) {
      statement.connection().counted(this);
      span.set(Names.RETURNED_ROWS, rows);
      span.end();
    }
  }
}
