// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import static java.util.Objects.requireNonNull;

import dev.tracer.Attributes;

/**
 * Something that happened at one moment of a span. Immutable.
 *
 * @param name what happened
 * @param epochNanos when, in nanoseconds since 1970-01-01T00:00:00Z
 * @param attributes the circumstances
 * @param droppedAttributes how many attributes were dropped because there were too many
 * @since 0.1
 */
public record EventData(
    String name, long epochNanos, Attributes attributes, int droppedAttributes) {
  /**
   * Checks the components.
   *
   * @throws NullPointerException naming the component that is null
   */
  public EventData {
    requireNonNull(name, "name");
    requireNonNull(attributes, "attributes");
  }
}
