// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import dev.tracer.Attributes;
import dev.tracer.InstrumentationScope;
import dev.tracer.Resource;
import dev.tracer.SpanContext;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.TraceState;
import dev.tracer.internal.Hex;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An ended span as filters, processors and exporters see it. Nobody changes it any more: it can be
 * kept and read by any thread.
 *
 * @since 0.1
 */
public interface SpanData {
  /** What the span was doing. */
  String name();

  /** Its role in the request. */
  SpanKind kind();

  /** Its identity. Exporters that need the numbers alone read them by the methods below. */
  SpanContext context();

  /** The first 64 bits of the trace id. */
  default long traceIdHigh() {
    return context().traceIdHigh();
  }

  /** The last 64 bits of the trace id. */
  default long traceIdLow() {
    return context().traceIdLow();
  }

  /** The span id as a number. */
  default long spanIdAsLong() {
    return context().spanIdAsLong();
  }

  /** The W3C flags; see {@link SpanContext#traceFlags()}. */
  default byte traceFlags() {
    return context().traceFlags();
  }

  /** Whether it may be exported: the sampled flag. */
  default boolean isSampled() {
    return (traceFlags() & SpanContext.SAMPLED) != 0;
  }

  /** What vendors keep along the trace. */
  default TraceState traceState() {
    return context().traceState();
  }

  /** The trace id as 32 lower-case hex digits. */
  default String traceId() {
    return Hex.format(traceIdHigh(), traceIdLow());
  }

  /** The span id as 16 lower-case hex digits. */
  default String spanId() {
    return Hex.format(spanIdAsLong());
  }

  /** The parent's span id as a number, 0 for a root span. */
  long parentSpanIdAsLong();

  /** The parent's span id as 16 lower-case hex digits, empty for a root span. */
  default String parentSpanId() {
    return isRoot() ? "" : Hex.format(parentSpanIdAsLong());
  }

  /** Whether the span has no parent. */
  default boolean isRoot() {
    return parentSpanIdAsLong() == 0;
  }

  /** Whether the parent lives in another process. */
  boolean isParentRemote();

  /** When it started, in nanoseconds since 1970-01-01T00:00:00Z. */
  long startEpochNanos();

  /** When it ended, in nanoseconds since 1970-01-01T00:00:00Z. */
  long endEpochNanos();

  /**
   * How long it took, in nanoseconds; negative only if the application's own times say so. More
   * than 292 years are {@code Long.MAX_VALUE}.
   */
  default long durationNanos() {
    long start = startEpochNanos();
    long end = endEpochNanos();
    long nanos = end - start;
    return nanos < 0 && start < end ? Long.MAX_VALUE : nanos;
  }

  /** What the application told about it. */
  Attributes attributes();

  /** What happened meanwhile, in the order it was added. */
  List<EventData> events();

  /** Its relations to other spans, in the order they were added. */
  List<LinkData> links();

  /** How it ended. */
  StatusCode statusCode();

  /**
   * Why it failed; null unless {@link #statusCode()} is {@link StatusCode#ERROR}, often even so.
   */
  @Nullable String statusDescription();

  /** How many attributes were dropped because there were too many. */
  int droppedAttributes();

  /** How many events were dropped because there were too many. */
  int droppedEvents();

  /** How many links were dropped because there were too many. */
  int droppedLinks();

  /** The service that made it. */
  Resource resource();

  /** The library that made it. */
  InstrumentationScope instrumentationScope();

  /**
   * This span under another name.
   *
   * @return an immutable copy
   * @throws NullPointerException if {@code name} is null
   */
  default SpanData withName(String name) {
    return EditedSpan.withName(this, name);
  }

  /**
   * This span with {@code attributes} instead of its own.
   *
   * @return an immutable copy
   * @throws NullPointerException if {@code attributes} is null
   */
  default SpanData withAttributes(Attributes attributes) {
    return EditedSpan.withAttributes(this, attributes);
  }

  /**
   * This span with {@code events} instead of its own. The list is copied.
   *
   * @return an immutable copy
   * @throws NullPointerException if {@code events} is null or contains null
   */
  default SpanData withEvents(List<EventData> events) {
    return EditedSpan.withEvents(this, events);
  }

  /**
   * This span with {@code links} instead of its own. The list is copied.
   *
   * @return an immutable copy
   * @throws NullPointerException if {@code links} is null or contains null
   */
  default SpanData withLinks(List<LinkData> links) {
    return EditedSpan.withLinks(this, links);
  }

  /**
   * This span with another outcome. Nothing is final here: a filter may turn {@code OK} into {@code
   * ERROR} and back.
   *
   * @param description why it failed; ignored unless {@code code} is {@code ERROR}
   * @return an immutable copy
   * @throws NullPointerException if {@code code} is null
   */
  default SpanData withStatus(StatusCode code, @Nullable String description) {
    return EditedSpan.withStatus(this, code, description);
  }

  /**
   * This span with another decision about its trace: what a tail sampler hands on.
   *
   * @param sampled whether it may be exported
   * @param traceState what the decision says in the trace state, and the rest of that
   * @return an immutable copy
   * @throws NullPointerException if {@code traceState} is null
   */
  default SpanData withSampling(boolean sampled, TraceState traceState) {
    return EditedSpan.withSampling(this, sampled, traceState);
  }
}
