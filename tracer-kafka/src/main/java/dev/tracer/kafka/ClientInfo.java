// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/** What spans tell about the client that made them; null what is not known. Immutable. */
record ClientInfo(@Nullable String clientId, @Nullable String group) {
  static final ClientInfo UNKNOWN = new ClientInfo(null, null);

  static ClientInfo of(Producer<?, ?> producer) {
    return new ClientInfo(clientId(producer::metrics), null);
  }

  static ClientInfo of(Consumer<?, ?> consumer) {
    String group = null;
    try {
      group = consumer.groupMetadata().groupId();
    } catch (RuntimeException e) {
      // It has no group: partitions are assigned by hand.
    }
    return new ClientInfo(clientId(consumer::metrics), group == null ? null : text(group));
  }

  /** From the configuration that interceptors are given. */
  static ClientInfo of(Map<String, ?> configuration) {
    return new ClientInfo(
        text(configuration.get("client.id")), text(configuration.get("group.id")));
  }

  /** What is true of both. */
  ClientInfo common(ClientInfo other) {
    return new ClientInfo(
        Objects.equals(clientId, other.clientId) ? clientId : null,
        Objects.equals(group, other.group) ? group : null);
  }

  /** Clients do not tell their id, but tag their metrics with it. */
  private static @Nullable String clientId(Supplier<@Nullable Map<MetricName, ?>> metrics) {
    try {
      Map<MetricName, ?> all = metrics.get();
      for (MetricName name : all == null ? Set.<MetricName>of() : all.keySet()) {
        String id = name.tags().get("client-id");
        if (id != null) {
          return text(id);
        }
      }
    } catch (RuntimeException e) {
      // a client of somebody's own that has none
    }
    return null;
  }

  private static @Nullable String text(@Nullable Object value) {
    return value instanceof String text && !text.isEmpty() ? text : null;
  }
}
