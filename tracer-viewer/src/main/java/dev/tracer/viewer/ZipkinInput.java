// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import dev.tracer.Attributes;
import dev.tracer.Resource;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;

/**
 * Reads lists of spans in Zipkin's JSON format of version 2 (zipkin-api, {@code zipkin2-api.yaml}).
 * Confined to one thread.
 */
final class ZipkinInput {
  /** Makes the id of the server's half of a span that client and server share. */
  private static final long SHARED = 0x5EC0_4DA1_F0E2_97B3L;

  private final JsonInput json;
  private final Names names;
  private final Received received = new Received();

  private ZipkinInput(JsonInput json, Names names) {
    this.json = json;
    this.names = names;
  }

  /**
   * The spans of a list.
   *
   * @throws MalformedException if it is none
   */
  static Received read(byte[] body, Names names) {
    JsonInput json = new JsonInput(body, 0, body.length);
    if (!json.isArray()) {
      throw new MalformedException("malformed JSON: expected an array");
    }
    ZipkinInput input = new ZipkinInput(json, names);
    json.elements(input::span);
    json.finish();
    return input.received;
  }

  private void span() {
    SpanDraft span = new SpanDraft();
    AttributesDraft tags = new AttributesDraft(names);
    Parts parts = new Parts();
    json.members(name -> member(name, span, tags, parts));
    span.attributes(tags);
    span.start = parts.microseconds * 1000;
    span.end = span.start + parts.duration * 1000;
    if (parts.shared) {
      span.parentId.shortHex(parts.id);
      span.spanId.shortHex(Long.toHexString(span.spanId.low() ^ SHARED));
    }
    String service = parts.service.isEmpty() ? Resource.UNKNOWN_SERVICE : parts.service;
    received.add(span);
    received.endResource(
        names.shared(Resource.of(Attributes.of(Resource.SERVICE_NAME, names.shared(service)))));
  }

  private void member(String name, SpanDraft span, AttributesDraft tags, Parts parts) {
    switch (name) {
      case "traceId" -> span.traceId.shortHex(json.string());
      case "id" -> {
        parts.id = json.string();
        span.spanId.shortHex(parts.id);
      }
      case "parentId" -> span.parentId.shortHex(json.string());
      case "name" -> span.name = names.shared(json.string());
      case "kind" -> span.kind = kind(json.string());
      case "timestamp" -> parts.microseconds = json.integer();
      case "duration" -> parts.duration = json.integer();
      case "shared" -> parts.shared = json.bool();
      case "localEndpoint" -> json.members(member -> endpoint(member, parts));
      case "remoteEndpoint" -> json.members(member -> remote(member, tags));
      case "annotations" -> json.elements(() -> annotation(span));
      case "tags" -> json.members(tag -> tag(tag, span, tags));
      default -> json.skip();
    }
  }

  private static SpanKind kind(String name) {
    return switch (name) {
      case "CLIENT" -> SpanKind.CLIENT;
      case "SERVER" -> SpanKind.SERVER;
      case "PRODUCER" -> SpanKind.PRODUCER;
      case "CONSUMER" -> SpanKind.CONSUMER;
      default -> SpanKind.INTERNAL;
    };
  }

  private void endpoint(String member, Parts parts) {
    if (member.equals("serviceName")) {
      parts.service = json.string();
    } else {
      json.skip();
    }
  }

  private void remote(String member, AttributesDraft tags) {
    switch (member) {
      case "serviceName" -> tags.add("peer.service", json.string());
      case "ipv4", "ipv6" -> tags.add("network.peer.address", json.string());
      case "port" -> tags.add("network.peer.port", json.integer());
      default -> json.skip();
    }
  }

  private void tag(String tag, SpanDraft span, AttributesDraft tags) {
    if (json.isObject() || json.isArray()) {
      throw new MalformedException("malformed span: tag " + tag + " is no text");
    }
    String given = json.scalarOrNull();
    String value = given == null ? "" : given;
    tags.add(tag, value);
    if (tag.equals("error")) {
      span.status = StatusCode.ERROR;
      span.statusDescription = value.equals("true") ? null : value;
    }
  }

  private void annotation(SpanDraft span) {
    ItemParts parts = new ItemParts(names);
    json.members(
        name -> {
          switch (name) {
            case "timestamp" -> parts.time = json.integer() * 1000;
            case "value" -> parts.name = json.string();
            default -> json.skip();
          }
        });
    span.event(parts);
  }

  /** A span's members that mean something only together. */
  private static final class Parts {
    private String id = "";
    private String service = "";
    private long microseconds;
    private long duration;
    private boolean shared;
  }
}
