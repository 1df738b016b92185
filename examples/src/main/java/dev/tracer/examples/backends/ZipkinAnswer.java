// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.backends;

import java.util.List;
import java.util.Map;

/** Reads spans of Zipkin's v2 JSON. */
final class ZipkinAnswer {
  private ZipkinAnswer() {}

  /** Adds the spans of a trace by their ids. */
  static void read(Object trace, Map<String, Fields> spans) {
    for (Object span : trace instanceof List<?> list ? list : List.of()) {
      Fields fields = new Fields();
      String traceId = Json.text(span, "traceId");
      fields.put("trace", "0".repeat(32 - traceId.length()) + traceId);
      fields.put("parent", Json.text(span, "parentId"));
      fields.put("name", Json.text(span, "name"));
      String kind = Json.text(span, "kind");
      fields.put("kind", kind.isEmpty() ? "INTERNAL" : kind);
      long start = Long.parseLong(Json.text(span, "timestamp"));
      long end = start + Long.parseLong(Json.text(span, "duration"));
      fields.put("start", start + "000");
      fields.put("end", end + "000");
      fields.put("resource: service.name", "s:" + Json.text(span, "localEndpoint", "serviceName"));
      for (Object annotation : Json.list(span, "annotations")) {
        event(fields, Json.text(annotation, "timestamp"), Json.text(annotation, "value"));
      }
      ((Map<?, ?>) Json.at(span, Map.of(), "tags"))
          .forEach((name, value) -> tag(fields, name.toString(), value.toString()));
      spans.put(Json.text(span, "id"), fields);
    }
  }

  /** An event is its name, or {@code "name": {attributes}}. */
  private static void event(Fields fields, String micros, String text) {
    long time = Long.parseLong(micros) * 1000;
    if (!text.startsWith("\"")) {
      fields.event(text, time);
      return;
    }
    Map<?, ?> event = (Map<?, ?>) Json.parse("{" + text + "}");
    String name = event.keySet().iterator().next().toString();
    String place = fields.event(name, time);
    ((Map<?, ?>) event.get(name))
        .forEach((key, value) -> fields.put(place + key, Fields.ofJson(value)));
  }

  private static void tag(Fields fields, String name, String value) {
    switch (name) {
      case "otel.status_code" -> fields.put("status", value);
      case "error" -> fields.put("status message", value);
      case "otel.scope.name" -> fields.put("scope: name", value);
      case "otel.scope.version" -> fields.put("scope: version", value);
      case "otel.dropped_attributes_count" -> fields.put("dropped counts: attributes", value);
      case "otel.dropped_events_count" -> fields.put("dropped counts: events", value);
      case "otel.dropped_links_count" -> fields.put("dropped counts: links", value);
      default -> fields.put("attributes: " + name, "s:" + value);
    }
  }
}
