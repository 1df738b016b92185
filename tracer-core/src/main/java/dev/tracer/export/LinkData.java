// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import static java.util.Objects.requireNonNull;

import dev.tracer.Attributes;
import dev.tracer.SpanContext;

/**
 * A relation of a span to another one, usually in another trace. Immutable.
 *
 * @param context the other span
 * @param attributes about the relation
 * @param droppedAttributes how many attributes were dropped because there were too many
 * @since 0.1
 */
public record LinkData(SpanContext context, Attributes attributes, int droppedAttributes) {
  /**
   * Checks the components.
   *
   * @throws NullPointerException naming the component that is null
   */
  public LinkData {
    requireNonNull(context, "context");
    requireNonNull(attributes, "attributes");
  }
}
