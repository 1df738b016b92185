// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import dev.tracer.Attributes;
import dev.tracer.InstrumentationScope;
import dev.tracer.Resource;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.TraceState;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests of OTLP/JSON (opentelemetry-proto, "JSON Protobuf Encoding"): spans and log
 * records. Unknown members are passed over, as the protocol wants it. Confined to one thread.
 */
final class OtlpJsonInput {
  private final JsonInput json;
  private final Names names;
  private final Received received = new Received();

  private OtlpJsonInput(JsonInput json, Names names) {
    this.json = json;
    this.names = names;
  }

  /**
   * The spans and log lines of a request.
   *
   * @throws MalformedException if it is none
   */
  static Received read(byte[] body, int from, int to, Names names) {
    JsonInput json = new JsonInput(body, from, to);
    if (!json.isObject()) {
      throw new MalformedException("malformed JSON: expected an object");
    }
    OtlpJsonInput input = new OtlpJsonInput(json, names);
    input.request();
    json.finish();
    return input.received;
  }

  private void request() {
    json.members(
        name -> {
          switch (name) {
            case "resourceSpans" -> json.elements(() -> ofResource("scopeSpans"));
            case "resourceLogs" -> json.elements(() -> ofResource("scopeLogs"));
            default -> json.skip();
          }
        });
  }

  private void ofResource(String scopes) {
    ResourceParts parts = new ResourceParts();
    json.members(
        name -> {
          if (name.equals("resource")) {
            json.members(
                member -> {
                  if (member.equals("attributes")) {
                    parts.attributes = attributes().build();
                  } else {
                    json.skip();
                  }
                });
          } else if (name.equals("schemaUrl")) {
            parts.schemaUrl = names.shared(json.string());
          } else if (name.equals(scopes)) {
            json.elements(this::ofScope);
          } else {
            json.skip();
          }
        });
    received.endResource(names.shared(Resource.of(parts.attributes, parts.schemaUrl)));
  }

  private void ofScope() {
    ScopeParts parts = new ScopeParts();
    json.members(
        name -> {
          switch (name) {
            case "scope" -> scope(parts);
            case "schemaUrl" -> parts.schemaUrl = names.shared(json.string());
            case "spans" -> json.elements(this::span);
            case "logRecords" -> json.elements(this::log);
            default -> json.skip();
          }
        });
    received.endScope(
        names.shared(
            new InstrumentationScope(
                parts.name, parts.version, parts.schemaUrl, parts.attributes)));
  }

  private void scope(ScopeParts parts) {
    json.members(
        name -> {
          switch (name) {
            case "name" -> parts.name = names.shared(json.string());
            case "version" -> parts.version = names.shared(json.string());
            case "attributes" -> parts.attributes = attributes().build();
            default -> json.skip();
          }
        });
  }

  private void span() {
    SpanDraft span = new SpanDraft();
    json.members(name -> spanMember(span, name));
    received.add(span);
  }

  private void spanMember(SpanDraft span, String name) {
    switch (name) {
      case "traceId" -> span.traceId.hex(json.string());
      case "spanId" -> span.spanId.hex(json.string());
      case "parentSpanId" -> span.parentId.hex(json.string());
      case "traceState" -> span.traceState = TraceState.parse(json.string());
      case "name" -> span.name = names.shared(json.string());
      case "kind" -> span.kind(enumValue("SPAN_KIND_", SpanKind.values(), 1));
      case "startTimeUnixNano" -> span.start = json.integer();
      case "endTimeUnixNano" -> span.end = json.integer();
      case "flags" -> span.flags = (int) json.integer();
      case "attributes" -> span.attributes(attributes());
      case "droppedAttributesCount" -> span.droppedAttributes += count();
      case "droppedEventsCount" -> span.droppedEvents += count();
      case "droppedLinksCount" -> span.droppedLinks += count();
      case "events" -> json.elements(() -> event(span));
      case "links" -> json.elements(() -> link(span));
      case "status" -> json.members(member -> status(span, member));
      default -> json.skip();
    }
  }

  private int count() {
    return (int) Math.min(Integer.MAX_VALUE / 2, json.integer() & 0xFFFF_FFFFL);
  }

  /** The number of an enumeration's value, which may be told by name; -1 for an unknown name. */
  private <E extends Enum<E>> long enumValue(String prefix, E[] values, int first) {
    String text = json.scalar();
    for (int i = 0; i < values.length; i++) {
      if (text.equals(prefix + values[i].name()) || text.equals(Integer.toString(i + first))) {
        return (long) i + first;
      }
    }
    return -1;
  }

  private void status(SpanDraft span, String member) {
    switch (member) {
      case "code" -> span.status(enumValue("STATUS_CODE_", StatusCode.values(), 0));
      case "message" -> span.statusDescription = json.string();
      default -> json.skip();
    }
  }

  private void event(SpanDraft span) {
    ItemParts parts = new ItemParts(names);
    json.members(
        name -> {
          switch (name) {
            case "timeUnixNano" -> parts.time = json.integer();
            case "name" -> parts.name = names.shared(json.string());
            case "attributes" -> parts.attributes = attributes();
            case "droppedAttributesCount" -> parts.dropped = count();
            default -> json.skip();
          }
        });
    span.event(parts);
  }

  private void link(SpanDraft span) {
    Id traceId = new Id(32);
    Id spanId = new Id(16);
    ItemParts parts = new ItemParts(names);
    json.members(
        name -> {
          switch (name) {
            case "traceId" -> traceId.hex(json.string());
            case "spanId" -> spanId.hex(json.string());
            case "traceState" -> parts.traceState = TraceState.parse(json.string());
            case "flags" -> parts.flags = (int) json.integer();
            case "attributes" -> parts.attributes = attributes();
            case "droppedAttributesCount" -> parts.dropped = count();
            default -> json.skip();
          }
        });
    span.link(parts, traceId, spanId);
  }

  private void log() {
    LogDraft log = new LogDraft();
    json.members(
        name -> {
          switch (name) {
            case "traceId" -> log.traceId.hex(json.string());
            case "spanId" -> log.spanId.hex(json.string());
            case "timeUnixNano" -> log.time = json.integer();
            case "observedTimeUnixNano" -> log.observed = json.integer();
            case "severityText" -> log.severity = names.shared(json.string());
            case "body" -> log.text = ItemParts.text(value());
            default -> json.skip();
          }
        });
    received.add(log);
  }

  private AttributesDraft attributes() {
    AttributesDraft draft = new AttributesDraft(names);
    json.elements(() -> keyValue(draft::add));
    return draft;
  }

  /** Takes a pair of name and value. */
  @FunctionalInterface
  private interface Pair {
    void add(String name, @Nullable Object value);
  }

  private void keyValue(Pair pair) {
    ValueParts parts = new ValueParts();
    json.members(
        name -> {
          switch (name) {
            case "key" -> parts.key = json.string();
            case "value" -> parts.value = value();
            default -> json.skip();
          }
        });
    pair.add(parts.key, parts.value);
  }

  /** An {@code AnyValue}; null if it is empty. */
  private @Nullable Object value() {
    ValueParts parts = new ValueParts();
    json.members(
        name -> {
          switch (name) {
            case "stringValue" -> parts.value = json.string();
            case "boolValue" -> parts.value = json.bool();
            case "intValue" -> parts.value = json.integer();
            case "doubleValue" -> parts.value = json.number();
            case "bytesValue" -> parts.value = bytes();
            case "arrayValue" -> parts.value = list();
            case "kvlistValue" -> parts.value = map();
            default -> json.skip();
          }
        });
    return parts.value;
  }

  private byte[] bytes() {
    try {
      return Base64.getDecoder().decode(json.string());
    } catch (IllegalArgumentException e) {
      throw new MalformedException("malformed base64");
    }
  }

  private List<@Nullable Object> list() {
    List<@Nullable Object> list = new ArrayList<>();
    json.members(
        name -> {
          if (name.equals("values")) {
            json.elements(() -> list.add(value()));
          } else {
            json.skip();
          }
        });
    return list;
  }

  private Map<String, @Nullable Object> map() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    json.members(
        name -> {
          if (name.equals("values")) {
            json.elements(() -> keyValue(map::put));
          } else {
            json.skip();
          }
        });
    return map;
  }

  /** A resource while it is read. */
  private static final class ResourceParts {
    private Attributes attributes = Attributes.empty();
    private String schemaUrl = "";
  }

  /** A scope while it is read. */
  private static final class ScopeParts {
    private String name = "";
    private String version = "";
    private String schemaUrl = "";
    private Attributes attributes = Attributes.empty();
  }

  /** A pair while it is read. */
  private static final class ValueParts {
    private String key = "";
    private @Nullable Object value;
  }
}
