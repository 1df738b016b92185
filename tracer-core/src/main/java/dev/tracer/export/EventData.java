// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import static java.util.Objects.requireNonNull;

import dev.tracer.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened at one moment of a span. Immutable.
 *
 * @param name what happened
 * @param epochNanos when, in nanoseconds since 1970-01-01T00:00:00Z
 * @param attributes the circumstances
 * @param droppedAttributes how many attributes were dropped because there were too many
 * @param throwable the exception that an event {@code exception} tells of, for filters and
 *     exporters of this process; null for other events
 * @since 0.1
 */
public record EventData(
    String name,
    long epochNanos,
    Attributes attributes,
    int droppedAttributes,
    @Nullable Throwable throwable) {
  /**
   * Checks the components.
   *
   * @throws NullPointerException naming the component that is null
   */
  public EventData {
    requireNonNull(name, "name");
    requireNonNull(attributes, "attributes");
  }

  /** An event that tells of no exception. */
  public EventData(String name, long epochNanos, Attributes attributes, int droppedAttributes) {
    this(name, epochNanos, attributes, droppedAttributes, null);
  }

  /** This event with {@code attributes} instead of its own, and without the exception itself. */
  public EventData withAttributes(Attributes attributes) {
    return new EventData(name, epochNanos, attributes, droppedAttributes, null);
  }
}
