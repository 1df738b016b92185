// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import dev.tracer.InstrumentationScope;
import dev.tracer.Resource;
import dev.tracer.TraceState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests of OTLP in binary protobuf: {@code ExportTraceServiceRequest} and {@code
 * ExportLogsServiceRequest} (opentelemetry-proto 1.x). Unknown fields are passed over. Confined to
 * one thread.
 */
final class OtlpProtoInput {
  private final Names names;
  private final boolean logs;
  private final Received received = new Received();

  private OtlpProtoInput(Names names, boolean logs) {
    this.names = names;
    this.logs = logs;
  }

  /**
   * The spans of a request.
   *
   * @throws MalformedException if it is none
   */
  static Received readSpans(byte[] body, Names names) {
    return read(body, new OtlpProtoInput(names, false));
  }

  /**
   * The log lines of a request.
   *
   * @throws MalformedException if it is none
   */
  static Received readLogs(byte[] body, Names names) {
    return read(body, new OtlpProtoInput(names, true));
  }

  private static Received read(byte[] body, OtlpProtoInput input) {
    ProtoInput request = new ProtoInput(body);
    for (int field = request.next(); field != 0; field = request.next()) {
      if (field == 1) {
        input.ofResource(request.message());
      } else {
        request.skip();
      }
    }
    return input.received;
  }

  /** {@code ResourceSpans} or {@code ResourceLogs}, which have the same numbers. */
  private void ofResource(ProtoInput in) {
    AttributesDraft attributes = new AttributesDraft(names);
    String schemaUrl = "";
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> {
          ProtoInput resource = in.message();
          for (int f = resource.next(); f != 0; f = resource.next()) {
            if (f == 1) {
              attribute(resource.message(), attributes);
            } else {
              resource.skip();
            }
          }
        }
        case 2 -> ofScope(in.message());
        case 3 -> schemaUrl = names.shared(in.string());
        default -> in.skip();
      }
    }
    received.endResource(names.shared(Resource.of(attributes.build(), schemaUrl)));
  }

  /** {@code ScopeSpans} or {@code ScopeLogs}. */
  private void ofScope(ProtoInput in) {
    InstrumentationScope scope = Received.NO_SCOPE;
    String schemaUrl = "";
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> scope = scope(in.message());
        case 2 -> {
          if (logs) {
            log(in.message());
          } else {
            span(in.message());
          }
        }
        case 3 -> schemaUrl = names.shared(in.string());
        default -> in.skip();
      }
    }
    received.endScope(
        names.shared(
            new InstrumentationScope(
                scope.name(), scope.version(), schemaUrl, scope.attributes())));
  }

  private InstrumentationScope scope(ProtoInput in) {
    String name = "";
    String version = "";
    AttributesDraft attributes = new AttributesDraft(names);
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> name = names.shared(in.string());
        case 2 -> version = names.shared(in.string());
        case 3 -> attribute(in.message(), attributes);
        default -> in.skip();
      }
    }
    return new InstrumentationScope(name, version, "", attributes.build());
  }

  private void span(ProtoInput in) {
    SpanDraft span = new SpanDraft();
    AttributesDraft attributes = new AttributesDraft(names);
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> span.traceId.bytes(in.bytes());
        case 2 -> span.spanId.bytes(in.bytes());
        case 3 -> span.traceState = TraceState.parse(in.string());
        case 4 -> span.parentId.bytes(in.bytes());
        case 5 -> span.name = names.shared(in.string());
        case 6 -> span.kind(in.varint());
        case 7 -> span.start = in.fixed64();
        case 8 -> span.end = in.fixed64();
        case 9 -> attribute(in.message(), attributes);
        case 10 -> span.droppedAttributes += count(in);
        case 11 -> event(in.message(), span);
        case 12 -> span.droppedEvents += count(in);
        case 13 -> link(in.message(), span);
        case 14 -> span.droppedLinks += count(in);
        case 15 -> status(in.message(), span);
        case 16 -> span.flags = in.fixed32();
        default -> in.skip();
      }
    }
    span.attributes(attributes);
    received.add(span);
  }

  private static int count(ProtoInput in) {
    return (int) Math.min(Integer.MAX_VALUE / 2, in.varint() & 0xFFFF_FFFFL);
  }

  private static void status(ProtoInput in, SpanDraft span) {
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 2 -> span.statusDescription = in.string();
        case 3 -> span.status(in.varint());
        default -> in.skip();
      }
    }
  }

  private void event(ProtoInput in, SpanDraft span) {
    ItemParts parts = new ItemParts(names);
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> parts.time = in.fixed64();
        case 2 -> parts.name = names.shared(in.string());
        case 3 -> attribute(in.message(), parts.attributes);
        case 4 -> parts.dropped = count(in);
        default -> in.skip();
      }
    }
    span.event(parts);
  }

  private void link(ProtoInput in, SpanDraft span) {
    Id traceId = new Id(32);
    Id spanId = new Id(16);
    ItemParts parts = new ItemParts(names);
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> traceId.bytes(in.bytes());
        case 2 -> spanId.bytes(in.bytes());
        case 3 -> parts.traceState = TraceState.parse(in.string());
        case 4 -> attribute(in.message(), parts.attributes);
        case 5 -> parts.dropped = count(in);
        case 6 -> parts.flags = in.fixed32();
        default -> in.skip();
      }
    }
    span.link(parts, traceId, spanId);
  }

  private void log(ProtoInput in) {
    LogDraft log = new LogDraft();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> log.time = in.fixed64();
        case 3 -> log.severity = names.shared(in.string());
        case 5 -> log.text = ItemParts.text(value(in.message()));
        case 9 -> log.traceId.bytes(in.bytes());
        case 10 -> log.spanId.bytes(in.bytes());
        case 11 -> log.observed = in.fixed64();
        default -> in.skip();
      }
    }
    received.add(log);
  }

  private static void attribute(ProtoInput in, AttributesDraft attributes) {
    String key = "";
    Object value = null;
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> key = in.string();
        case 2 -> value = value(in.message());
        default -> in.skip();
      }
    }
    attributes.add(key, value);
  }

  /** An {@code AnyValue}; null if it is empty. */
  private static @Nullable Object value(ProtoInput in) {
    Object value = null;
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> value = in.string();
        case 2 -> value = in.varint() != 0;
        case 3 -> value = in.varint();
        case 4 -> value = in.number();
        case 5 -> value = list(in.message());
        case 6 -> value = map(in.message());
        case 7 -> value = in.bytes();
        default -> in.skip();
      }
    }
    return value;
  }

  private static List<@Nullable Object> list(ProtoInput in) {
    List<@Nullable Object> list = new ArrayList<>();
    for (int field = in.next(); field != 0; field = in.next()) {
      if (field == 1) {
        list.add(value(in.message()));
      } else {
        in.skip();
      }
    }
    return list;
  }

  private static Map<String, @Nullable Object> map(ProtoInput in) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int field = in.next(); field != 0; field = in.next()) {
      if (field == 1) {
        ProtoInput pair = in.message();
        String key = "";
        Object value = null;
        for (int f = pair.next(); f != 0; f = pair.next()) {
          switch (f) {
            case 1 -> key = pair.string();
            case 2 -> value = value(pair.message());
            default -> pair.skip();
          }
        }
        map.put(key, value);
      } else {
        in.skip();
      }
    }
    return map;
  }
}
