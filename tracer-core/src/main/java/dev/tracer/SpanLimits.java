// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

/**
 * Bounds on what one span may hold. Counts as in the OpenTelemetry specification ("Span Limits");
 * length and stack trace are bounded by default because an application must not run out of memory
 * from its own tracing. What is cut or dropped is counted, on the span and in {@link TracerStats}.
 * Immutable.
 *
 * <p>Names, of spans, events and attributes, are kept as they are: choose short ones.
 *
 * @param attributes most attributes a span may hold
 * @param eventAttributes most attributes one event may hold
 * @param linkAttributes most attributes one link may hold
 * @param valueLength most UTF-16 units of a string value and bytes of a byte value, also inside
 *     arrays and maps; longer ones are cut, never inside a surrogate pair. All that one array or
 *     map holds is cut to sixteen times as much, keys of maps included, and to 4,096 elements; the
 *     specification bounds each text by itself only
 * @param valueDepth deepest nesting of arrays and maps; a deeper one becomes the empty value, or is
 *     left out if it is the attribute itself
 * @param events most events of a span; further ones are dropped
 * @param links most links of a span; further ones are dropped
 * @param stackTraceLength most UTF-16 units of {@code exception.stacktrace}, instead of {@code
 *     valueLength}
 * @since 0.1
 */
public record SpanLimits(
    int attributes,
    int eventAttributes,
    int linkAttributes,
    int valueLength,
    int valueDepth,
    int events,
    int links,
    int stackTraceLength) {
  /** 128 attributes, 4,096 units a value, depth 64, 128 events, 128 links, 8,192 units a trace. */
  public static final SpanLimits DEFAULT = new SpanLimits(128, 4096, 64, 128, 128, 8192);

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException naming the component that is negative
   */
  public SpanLimits {
    check(attributes, "attributes");
    check(eventAttributes, "eventAttributes");
    check(linkAttributes, "linkAttributes");
    check(valueLength, "valueLength");
    check(valueDepth, "valueDepth");
    check(events, "events");
    check(links, "links");
    check(stackTraceLength, "stackTraceLength");
  }

  /**
   * Limits with as many attributes for an event or a link as for a span.
   *
   * @throws IllegalArgumentException naming the argument that is negative
   */
  public SpanLimits(
      int attributes,
      int valueLength,
      int valueDepth,
      int events,
      int links,
      int stackTraceLength) {
    this(
        attributes,
        attributes,
        attributes,
        valueLength,
        valueDepth,
        events,
        links,
        stackTraceLength);
  }

  /** These limits with another number of attributes, for spans, events and links alike. */
  public SpanLimits withAttributes(int count) {
    return with(count, count, count);
  }

  /** These limits with another {@link #eventAttributes()}. */
  public SpanLimits withEventAttributes(int count) {
    return with(attributes, count, linkAttributes);
  }

  /** These limits with another {@link #linkAttributes()}. */
  public SpanLimits withLinkAttributes(int count) {
    return with(attributes, eventAttributes, count);
  }

  private SpanLimits with(int ofSpan, int ofEvent, int ofLink) {
    return new SpanLimits(
        ofSpan, ofEvent, ofLink, valueLength, valueDepth, events, links, stackTraceLength);
  }

  /**
   * These limits with another {@link #valueLength()}, and no longer {@link #stackTraceLength()}: a
   * stack trace is a value as well (OpenTelemetry, "Attribute Limits").
   */
  public SpanLimits withValueLength(int length) {
    return withSizes(length, events, links, Math.min(stackTraceLength, length));
  }

  /** These limits with another {@link #stackTraceLength()}. */
  public SpanLimits withStackTraceLength(int length) {
    return withSizes(valueLength, events, links, length);
  }

  /** These limits with another {@link #events()}. */
  public SpanLimits withEvents(int count) {
    return withSizes(valueLength, count, links, stackTraceLength);
  }

  /** These limits with another {@link #links()}. */
  public SpanLimits withLinks(int count) {
    return withSizes(valueLength, events, count, stackTraceLength);
  }

  private SpanLimits withSizes(int length, int events, int links, int trace) {
    return new SpanLimits(
        attributes, eventAttributes, linkAttributes, length, valueDepth, events, links, trace);
  }

  private static void check(int value, String name) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " must not be negative: " + value);
    }
  }
}
