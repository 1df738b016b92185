// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The instances that interceptors find: Kafka makes those by their class names and hands them
 * nothing but the client's configuration. The only mutable static state of this module.
 * Thread-safe.
 */
final class Registry {
  static final String DEFAULT = "default";

  private static final System.Logger LOG = System.getLogger("dev.tracer.kafka");
  private static final Map<String, KafkaTracing> BY_NAME = new ConcurrentHashMap<>();

  private Registry() {}

  static void put(String name, KafkaTracing tracing) {
    BY_NAME.put(name, tracing);
  }

  static void remove(KafkaTracing tracing) {
    BY_NAME.values().removeIf(other -> other == tracing);
  }

  static Lookup lookup(Map<String, ?> configuration) {
    Object configured = configuration.get(KafkaTracing.CONFIG);
    if (configured == null || configured instanceof String || configured instanceof KafkaTracing) {
      return new Lookup(configured);
    }
    throw new IllegalArgumentException(
        KafkaTracing.CONFIG
            + " is neither a KafkaTracing nor a name, but a "
            + configured.getClass().getName());
  }

  /** How one interceptor finds its instance. Thread-safe. */
  static final class Lookup {
    // immutable state
    private final @Nullable KafkaTracing given;
    private final String name;

    // mutable state
    /** Set by any thread; a race costs a second warning. */
    private volatile boolean warned;

    private Lookup(@Nullable Object configured) {
      this.given = configured instanceof KafkaTracing tracing ? tracing : null;
      this.name = configured instanceof String text && !text.isBlank() ? text.trim() : DEFAULT;
    }

    /** The instance, or null if there is none now; that is logged once. */
    @Nullable KafkaTracing find() {
      if (given != null) {
        return given;
      }
      KafkaTracing found = BY_NAME.get(name);
      if (found == null && !warned) {
        warned = true;
        warn();
      }
      return found;
    }

    private void warn() {
      try {
        LOG.log(
            System.Logger.Level.WARNING,
            "No KafkaTracing is registered as '"
                + name
                + "': records pass without traces. Call KafkaTracing.register(\""
                + name
                + "\"), or put the object into the client's configuration as '"
                + KafkaTracing.CONFIG
                + "'.");
      } catch (Throwable e) {
        // the application's logging is broken; the record goes on all the same
      }
    }
  }
}
