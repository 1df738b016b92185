// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.backends;

import java.math.BigDecimal;
import java.util.Map;

/** Reads spans of X-Ray's documents. */
final class XRayAnswer {
  private XRayAnswer() {}

  /** Adds the span of a document by its id. */
  static void read(Object document, Map<String, Fields> spans) {
    Fields fields = new Fields();
    fields.put("trace", Json.text(document, "trace_id").substring(2).replace("-", ""));
    fields.put("parent", Json.text(document, "parent_id"));
    fields.put("start", nanos(Json.text(document, "start_time")));
    fields.put("end", nanos(Json.text(document, "end_time")));
    boolean failed =
        !Json.text(document, "fault").isEmpty() || !Json.text(document, "error").isEmpty();
    fields.put("status", failed ? "ERROR" : "");
    if (Json.text(document, "type").isEmpty()) { // a segment bears the name of its service
      fields.put("resource: service.name", "s:" + Json.text(document, "name"));
    }
    members(fields, "resource: ", Json.at(document, Map.of(), "metadata", "resource"));
    members(fields, "attributes: ", Json.at(document, Map.of(), "metadata", "default"));
    fields.put("name", Json.text(document, "metadata", "default", "otel.span_name"));
    fields.put(
        "status message", Json.text(document, "metadata", "default", "otel.status_description"));
    for (Object exception : Json.list(document, "cause", "exceptions")) {
      String place = "events: exception: "; // without a time
      fields.put(place + "exception.type", "s:" + Json.text(exception, "type"));
      fields.put(place + "exception.message", "s:" + Json.text(exception, "message"));
    }
    spans.put(Json.text(document, "id"), fields);
  }

  private static String nanos(String seconds) {
    return new BigDecimal(seconds).movePointRight(9).toBigInteger().toString();
  }

  private static void members(Fields fields, String prefix, Object members) {
    ((Map<?, ?>) members).forEach((name, value) -> fields.put(prefix + name, Fields.ofJson(value)));
  }
}
