// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import static dev.tracer.internal.JsonWriter.ascii;

import dev.tracer.Attributes;
import dev.tracer.SpanContext;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.TraceState;
import dev.tracer.export.EventData;
import dev.tracer.export.LinkData;
import dev.tracer.export.SpanData;
import dev.tracer.internal.Hex;
import dev.tracer.internal.JsonWriter;
import java.util.List;

/**
 * Writes spans as OTLP/JSON (opentelemetry-proto, {@code trace.proto} and "JSON Protobuf
 * Encoding"). Confined to one thread.
 */
final class SpanEncoder {
  /** The bits of {@code flags} above the W3C ones: "remoteness is known" and "is remote". */
  private static final int HAS_REMOTE = 0x100;

  private static final int REMOTE = 0x200;

  private static final byte[] TRACE_ID = ascii("{\"traceId\":\"");
  private static final byte[] SPAN_ID = ascii("\",\"spanId\":\"");
  private static final byte[] FLAGS = ascii("\",\"flags\":");
  private static final byte[] NAME = ascii(",\"name\":");
  private static final byte[] TRACE_STATE = ascii(",\"traceState\":");

  private static final byte[] ROOT =
      ascii(
          "{\"traceId\":\"00000000000000000000000000000000\",\"spanId\":\"0000000000000000\""
              + ",\"flags\":256,\"name\":");
  private static final byte[] CHILD =
      ascii(
          "{\"traceId\":\"00000000000000000000000000000000\",\"spanId\":\"0000000000000000\""
              + ",\"parentSpanId\":\"0000000000000000\",\"flags\":256,\"name\":");
  private static final int TRACE_ID_AT = 12;
  private static final int SPAN_ID_AT = 56;
  private static final int PARENT_AT = 90;
  private static final int FLAGS_BEFORE_END = 11;

  private static final byte[] TIMES =
      ascii(
          ",\"kind\":0,\"startTimeUnixNano\":\"0000000000000000000\""
              + ",\"endTimeUnixNano\":\"0000000000000000000\"");
  private static final int KIND_AT = 8;
  private static final int START_AT = 31;
  private static final int END_AT = 71;
  private static final byte[] KIND = ascii(",\"kind\":");
  private static final byte[] START_TIME = ascii(",\"startTimeUnixNano\":\"");
  private static final byte[] END_TIME = ascii("\",\"endTimeUnixNano\":\"");

  /** The least number of 19 digits. */
  private static final long NINETEEN_DIGITS = 1_000_000_000_000_000_000L;

  private static final byte[] ATTRIBUTES = ascii(",\"attributes\":[");
  private static final byte[] DROPPED_ATTRIBUTES = ascii(",\"droppedAttributesCount\":");
  private static final byte[] EVENTS = ascii(",\"events\":[");
  private static final byte[] DROPPED_EVENTS = ascii(",\"droppedEventsCount\":");
  private static final byte[] LINKS = ascii(",\"links\":[");
  private static final byte[] DROPPED_LINKS = ascii(",\"droppedLinksCount\":");
  private static final byte[] STATUS_OK = ascii(",\"status\":{\"code\":1}");
  private static final byte[] STATUS_ERROR = ascii(",\"status\":{\"code\":2}");
  private static final byte[] STATUS_MESSAGE = ascii(",\"message\":");
  private static final byte[] TIME = ascii("{\"timeUnixNano\":\"");

  private final JsonWriter json;
  private final AttributeEncoder attributes;

  SpanEncoder(JsonWriter json, AttributeEncoder attributes) {
    this.json = json;
    this.attributes = attributes;
  }

  /** Writes a span as an object. */
  void write(SpanData span) {
    identity(span);
    attributes.text(span.name());
    traceState(span.traceState());
    times(span);
    attributes(span.attributes(), span.droppedAttributes());
    events(span.events(), span.droppedEvents());
    links(span.links(), span.droppedLinks());
    status(span);
    json.raw('}');
  }

  /** Copies all up to the name at once and fills in the ids and flags. */
  private void identity(SpanData span) {
    long parent = span.parentSpanIdAsLong();
    byte[] template = parent == 0 ? ROOT : CHILD;
    byte[] target = json.reserve(template.length);
    int at = json.size();
    System.arraycopy(template, 0, target, at, template.length);
    Hex.write(span.traceIdHigh(), target, at + TRACE_ID_AT);
    Hex.write(span.traceIdLow(), target, at + TRACE_ID_AT + 16);
    Hex.write(span.spanIdAsLong(), target, at + SPAN_ID_AT);
    if (parent != 0) {
      Hex.write(parent, target, at + PARENT_AT);
    }
    int flags = flags(span.traceFlags(), span.isParentRemote());
    int end = at + template.length - FLAGS_BEFORE_END;
    target[end] = (byte) ('0' + flags / 100);
    target[end + 1] = (byte) ('0' + flags / 10 % 10);
    target[end + 2] = (byte) ('0' + flags % 10);
    json.advance(template.length);
  }

  private static int flags(byte traceFlags, boolean remote) {
    return traceFlags & 0xFF | HAS_REMOTE | (remote ? REMOTE : 0);
  }

  private void times(SpanData span) {
    long start = span.startEpochNanos();
    long end = span.endEpochNanos();
    int kind = kind(span.kind());
    if (start < NINETEEN_DIGITS || end < NINETEEN_DIGITS) {
      json.raw(KIND).number(kind);
      json.raw(START_TIME).number(unsigned(start));
      json.raw(END_TIME).number(unsigned(end)).raw('"');
      return;
    }
    byte[] target = json.reserve(TIMES.length);
    int at = json.size();
    System.arraycopy(TIMES, 0, target, at, TIMES.length);
    target[at + KIND_AT] = (byte) ('0' + kind);
    json.nineteenDigits(target, at + START_AT, start);
    json.nineteenDigits(target, at + END_AT, end);
    json.advance(TIMES.length);
  }

  /** The time as a {@code fixed64}, which knows nothing before 1970. */
  private static long unsigned(long epochNanos) {
    return Math.max(0, epochNanos);
  }

  private static int kind(SpanKind kind) {
    return switch (kind) {
      case INTERNAL -> 1;
      case SERVER -> 2;
      case CLIENT -> 3;
      case PRODUCER -> 4;
      case CONSUMER -> 5;
    };
  }

  private void traceState(TraceState state) {
    if (!state.isEmpty()) {
      json.raw(TRACE_STATE).string(state.toString());
    }
  }

  private void attributes(Attributes all, int dropped) {
    if (!all.isEmpty()) {
      json.raw(ATTRIBUTES);
      attributes.write(all);
    }
    dropped(DROPPED_ATTRIBUTES, dropped);
  }

  private void dropped(byte[] name, int count) {
    if (count != 0) {
      json.raw(name).number(count);
    }
  }

  private void events(List<EventData> events, int dropped) {
    if (!events.isEmpty()) {
      json.raw(EVENTS);
      for (int i = 0; i < events.size(); i++) {
        EventData event = events.get(i);
        json.raw(TIME).number(unsigned(event.epochNanos())).raw('"');
        json.raw(NAME).string(event.name());
        attributes(event.attributes(), event.droppedAttributes());
        json.raw('}').raw(',');
      }
      json.closeArray();
    }
    dropped(DROPPED_EVENTS, dropped);
  }

  private void links(List<LinkData> links, int dropped) {
    if (!links.isEmpty()) {
      json.raw(LINKS);
      for (int i = 0; i < links.size(); i++) {
        LinkData link = links.get(i);
        SpanContext context = link.context();
        json.raw(TRACE_ID).hex(context.traceIdHigh()).hex(context.traceIdLow());
        json.raw(SPAN_ID).hex(context.spanIdAsLong());
        json.raw(FLAGS).number(flags(context.traceFlags(), context.isRemote()));
        traceState(context.traceState());
        attributes(link.attributes(), link.droppedAttributes());
        json.raw('}').raw(',');
      }
      json.closeArray();
    }
    dropped(DROPPED_LINKS, dropped);
  }

  private void status(SpanData span) {
    StatusCode code = span.statusCode();
    if (code == StatusCode.UNSET) {
      return;
    }
    json.raw(code == StatusCode.OK ? STATUS_OK : STATUS_ERROR);
    String description = span.statusDescription();
    if (description != null && !description.isEmpty()) {
      json.truncate(json.size() - 1);
      json.raw(STATUS_MESSAGE).string(description).raw('}');
    }
  }
}
