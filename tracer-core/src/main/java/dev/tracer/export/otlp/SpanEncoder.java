// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import static dev.tracer.internal.JsonWriter.pack;

import dev.tracer.Attributes;
import dev.tracer.SpanContext;
import dev.tracer.StatusCode;
import dev.tracer.TraceState;
import dev.tracer.export.EventData;
import dev.tracer.export.LinkData;
import dev.tracer.export.SpanData;
import dev.tracer.internal.JsonWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes spans as OTLP/JSON (opentelemetry-proto, {@code trace.proto} and "JSON Protobuf
 * Encoding"). Confined to one thread.
 */
/*
 * Each member and element ends with a comma, which the bracket behind the last one replaces. Names
 * of attributes come again and again, so the bytes from `{"key":` up to the value are kept for each
 * name and type of value.
 */
final class SpanEncoder {
  /** The bits of {@code flags} above the W3C ones: "remoteness is known" and "is remote". */
  private static final int HAS_REMOTE = 0x100;

  private static final int REMOTE = 0x200;

  /** Deeper values become empty; the engine's own limit is lower unless the user has raised it. */
  private static final int MAX_DEPTH = 100;

  private static final String IDS =
      "{\"traceId\":\"00000000000000000000000000000000\",\"spanId\":\"0000000000000000\"";
  private static final String ROOT = IDS + ",\"flags\":256,\"name\":";
  private static final String CHILD =
      IDS + ",\"parentSpanId\":\"0000000000000000\",\"flags\":256,\"name\":";
  private static final String TIMES =
      "\"kind\":0,\"startTimeUnixNano\":\"0000000000000000000\""
          + ",\"endTimeUnixNano\":\"0000000000000000000\",";
  private static final int TRACE_ID_AT = 12;
  private static final int SPAN_ID_AT = 56;
  private static final int PARENT_AT = 90;
  private static final int FLAGS_BEFORE_END = 11;
  private static final int NAME_LENGTH = 7;
  private static final int KIND_AT = 7;
  private static final int START_AT = 30;
  private static final int END_AT = 70;

  /** The least number of 19 digits. */
  private static final long NINETEEN_DIGITS = 1_000_000_000_000_000_000L;

  private static final String KEY = "{\"key\":";
  private static final String VALUE = ",\"value\":{";
  private static final String STRING = "\"stringValue\":";
  private static final String INT = "\"intValue\":\"";
  private static final String BOOL = "\"boolValue\":";
  private static final String BYTES = "\"bytesValue\":";
  private static final long TRUE = pack("true}},");
  private static final long FALSE = pack("false}},");
  private static final long END_OF_QUOTED = pack("\"}},");
  private static final long END = pack("}},");

  private static final int NAMES = 256;
  private static final int MAX_NAME_LENGTH = 64;

  private final JsonWriter json;

  /** The encoded beginnings of attributes, and their names; by type and a hash of the name. */
  private final byte[] @Nullable [] beginnings = new byte[3 * NAMES] @Nullable [];

  private final @Nullable String[] names = new @Nullable String[3 * NAMES];
  private int misses;

  SpanEncoder(JsonWriter json) {
    this.json = json;
  }

  /** Writes a span as an object, and a comma. */
  @SuppressWarnings("EnumOrdinal") // the protocol has the kinds in the same order, from 1 on
  void write(SpanData span) {
    identity(
        span.traceIdHigh(),
        span.traceIdLow(),
        span.spanIdAsLong(),
        span.parentSpanIdAsLong(),
        flags(span.traceFlags(), span.isParentRemote()));
    json.string(span.name());
    json.raw(',');
    traceState(span.traceState());
    times(span.kind().ordinal() + 1, span.startEpochNanos(), span.endEpochNanos());
    attributes(span.attributes(), span.droppedAttributes());
    List<EventData> events = span.events();
    if (!events.isEmpty()) {
      events(events);
    }
    dropped("\"droppedEventsCount\":", span.droppedEvents());
    List<LinkData> links = span.links();
    if (!links.isEmpty()) {
      links(links);
    }
    dropped("\"droppedLinksCount\":", span.droppedLinks());
    if (span.statusCode() != StatusCode.UNSET) {
      status(span.statusCode(), span.statusDescription());
    }
    json.close('}').raw(',');
  }

  /** Writes all up to the name: copies it at once and fills in the ids and flags. */
  private void identity(long traceHigh, long traceLow, long spanId, long parent, int flags) {
    String template = parent == 0 ? ROOT : CHILD;
    byte[] target = json.raw(template).buffer();
    int end = json.size() - FLAGS_BEFORE_END;
    int at = json.size() - template.length();
    json.hex(at + TRACE_ID_AT, traceHigh);
    json.hex(at + TRACE_ID_AT + 16, traceLow);
    json.hex(at + SPAN_ID_AT, spanId);
    if (parent != 0) {
      json.hex(at + PARENT_AT, parent);
    }
    target[end] = (byte) ('0' + flags / 100);
    target[end + 1] = (byte) ('0' + flags / 10 % 10);
    target[end + 2] = (byte) ('0' + flags % 10);
  }

  private static int flags(byte traceFlags, boolean remote) {
    return traceFlags & 0xFF | HAS_REMOTE | (remote ? REMOTE : 0);
  }

  private void times(int kind, long start, long end) {
    int at = json.size();
    byte[] target = json.raw(TIMES).buffer();
    target[at + KIND_AT] += (byte) kind;
    if (start < NINETEEN_DIGITS || end < NINETEEN_DIGITS) {
      json.truncate(at + START_AT);
      json.number(unsigned(start))
          .raw("\",\"endTimeUnixNano\":\"")
          .number(unsigned(end))
          .raw('"')
          .raw(',');
      return;
    }
    json.nineteenDigits(at + START_AT, start);
    json.nineteenDigits(at + END_AT, end);
  }

  /** The time as a {@code fixed64}, which knows nothing before 1970. */
  private static long unsigned(long epochNanos) {
    return Math.max(0, epochNanos);
  }

  private void traceState(TraceState state) {
    if (!state.isEmpty()) {
      json.raw("\"traceState\":").string(state.toString()).raw(',');
    }
  }

  private void dropped(String name, int count) {
    if (count != 0) {
      json.raw(name).number(count).raw(',');
    }
  }

  private void events(List<EventData> events) {
    json.raw("\"events\":[");
    for (int i = 0; i < events.size(); i++) {
      EventData event = events.get(i);
      json.raw("{\"timeUnixNano\":\"").number(unsigned(event.epochNanos()));
      json.raw("\",\"name\":").string(event.name()).raw(',');
      attributes(event.attributes(), event.droppedAttributes());
      json.close('}').raw(',');
    }
    json.close(']').raw(',');
  }

  private void links(List<LinkData> links) {
    json.raw("\"links\":[");
    for (int i = 0; i < links.size(); i++) {
      LinkData link = links.get(i);
      SpanContext to = link.context();
      int flags = flags(to.traceFlags(), to.isRemote());
      identity(to.traceIdHigh(), to.traceIdLow(), to.spanIdAsLong(), 0, flags);
      json.truncate(json.size() - NAME_LENGTH);
      traceState(to.traceState());
      attributes(link.attributes(), link.droppedAttributes());
      json.close('}').raw(',');
    }
    json.close(']').raw(',');
  }

  private void status(StatusCode code, @Nullable String description) {
    json.raw("\"status\":{\"code\":").raw(code == StatusCode.OK ? '1' : '2').raw(',');
    if (description != null && !description.isEmpty()) {
      json.raw("\"message\":").string(description);
    }
    json.close('}').raw(',');
  }

  /** Writes {@code attributes}, if there are any, and how many were dropped. */
  void attributes(Attributes all, int dropped) {
    int count = all.size();
    if (count != 0) {
      json.raw("\"attributes\":[");
      for (int i = 0; i < count; i++) {
        attribute(all.name(i), all.value(i));
      }
      json.close(']').raw(',');
    }
    dropped("\"droppedAttributesCount\":", dropped);
  }

  private void attribute(String name, Object value) {
    if (value instanceof String text) {
      begin(name, 0, STRING);
      json.string(text).packed(END, 3);
    } else if (value instanceof Long number) {
      begin(name, NAMES, INT);
      json.number(number).packed(END_OF_QUOTED, 4);
    } else if (value instanceof Boolean bool) {
      begin(name, 2 * NAMES, BOOL);
      json.packed(bool ? TRUE : FALSE, bool ? 7 : 8);
    } else {
      json.raw(KEY).string(name).raw(VALUE);
      value(value, MAX_DEPTH);
      json.packed(END, 3);
    }
  }

  /** Writes all up to the value. */
  private void begin(String name, int type, String field) {
    int hash = name.hashCode();
    int slot = type + ((hash ^ hash >>> 8 ^ hash >>> 16) & NAMES - 1);
    byte[] known = beginnings[slot];
    if (known != null && name.equals(names[slot])) {
      json.raw(known);
      return;
    }
    int start = json.size();
    json.raw(KEY).string(name).raw(VALUE).raw(field);
    // names that come often win against those that pass, for every 16th that collides gets the slot
    if (name.length() <= MAX_NAME_LENGTH && (known == null || (++misses & 15) == 0)) {
      names[slot] = name;
      beginnings[slot] = json.copyFrom(start);
    }
  }

  /** Writes the member of an {@code AnyValue}; nothing for the empty value. */
  private void value(@Nullable Object value, int depth) {
    if (value instanceof String text) {
      json.raw(STRING).string(text);
    } else if (value instanceof Long number) {
      json.raw(INT).number(number).raw('"');
    } else if (value instanceof Boolean bool) {
      json.raw(BOOL).packed(bool ? TRUE : FALSE, bool ? 4 : 5);
    } else if (value instanceof Double number) {
      json.raw("\"doubleValue\":").number(number);
    } else if (value instanceof ByteBuffer bytes) {
      json.raw(BYTES).base64(bytes);
    } else if (value instanceof byte[] bytes) {
      json.raw(BYTES).base64(ByteBuffer.wrap(bytes));
    } else if (value instanceof List<?> items && depth > 0) {
      json.raw("\"arrayValue\":{\"values\":[");
      for (int i = 0; i < items.size(); i++) {
        json.raw('{');
        value(items.get(i), depth - 1);
        json.raw('}').raw(',');
      }
      json.close(']').raw('}');
    } else if (value instanceof Map<?, ?> map && depth > 0) {
      json.raw("\"kvlistValue\":{\"values\":[");
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.raw(KEY).string(String.valueOf(entry.getKey())).raw(VALUE);
        value(entry.getValue(), depth - 1);
        json.packed(END, 3);
      }
      json.close(']').raw('}');
    } else if (value != null && depth > 0) {
      json.raw(STRING).string(value.toString());
    }
  }
}
