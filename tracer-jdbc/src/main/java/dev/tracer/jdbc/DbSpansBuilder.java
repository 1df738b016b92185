// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import static java.util.Objects.requireNonNull;

import dev.tracer.Attributes;
import dev.tracer.Tracer;

/**
 * Describes a {@link DbSpans}. All methods throw {@code NullPointerException} naming the argument
 * that is null. Confined to one thread.
 *
 * @since 0.1
 */
public final class DbSpansBuilder {
  private final Tracer tracer;
  private final String system;
  private Attributes attributes;

  DbSpansBuilder(Tracer tracer, String system) {
    this.tracer = requireNonNull(tracer, "tracer");
    this.system = requireNonNull(system, "system");
    this.attributes = Attributes.of(Names.SYSTEM, system);
  }

  /**
   * Sets where the database is.
   *
   * @throws IllegalArgumentException if {@code port} is not in [0, 65535]
   */
  public DbSpansBuilder server(String host, int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be in [0, 65535]: " + port);
    }
    requireNonNull(host, "host");
    attributes =
        attributes.toBuilder().set(Names.SERVER_ADDRESS, host).set(Names.SERVER_PORT, port).build();
    return this;
  }

  /** Sets the name of the database, the keyspace or the number of a Redis database. */
  public DbSpansBuilder namespace(String namespace) {
    requireNonNull(namespace, "namespace");
    attributes = attributes.toBuilder().set(Names.NAMESPACE, namespace).build();
    return this;
  }

  /** Makes it. */
  public DbSpans build() {
    return new DbSpans(JdbcTracingBuilder.instrumented(tracer), attributes, system);
  }
}
