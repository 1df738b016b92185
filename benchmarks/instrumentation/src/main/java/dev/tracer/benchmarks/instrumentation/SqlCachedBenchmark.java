// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks.instrumentation;

import dev.tracer.jdbc.SqlSanitizer;
import io.opentelemetry.instrumentation.api.incubator.semconv.db.SqlStatementSanitizer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What does it take to find a statement that was sanitised before? 64 statements of 120 characters
 * in turn, as applications have them as constants.
 */
public class SqlCachedBenchmark {
  /** Sanitisers and statements. */
  @State(Scope.Thread)
  public static class Attached {
    final SqlSanitizer tracer = SqlSanitizer.of("postgresql");
    final SqlStatementSanitizer openTelemetry = SqlStatementSanitizer.create(true);
    private final String[] statements = new String[64];
    private int next;

    /** Makes the statements. */
    public Attached() {
      for (int i = 0; i < statements.length; i++) {
        statements[i] =
            "SELECT o.id, o.total, c.name FROM orders o JOIN customers c ON c.id = o.customer"
                + " WHERE o.state = 'open' AND o.id = ?"
                + i;
      }
    }

    String next() {
      return statements[next++ & 63];
    }
  }

  /** A statement seen before. */
  @Benchmark
  public Object tracer(Attached attached) {
    return attached.tracer.sanitize(attached.next());
  }

  /** A statement seen before. */
  @Benchmark
  public Object openTelemetry(Attached attached) {
    return attached.openTelemetry.sanitize(attached.next());
  }
}
