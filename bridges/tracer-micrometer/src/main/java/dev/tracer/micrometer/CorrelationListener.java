// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.micrometer;

import static java.util.Objects.requireNonNull;

import dev.tracer.Context;
import dev.tracer.ScopeListener;
import dev.tracer.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Keeps the ids of the current span in SLF4J's MDC under the names that Micrometer and Spring Boot
 * use, {@code traceId} and {@code spanId}, and fields of baggage under their own.
 *
 * <pre>{@code
 * Tracer tracer =
 *     Tracer.builder("shop").scopeListener(CorrelationListener.of(List.of("tenant"))).build();
 * // in the pattern: %X{traceId} %X{spanId} %X{tenant}
 * }</pre>
 *
 * <p>The MDC follows scopes, whichever API opens them. A field that the current baggage does not
 * have, or has as blank, is not in the MDC. Thread-safe.
 *
 * @since 0.1
 */
public final class CorrelationListener implements ScopeListener {
  private static final String TRACE_ID = "traceId";
  private static final String SPAN_ID = "spanId";

  private final List<String> fields;
  private final List<String> localFields;

  private CorrelationListener(List<String> fields, List<String> localFields) {
    this.fields = List.copyOf(requireNonNull(fields, "fields"));
    this.localFields = List.copyOf(requireNonNull(localFields, "localFields"));
  }

  /** A listener for the ids alone. */
  public static CorrelationListener create() {
    return new CorrelationListener(List.of(), List.of());
  }

  /**
   * A listener for the ids and fields of baggage, none of which is local.
   *
   * @param fields their names, which are the names in the MDC; in baggage their case does not
   *     matter
   * @throws NullPointerException if {@code fields} or one of them is null
   */
  public static CorrelationListener of(List<String> fields) {
    return new CorrelationListener(fields, List.of());
  }

  /**
   * A listener for the ids and fields of baggage, of which some may be local: what a caller sends
   * by those names is not in the MDC.
   *
   * @param fields their names, which are the names in the MDC; in baggage their case does not
   *     matter
   * @param localFields those of {@link MicrometerTracingBuilder#localFields}, whether they are
   *     among {@code fields} or not
   * @throws NullPointerException if a list or one of the names is null
   */
  public static CorrelationListener of(List<String> fields, List<String> localFields) {
    return new CorrelationListener(fields, localFields);
  }

  @Override
  public void contextChanged(Context now) {
    Span span = now.span();
    boolean isValid = span.isValid();
    put(TRACE_ID, isValid ? span.traceId() : null);
    put(SPAN_ID, isValid ? span.spanId() : null);
    for (String field : fields) {
      String value = BaggageFields.getAny(now, field, localFields);
      put(field, value == null || value.isBlank() ? null : value);
    }
  }

  private static void put(String key, @Nullable String value) {
    if (value == null) {
      MDC.remove(key);
    } else {
      MDC.put(key, value);
    }
  }
}
