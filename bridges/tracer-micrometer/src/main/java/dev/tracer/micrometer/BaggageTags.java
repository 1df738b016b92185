// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.micrometer;

import static java.util.Objects.requireNonNull;

import dev.tracer.Context;
import dev.tracer.Span;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanProcessor;
import java.util.List;

/**
 * Puts fields of baggage on every span that starts as attributes, whichever API starts it: give it
 * to {@code TracerBuilder.processor}. Immutable.
 *
 * @since 0.1
 */
public final class BaggageTags implements SpanProcessor {
  private final List<String> fields;
  private final List<String> localFields;

  private BaggageTags(List<String> fields, List<String> localFields) {
    this.fields = List.copyOf(requireNonNull(fields, "fields"));
    this.localFields = List.copyOf(requireNonNull(localFields, "localFields"));
  }

  /**
   * Puts some fields on spans, none of which is local.
   *
   * @param fields their names, which are the names of the attributes; in baggage their case does
   *     not matter
   * @throws NullPointerException if {@code fields} or one of them is null
   */
  public static BaggageTags of(List<String> fields) {
    return new BaggageTags(fields, List.of());
  }

  /**
   * Puts some fields on spans, of which some may be local: what a caller sends by those names is no
   * attribute.
   *
   * @param fields their names, which are the names of the attributes; in baggage their case does
   *     not matter
   * @param localFields those of {@link MicrometerTracingBuilder#localFields}, whether they are
   *     among {@code fields} or not
   * @throws NullPointerException if a list or one of the names is null
   */
  public static BaggageTags of(List<String> fields, List<String> localFields) {
    return new BaggageTags(fields, localFields);
  }

  @Override
  public void onStart(Span span, Context parent) {
    for (String field : fields) {
      span.set(field, BaggageFields.getAny(parent, field, localFields));
    }
  }

  @Override
  public void onEnd(SpanData span) {}
}
