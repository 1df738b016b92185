// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.zipkin;

import dev.tracer.Attributes;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.backends.internal.ValueText;
import dev.tracer.export.EventData;
import dev.tracer.export.SpanData;
import dev.tracer.internal.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes spans as Zipkin v2 JSON (zipkin-api, {@code zipkin2-api.yaml}; OpenTelemetry, "Zipkin
 * Exporter"). Confined to one thread. Members that are empty are left out.
 */
final class ZipkinSpanWriter {
  private static final long NANOS_PER_MICRO = 1_000;

  private final JsonWriter json;

  ZipkinSpanWriter(JsonWriter json) {
    this.json = json;
  }

  /** Writes a span as an object, and a comma. */
  void write(SpanData span) {
    json.raw("{\"traceId\":").string(span.traceId());
    json.raw(",\"id\":").string(span.spanId()).raw(',');
    if (!span.isRoot()) {
      json.raw("\"parentId\":").string(span.parentSpanId()).raw(',');
    }
    if (span.kind() != SpanKind.INTERNAL) {
      json.raw("\"kind\":").string(span.kind().name()).raw(',');
    }
    json.raw("\"name\":").string(span.name()).raw(',');
    times(span.startEpochNanos(), span.endEpochNanos());
    ZipkinEndpoint.local(span).write(json, "\"localEndpoint\":{");
    ZipkinEndpoint.remote(span).write(json, "\"remoteEndpoint\":{");
    annotations(span.events());
    json.raw("\"tags\":{");
    tags(span);
    json.close('}').close('}').raw(',');
  }

  /* Microseconds of both ends, so that a child that ends within its parent still does. */
  private void times(long startEpochNanos, long endEpochNanos) {
    long start = Math.floorDiv(startEpochNanos, NANOS_PER_MICRO);
    long duration = Math.floorDiv(endEpochNanos, NANOS_PER_MICRO) - start;
    if (start > 0) { // there is no other way to say a time before 1970
      json.raw("\"timestamp\":").number(start).raw(',');
    }
    json.raw("\"duration\":").number(Math.max(1, duration)).raw(','); // 0 would mean "not known"
  }

  private void annotations(List<EventData> events) {
    if (events.isEmpty()) {
      return;
    }
    json.raw("\"annotations\":[");
    for (EventData event : events) {
      long micros = Math.max(0, Math.floorDiv(event.epochNanos(), NANOS_PER_MICRO));
      json.raw("{\"timestamp\":").number(micros).raw(",\"value\":").string(text(event)).raw("},");
    }
    json.close(']').raw(',');
  }

  /** The name, or {@code "name": {attributes as JSON}}. */
  private static String text(EventData event) {
    Attributes attributes = event.attributes();
    if (attributes.isEmpty()) {
      return event.name();
    }
    JsonWriter text = new JsonWriter(128);
    text.string(event.name()).raw(": ");
    ValueText.write(text, attributes);
    return new String(text.buffer(), 0, text.size(), StandardCharsets.UTF_8);
  }

  private void tags(SpanData span) {
    boolean failed = span.statusCode() == StatusCode.ERROR;
    Attributes attributes = span.attributes();
    for (int i = 0; i < attributes.size(); i++) {
      if (!isOverridden(attributes.name(i), attributes.value(i), failed)) {
        tag(attributes.name(i), ValueText.of(attributes.value(i)));
      }
    }
    if (span.statusCode() != StatusCode.UNSET) {
      tag("otel.status_code", span.statusCode().name());
    }
    if (failed) {
      String description = span.statusDescription();
      tag("error", description == null ? "" : description);
    }
    scope("otel.scope.name", span.instrumentationScope().name());
    scope("otel.scope.version", span.instrumentationScope().version());
    count("otel.dropped_attributes_count", span.droppedAttributes());
    count("otel.dropped_events_count", span.droppedEvents());
    count("otel.dropped_links_count", span.droppedLinks());
  }

  /**
   * Whether the application's tag must give way. To Zipkin a span with a tag {@code error} has
   * failed, whatever the tag's value.
   */
  private static boolean isOverridden(String name, Object value, boolean failed) {
    return name.equals("error") && (failed || value.toString().equalsIgnoreCase("false"));
  }

  private void scope(String name, String value) {
    if (!value.isEmpty()) {
      tag(name, value);
    }
  }

  private void count(String name, int count) {
    if (count != 0) {
      tag(name, Integer.toString(count));
    }
  }

  private void tag(String name, String value) {
    json.string(name).raw(':').string(value).raw(',');
  }
}
