// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.backends;

import dev.tracer.Attributes;
import dev.tracer.SpanContext;
import dev.tracer.StatusCode;
import dev.tracer.export.EventData;
import dev.tracer.export.LinkData;
import dev.tracer.export.SpanData;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A span as named texts, so that what was meant and what a backend tells can be compared field by
 * field. Values have their type before them: {@code s:text}, {@code i:5}, {@code d:0.5}, {@code
 * b:true}, {@code x:bytes in base64}, {@code [...]}, {@code {...}}, {@code null}. Confined to one
 * thread.
 */
final class Fields {
  private final SortedMap<String, String> values = new TreeMap<>();

  /** What was meant. */
  static Fields of(SpanData span) {
    Fields fields = new Fields();
    fields.put("trace", span.traceId());
    fields.put("parent", span.isRoot() ? "" : span.parentSpanId());
    fields.put("name", span.name());
    fields.put("kind", span.kind().name());
    fields.put("start", Long.toString(span.startEpochNanos()));
    fields.put("end", Long.toString(span.endEpochNanos()));
    fields.put("trace state", span.traceState().toString());
    fields.put("status", span.statusCode() == StatusCode.UNSET ? "" : span.statusCode().name());
    String description = span.statusDescription();
    fields.put("status message", description == null ? "" : description);
    fields.count("dropped counts: attributes", span.droppedAttributes());
    fields.count("dropped counts: events", span.droppedEvents());
    fields.count("dropped counts: links", span.droppedLinks());
    fields.put("scope: name", span.instrumentationScope().name());
    fields.put("scope: version", span.instrumentationScope().version());
    fields.attributes("attributes: ", span.attributes());
    fields.attributes("resource: ", span.resource().attributes());
    for (EventData event : span.events()) {
      String place = fields.event(event.name(), event.epochNanos());
      fields.attributes(place, event.attributes());
    }
    for (LinkData link : span.links()) {
      SpanContext context = link.context();
      fields.attributes(fields.link(context.traceId(), context.spanId()), link.attributes());
    }
    return fields;
  }

  /** Sets a field; an empty text is none. */
  void put(String name, String text) {
    if (!text.isEmpty()) {
      values.put(name, text);
    }
  }

  void count(String name, long count) {
    put(name, count == 0 ? "" : Long.toString(count));
  }

  /** Adds an event; returns the name before those of its attributes. */
  String event(String name, long epochNanos) {
    String place = "events: " + name;
    for (int i = 2; values.containsKey(place); i++) {
      place = "events: " + name + " #" + i;
    }
    put(place, Long.toString(epochNanos));
    return place + ": ";
  }

  /** Adds a link; returns the name before those of its attributes. */
  String link(String traceId, String spanId) {
    String place = "links: " + traceId + ' ' + spanId;
    put(place, "linked");
    return place + ": ";
  }

  private void attributes(String prefix, Attributes attributes) {
    for (int i = 0; i < attributes.size(); i++) {
      put(prefix + attributes.name(i), value(attributes.value(i)));
    }
  }

  /** A value as text with its type. */
  static String value(Object value) {
    if (value instanceof String) {
      return "s:" + value;
    } else if (value instanceof Long) {
      return "i:" + value;
    } else if (value instanceof Double) {
      return "d:" + value;
    } else if (value instanceof Boolean) {
      return "b:" + value;
    } else if (value instanceof ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      return "x:" + Base64.getEncoder().encodeToString(copy);
    } else if (value instanceof List<?> list) {
      return list.stream().map(Fields::value).collect(Collectors.joining(",", "[", "]"));
    } else if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> entry.getKey() + "=" + value(entry.getValue()))
          .sorted()
          .collect(Collectors.joining(",", "{", "}"));
    }
    return "null";
  }

  /** A value of plain JSON as text with its type. */
  static String ofJson(Object value) {
    if (value instanceof Json.Literal number) {
      boolean whole = number.text().matches("-?[0-9]+") && !number.text().equals("-0");
      return whole ? "i:" + number.text() : "d:" + Double.parseDouble(number.text());
    } else if (value instanceof List<?> list) {
      return list.stream().map(Fields::ofJson).collect(Collectors.joining(",", "[", "]"));
    } else if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> entry.getKey() + "=" + ofJson(entry.getValue()))
          .sorted()
          .collect(Collectors.joining(",", "{", "}"));
    }
    return value(value);
  }

  SortedMap<String, String> values() {
    return values;
  }
}
