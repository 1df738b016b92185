// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks.instrumentation;

import dev.tracer.jdbc.SqlSanitizer;
import io.opentelemetry.instrumentation.api.incubator.semconv.db.SqlStatementSanitizer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What does it take to hide the literals of a long statement? 400 rows of an INSERT, 30,000
 * characters. Ours keeps no statement of that length; the peer's cache keeps it, so that its text
 * is made different each time.
 */
public class SqlBenchmark {
  /** Sanitisers and statements. */
  @State(Scope.Thread)
  public static class Attached {
    final SqlSanitizer tracer = SqlSanitizer.of("postgresql");
    final SqlStatementSanitizer openTelemetry = SqlStatementSanitizer.create(true);
    private final String statement = statement();
    private int next;

    private static String statement() {
      StringBuilder sql = new StringBuilder("INSERT INTO orders (id, owner, note) VALUES ");
      for (int i = 0; i < 400; i++) {
        sql.append(i == 0 ? "(" : ", (").append(i);
        sql.append(", 'customer ").append(i).append("', 'a note of some forty characters, or so')");
      }
      return sql.toString();
    }

    String next() {
      return statement + next++;
    }
  }

  /** A long statement. */
  @Benchmark
  public Object tracer(Attached attached) {
    return attached.tracer.sanitize(attached.next());
  }

  /** A long statement. */
  @Benchmark
  public Object openTelemetry(Attached attached) {
    return attached.openTelemetry.sanitize(attached.next());
  }
}
