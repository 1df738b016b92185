// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.backends;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads spans of OTLP-JSON as the Collector, Jaeger and Datadog's test agent write it. */
final class OtlpAnswer {
  private static final List<String> KINDS =
      List.of("", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER");
  private static final List<String> STATUS = List.of("", "OK", "ERROR");

  private OtlpAnswer() {}

  /** Adds the spans of a {@code TracesData} by their ids. */
  static void read(Object tracesData, Map<String, Fields> spans) {
    for (Object resource : Json.list(tracesData, "resourceSpans")) {
      for (Object scope : Json.list(resource, "scopeSpans")) {
        for (Object span : Json.list(scope, "spans")) {
          Fields fields = new Fields();
          attributes(fields, "resource: ", Json.at(resource, Map.of(), "resource"));
          fields.put("scope: name", Json.text(scope, "scope", "name"));
          fields.put("scope: version", Json.text(scope, "scope", "version"));
          span(fields, span);
          spans.put(id(Json.text(span, "spanId"), 16), fields);
        }
      }
    }
  }

  private static void span(Fields fields, Object span) {
    fields.put("trace", id(Json.text(span, "traceId"), 32));
    fields.put("parent", id(Json.text(span, "parentSpanId"), 16));
    fields.put("name", Json.text(span, "name"));
    fields.put("kind", word(Json.text(span, "kind"), KINDS));
    fields.put("start", Json.text(span, "startTimeUnixNano"));
    fields.put("end", Json.text(span, "endTimeUnixNano"));
    fields.put("trace state", Json.text(span, "traceState"));
    fields.put("status", word(Json.text(span, "status", "code"), STATUS));
    fields.put("status message", Json.text(span, "status", "message"));
    for (String what : List.of("attributes", "events", "links")) {
      String name = Character.toUpperCase(what.charAt(0)) + what.substring(1);
      fields.put("dropped counts: " + what, Json.text(span, "dropped" + name + "Count"));
    }
    attributes(fields, "attributes: ", span);
    for (Object event : Json.list(span, "events")) {
      long time = Long.parseLong(Json.text(event, "timeUnixNano"));
      attributes(fields, fields.event(Json.text(event, "name"), time), event);
    }
    for (Object link : Json.list(span, "links")) {
      String trace = id(Json.text(link, "traceId"), 32);
      attributes(fields, fields.link(trace, id(Json.text(link, "spanId"), 16)), link);
    }
  }

  /** An id that is written in hex, or in base64 as protobuf's own JSON has it. */
  private static String id(String text, int digits) {
    return text.isEmpty() || text.length() == digits
        ? text
        : HexFormat.of().formatHex(Base64.getDecoder().decode(text));
  }

  private static String word(String text, List<String> words) {
    if (text.isEmpty()) {
      return "";
    }
    return Character.isDigit(text.charAt(0))
        ? words.get(Integer.parseInt(text))
        : text.substring(text.lastIndexOf('_') + 1);
  }

  private static void attributes(Fields fields, String prefix, Object owner) {
    for (Object attribute : Json.list(owner, "attributes")) {
      fields.put(
          prefix + Json.text(attribute, "key"), value(Json.at(attribute, Map.of(), "value")));
    }
  }

  private static String value(Object any) {
    if (!(any instanceof Map<?, ?> map) || map.isEmpty()) {
      return "null";
    }
    Object value = map.values().iterator().next();
    return switch (map.keySet().iterator().next().toString()) {
      case "stringValue" -> "s:" + value;
      case "intValue" -> "i:" + (value instanceof Json.Literal n ? n.text() : value);
      case "doubleValue" ->
          "d:" + Double.parseDouble(value instanceof Json.Literal n ? n.text() : value.toString());
      case "boolValue" -> "b:" + value;
      case "bytesValue" -> "x:" + value;
      case "arrayValue" ->
          Json.list(value, "values").stream()
              .map(OtlpAnswer::value)
              .collect(Collectors.joining(",", "[", "]"));
      case "kvlistValue" ->
          Json.list(value, "values").stream()
              .map(e -> Json.text(e, "key") + "=" + value(Json.at(e, Map.of(), "value")))
              .sorted()
              .collect(Collectors.joining(",", "{", "}"));
      default -> "null";
    };
  }
}
