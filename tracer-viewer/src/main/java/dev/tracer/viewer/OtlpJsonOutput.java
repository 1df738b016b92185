// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import dev.tracer.Attributes;
import dev.tracer.InstrumentationScope;
import dev.tracer.Resource;
import dev.tracer.StatusCode;
import dev.tracer.export.EventData;
import dev.tracer.export.LinkData;
import dev.tracer.export.SpanData;
import dev.tracer.internal.Hex;
import dev.tracer.internal.JsonWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes spans and log lines as OTLP/JSON: what the page reads, what is exported, and what stands
 * in an HTML file. A span that is not over yet has the end 0. Confined to one thread.
 */
final class OtlpJsonOutput {
  private final JsonWriter json;

  OtlpJsonOutput(JsonWriter json) {
    this.json = json;
  }

  /**
   * Writes the members {@code resourceSpans} and {@code resourceLogs}, with a comma behind each.
   */
  void members(Collection<? extends SpanData> spans, Collection<LogLine> logs) {
    Map<Resource, Map<InstrumentationScope, List<SpanData>>> groups = new LinkedHashMap<>();
    for (SpanData span : spans) {
      groups
          .computeIfAbsent(span.resource(), r -> new LinkedHashMap<>())
          .computeIfAbsent(span.instrumentationScope(), s -> new ArrayList<>())
          .add(span);
    }
    json.raw("\"resourceSpans\":[");
    groups.forEach(
        (resource, scopes) -> {
          resource(resource);
          json.raw("\"scopeSpans\":[");
          scopes.forEach(this::scope);
          json.close(']').raw("},");
        });
    json.close(']').raw(',');
    if (!logs.isEmpty()) {
      logs(logs);
    }
  }

  private void resource(Resource resource) {
    json.raw("{\"resource\":{");
    attributes(resource.attributes(), 0);
    json.close('}').raw(',');
    text("\"schemaUrl\":", resource.schemaUrl());
  }

  private void scope(InstrumentationScope scope, List<SpanData> spans) {
    json.raw("{\"scope\":{");
    text("\"name\":", scope.name());
    text("\"version\":", scope.version());
    attributes(scope.attributes(), 0);
    json.close('}').raw(',');
    text("\"schemaUrl\":", scope.schemaUrl());
    json.raw("\"spans\":[");
    spans.forEach(this::span);
    json.close(']').raw("},");
  }

  private void text(String member, @Nullable String text) {
    if (text != null && !text.isEmpty()) {
      json.raw(member).string(text).raw(',');
    }
  }

  /** Writes a span as an object, and a comma. */
  @SuppressWarnings("EnumOrdinal") // the protocol has the kinds in the same order, from 1 on
  void span(SpanData span) {
    json.raw("{\"traceId\":").string(span.traceId());
    json.raw(",\"spanId\":").string(span.spanId()).raw(',');
    text("\"parentSpanId\":", span.parentSpanId());
    text("\"traceState\":", span.traceState().toString());
    int remote = span.isParentRemote() ? 0x300 : 0x100;
    json.raw("\"flags\":").number(span.traceFlags() & 0xFF | remote);
    json.raw(",\"name\":").string(span.name());
    json.raw(",\"kind\":").number(span.kind().ordinal() + 1);
    json.raw(",\"startTimeUnixNano\":\"").number(Math.max(0, span.startEpochNanos()));
    json.raw("\",\"endTimeUnixNano\":\"").number(Math.max(0, span.endEpochNanos())).raw("\",");
    attributes(span.attributes(), span.droppedAttributes());
    if (!span.events().isEmpty()) {
      json.raw("\"events\":[");
      span.events().forEach(this::event);
      json.close(']').raw(',');
    }
    count("\"droppedEventsCount\":", span.droppedEvents());
    if (!span.links().isEmpty()) {
      json.raw("\"links\":[");
      span.links().forEach(this::link);
      json.close(']').raw(',');
    }
    count("\"droppedLinksCount\":", span.droppedLinks());
    if (span.statusCode() != StatusCode.UNSET) {
      json.raw("\"status\":{\"code\":").raw(span.statusCode() == StatusCode.OK ? "1," : "2,");
      text("\"message\":", span.statusDescription());
      json.close('}').raw(',');
    }
    json.close('}').raw(',');
  }

  private void event(EventData event) {
    json.raw("{\"timeUnixNano\":\"").number(Math.max(0, event.epochNanos()));
    json.raw("\",\"name\":").string(event.name()).raw(',');
    attributes(event.attributes(), event.droppedAttributes());
    json.close('}').raw(',');
  }

  private void link(LinkData link) {
    json.raw("{\"traceId\":").string(link.context().traceId());
    json.raw(",\"spanId\":").string(link.context().spanId()).raw(',');
    text("\"traceState\":", link.context().traceState().toString());
    attributes(link.attributes(), link.droppedAttributes());
    json.close('}').raw(',');
  }

  private void attributes(Attributes attributes, int dropped) {
    if (!attributes.isEmpty()) {
      json.raw("\"attributes\":[");
      for (int i = 0; i < attributes.size(); i++) {
        pair(attributes.name(i), attributes.value(i));
      }
      json.close(']').raw(',');
    }
    count("\"droppedAttributesCount\":", dropped);
  }

  private void count(String member, int count) {
    if (count != 0) {
      json.raw(member).number(count).raw(',');
    }
  }

  private void pair(String name, @Nullable Object value) {
    json.raw("{\"key\":").string(name).raw(",\"value\":{");
    value(value);
    json.raw("}},");
  }

  /** Writes the member of an {@code AnyValue}. Values nest no deeper than attributes can. */
  private void value(@Nullable Object value) {
    if (value instanceof Long number) {
      json.raw("\"intValue\":\"").number(number).raw('"');
    } else if (value instanceof Boolean bool) {
      json.raw("\"boolValue\":").raw(bool ? "true" : "false");
    } else if (value instanceof Double number) {
      json.raw("\"doubleValue\":").number(number);
    } else if (value instanceof ByteBuffer bytes) {
      json.raw("\"bytesValue\":").base64(bytes);
    } else if (value instanceof List<?> list) {
      json.raw("\"arrayValue\":{\"values\":[");
      for (Object element : list) {
        json.raw('{');
        value(element);
        json.raw("},");
      }
      json.close(']').raw('}');
    } else if (value instanceof Map<?, ?> map) {
      json.raw("\"kvlistValue\":{\"values\":[");
      map.forEach((name, element) -> pair(String.valueOf(name), element));
      json.close(']').raw('}');
    } else if (value != null) {
      json.raw("\"stringValue\":").string(value.toString());
    }
  }

  private void logs(Collection<LogLine> logs) {
    Map<Resource, List<LogLine>> groups = new LinkedHashMap<>();
    for (LogLine log : logs) {
      groups.computeIfAbsent(log.resource(), r -> new ArrayList<>()).add(log);
    }
    json.raw("\"resourceLogs\":[");
    groups.forEach(
        (resource, lines) -> {
          resource(resource);
          json.raw("\"scopeLogs\":[");
          lines.forEach(this::log);
          json.close(']').raw("},");
        });
    json.close(']').raw(',');
  }

  private void log(LogLine log) {
    json.raw("{\"scope\":{\"name\":").string(log.logger());
    json.raw("},\"logRecords\":[{\"timeUnixNano\":\"").number(Math.max(0, log.epochNanos()));
    json.raw("\",\"severityText\":").string(log.severity());
    json.raw(",\"traceId\":").string(Hex.format(log.traceIdHigh(), log.traceIdLow()));
    json.raw(",\"spanId\":").string(Hex.format(log.spanId()));
    json.raw(",\"body\":{\"stringValue\":").string(log.text()).raw("}}]},");
  }
}
