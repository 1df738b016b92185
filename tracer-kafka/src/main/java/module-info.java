// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/** Spans for Apache Kafka producers and consumers. */
@SuppressWarnings({
  "requires-automatic",
  "requires-transitive-automatic"
}) // Kafka has no module-info
module dev.tracer.kafka {
  requires transitive dev.tracer;
  requires transitive kafka.clients;
  requires static com.google.errorprone.annotations; // @GuardedBy, checked when it is compiled
  requires static org.jspecify;

  exports dev.tracer.kafka;
}
