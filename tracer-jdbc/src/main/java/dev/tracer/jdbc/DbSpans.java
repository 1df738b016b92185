// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import static java.util.Objects.requireNonNull;

import dev.tracer.Attributes;
import dev.tracer.Scope;
import dev.tracer.Span;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.Tracer;
import dev.tracer.internal.Throwables;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Database spans for clients that are not JDBC: Redis, MongoDB, R2DBC and others.
 *
 * <pre>{@code
 * DbSpans redis = DbSpans.builder(tracer, "redis").server("cache.example", 6379).build();
 * String name = redis.call("GET", "user", span -> client.get("user:" + id));
 * }</pre>
 *
 * <p>Operation and target become the span's name: few different values, never keys or documents.
 * For want of a target it has the namespace, except for Redis, or the server. Messages of
 * exceptions are not recorded, as clients write values into them. Spans follow the semantic
 * conventions 1.44.0, "Database client spans". Thread-safe.
 *
 * @since 0.1
 */
public final class DbSpans {
  private static final String PART = "span of an asynchronous database call";

  private final Tracer tracer;
  private final Attributes attributes;
  private final String system;
  private final SqlSanitizer sanitizer;

  DbSpans(Tracer tracer, Attributes attributes, String system) {
    this.tracer = tracer;
    this.attributes = attributes;
    this.system = system;
    this.sanitizer = SqlSanitizer.of(system);
  }

  /**
   * Starts to describe the spans of a database.
   *
   * @param system its {@code db.system.name}: {@code redis}, {@code mongodb}, {@code cassandra}
   * @throws NullPointerException naming the argument that is null
   */
  public static DbSpansBuilder builder(Tracer tracer, String system) {
    return new DbSpansBuilder(tracer, system);
  }

  /**
   * Does something in a span, which is current meanwhile. What {@code work} throws is thrown on.
   *
   * @param operation {@code GET}, {@code insert}
   * @param target the collection, table or kind of keys; null if there is none
   * @throws NullPointerException if {@code operation} or {@code work} is null
   */
  public <T extends @Nullable Object, X extends Throwable> T call(
      String operation, @Nullable String target, Tracer.Work<T, X> work) throws X {
    requireNonNull(work, "work");
    return run(start(operation, target), work);
  }

  /**
   * Executes a statement of a language like SQL in a span; its literals are not recorded.
   *
   * @throws NullPointerException naming the argument that is null
   */
  public <T extends @Nullable Object, X extends Throwable> T query(
      String statement, Tracer.Work<T, X> work) throws X {
    requireNonNull(work, "work");
    return run(startQuery(statement), work);
  }

  private static <T extends @Nullable Object, X extends Throwable> T run(
      Span span, Tracer.Work<T, X> work) throws X {
    try (Scope scope = span.makeCurrent()) {
      return work.run(span);
    } catch (Throwable e) {
      failed(span, e);
      throw e;
    } finally {
      span.end();
    }
  }

  /**
   * Does something asynchronous in a span, which ends when the stage completes and is current until
   * {@code work} returns. The result is the client's own stage: whoever cancels it cancels the
   * call. Functions that the stage calls when it completes may lengthen the span: a {@link
   * java.util.concurrent.CompletableFuture} calls last what was there first, the end of the span.
   *
   * @throws NullPointerException if {@code operation} or {@code work} is null
   */
  public <T> CompletionStage<T> callAsync(
      String operation, @Nullable String target, Supplier<CompletionStage<T>> work) {
    requireNonNull(work, "work");
    return async(start(operation, target), work);
  }

  /**
   * Like {@link #callAsync} for a statement of a language like SQL.
   *
   * @throws NullPointerException naming the argument that is null
   */
  public <T> CompletionStage<T> queryAsync(String statement, Supplier<CompletionStage<T>> work) {
    requireNonNull(work, "work");
    return async(startQuery(statement), work);
  }

  private <T> CompletionStage<T> async(Span span, Supplier<CompletionStage<T>> work) {
    CompletionStage<T> stage;
    try (Scope scope = span.makeCurrent()) {
      stage = work.get();
    } catch (Throwable e) {
      failed(span, e);
      span.end();
      throw e;
    }
    if (stage == null) {
      span.end();
      return stage;
    }
    try {
      stage.whenComplete((value, error) -> completed(span, error));
    } catch (Throwable e) { // a stage of the client's own that cannot do that
      tracer.reportFault(PART, e);
      span.end();
    }
    return stage;
  }

  private static void completed(Span span, @Nullable Throwable error) {
    if (error != null) {
      failed(span, error);
    }
    span.end();
  }

  /**
   * Starts a span to be ended by the caller, for clients with events of their own.
   *
   * @param target the collection, table or kind of keys; null if there is none
   * @throws NullPointerException if {@code operation} is null
   */
  public Span start(String operation, @Nullable String target) {
    requireNonNull(operation, "operation");
    return tracer
        .spanBuilder(SpanName.of(operation, target, attributes))
        .kind(SpanKind.CLIENT)
        .setAll(attributes)
        .set(Names.OPERATION, operation.isEmpty() ? null : operation)
        .set(Names.COLLECTION, target == null || target.isEmpty() ? null : target)
        .start();
  }

  /**
   * Starts a span for a statement, to be ended by the caller.
   *
   * @throws NullPointerException if {@code statement} is null
   */
  public Span startQuery(String statement) {
    SanitizedSql sql = sanitizer.sanitize(requireNonNull(statement, "statement"));
    String summary = sql.summary();
    return tracer
        .spanBuilder(summary.isEmpty() ? SpanName.of("", null, attributes) : summary)
        .kind(SpanKind.CLIENT)
        .setAll(attributes)
        .set(Names.PROCEDURE, StoredProcedure.of(summary, system))
        .set(Names.QUERY_SUMMARY, summary.isEmpty() ? null : summary)
        .set(Names.QUERY_TEXT, sql.text())
        .start();
  }

  /**
   * Marks a span as failed, without the message of {@code error}. {@code CancellationException} and
   * {@code InterruptedException} are no errors, as the caller wanted it so: they are an event
   * {@code cancelled}.
   */
  public static void failed(Span span, Throwable error) {
    Throwable cause = Throwables.unwrapped(error);
    if (Throwables.isCancellation(cause)) {
      span.event("cancelled");
      return;
    }
    span.set(Names.ERROR_TYPE, Throwables.type(cause)).status(StatusCode.ERROR);
  }
}
