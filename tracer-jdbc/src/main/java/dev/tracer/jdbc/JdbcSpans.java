// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.ContextKey;
import dev.tracer.Span;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.Tracer;
import dev.tracer.internal.Throwables;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Starts and ends the spans of one {@link JdbcTracing}. Never throws. Thread-safe. */
final class JdbcSpans {
  private static final String PART = "JDBC instrumentation";

  /** Set while a statement is executed: wrappers below make no second span. */
  private static final ContextKey<Boolean> EXECUTING = ContextKey.named("dev.tracer.jdbc");

  /** More are described anew each time. */
  private static final int MAX_DATABASES = 64;

  private final Tracer tracer;
  private final JdbcSettings settings;

  /** Where connections led so far: each has its cache of statements, shared by all of them. */
  private final ConcurrentHashMap<JdbcUrl, Database> databases = new ConcurrentHashMap<>();

  JdbcSpans(Tracer tracer, JdbcSettings settings) {
    this.tracer = tracer;
    this.settings = settings;
  }

  JdbcSettings settings() {
    return settings;
  }

  /** What is told of a database. */
  Database database(JdbcUrl url) {
    Database known = databases.get(url);
    if (known != null || databases.size() >= MAX_DATABASES) {
      return known != null ? known : new Database(url, settings);
    }
    return databases.computeIfAbsent(url, missing -> new Database(missing, settings));
  }

  /** Starts the span of an execution; null if there is to be none. */
  @Nullable Span start(String name, Attributes attributes) {
    return Context.current().get(EXECUTING) != null
        ? null
        : tracer.spanBuilder(name).kind(SpanKind.CLIENT).setAll(attributes).start();
  }

  /** Starts the span of something that happens in this process. */
  @Nullable Span startInternal(String name, Attributes attributes) {
    return Context.current().get(EXECUTING) != null
        ? null
        : tracer.spanBuilder(name).setAll(attributes).start();
  }

  /** The context to execute a statement in. */
  Context inside(Span span) {
    return Context.current().with(span).with(EXECUTING, Boolean.TRUE);
  }

  /** The statement with the trace in a comment at its end, if that is wanted. */
  String commented(String sql, Context context) {
    if (!settings.sqlCommenter() || sql == null) {
      return sql;
    }
    try {
      return SqlComment.append(sql, context, tracer);
    } catch (Throwable e) {
      fault(e);
      return sql;
    }
  }

  /**
   * What was done failed. Messages of drivers tell values, so they are recorded on demand only.
   *
   * @param database where; null if that is not known
   */
  void failed(Span span, @Nullable Database database, Throwable error) {
    if (!span.isRecording()) {
      return;
    }
    try {
      String system = database == null ? JdbcUrl.UNKNOWN.system() : database.system();
      String code = error instanceof SQLException sql ? ResponseCode.of(system, sql) : null;
      String type = Throwables.type(error);
      if (settings.errorMessages()) {
        span.fail(error);
      } else if (code != null) {
        span.status(StatusCode.ERROR, type);
      } else { // the type says it: not twice (semantic conventions, "Recording errors on spans")
        span.status(StatusCode.ERROR);
      }
      span.set(Names.STATUS_CODE, code).set(Names.ERROR_TYPE, code != null ? code : type);
    } catch (Throwable e) {
      fault(e);
    }
  }

  /** The application has cancelled what was done, which is no error. */
  void cancelled(Span span) {
    try {
      span.event("cancelled");
    } catch (Throwable e) {
      fault(e);
    }
  }

  void fault(Throwable error) {
    tracer.reportFault(PART, error);
  }
}
