// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import dev.tracer.Attributes;
import dev.tracer.SpanBuilder;
import dev.tracer.SpanKind;
import dev.tracer.Tracer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What all spans of one operation of one client have in common, made ready once for each topic.
 * Thread-safe.
 */
final class Operation {
  /** Topics beyond this are described anew each time; so many are a sign of generated names. */
  private static final int MAX_TOPICS = 1000;

  // immutable state
  private final String name;
  private final SpanKind kind;
  private final Attributes attributes;

  // mutable state
  private final Map<String, Described> topics = new ConcurrentHashMap<>();

  /**
   * @param name {@code messaging.operation.name}
   * @param type {@code messaging.operation.type}
   */
  private Operation(String name, String type, SpanKind kind, ClientInfo client) {
    this.name = name;
    this.kind = kind;
    this.attributes =
        Attributes.builder()
            .set(Names.SYSTEM, "kafka")
            .set(Names.OPERATION_NAME, name)
            .set(Names.OPERATION_TYPE, type)
            .set(Names.CLIENT_ID, client.clientId())
            .set(Names.CONSUMER_GROUP, client.group())
            .build();
  }

  static Operation send(ClientInfo client) {
    return new Operation("send", "send", SpanKind.PRODUCER, client);
  }

  static Operation poll(ClientInfo client) {
    return new Operation("poll", "receive", SpanKind.CLIENT, client);
  }

  static Operation process(ClientInfo client) {
    return new Operation("process", "process", SpanKind.CONSUMER, client);
  }

  /** Begins a span: its name, kind and attributes for {@code topic}; null if there are several. */
  SpanBuilder span(Tracer tracer, @Nullable String topic) {
    Described found = topic == null ? new Described(name, attributes) : described(topic);
    return tracer.spanBuilder(found.name).kind(kind).setAll(found.attributes);
  }

  private Described described(String topic) {
    Described found = topics.get(topic);
    if (found == null) {
      Attributes all = attributes.toBuilder().set(Names.DESTINATION, topic).build();
      found = new Described(name + " " + topic, all);
      if (topics.size() < MAX_TOPICS) {
        topics.put(topic, found);
      }
    }
    return found;
  }

  /** Name and attributes of spans for one topic. */
  private record Described(String name, Attributes attributes) {}
}
