// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import java.sql.Connection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gives the connections of one source to wrappers, and knows where they lead. Thread-safe. */
final class Connector {
  private final Supplier<@Nullable JdbcSpans> spans;
  private final @Nullable String url;

  /** Where a connection led last that could tell. Written by whoever asks; a race asks twice. */
  private volatile @Nullable Database database;

  /**
   * Makes one.
   *
   * @param spans null while nothing is traced
   * @param url where the connections lead; null to ask the first of them
   */
  Connector(Supplier<@Nullable JdbcSpans> spans, @Nullable String url) {
    this.spans = spans;
    this.url = url;
  }

  @Nullable JdbcSpans spans() {
    return spans.get();
  }

  @Nullable Connection traced(@Nullable Connection raw) {
    return raw == null ? null : new TracedConnection(raw, this);
  }

  /** Where a connection leads. Asks its URL, which drivers know without asking the database. */
  Database database(Connection raw, JdbcSpans traced) {
    Database known = last(traced);
    if (known != null) {
      return known;
    }
    JdbcUrl found = read(raw, traced);
    if (found == null) {
      return traced.database(JdbcUrl.UNKNOWN); // the next one is asked again
    }
    Database described = traced.database(found);
    database = described;
    return described;
  }

  /** Where any connection leads, if that is known without asking one; else null. */
  @Nullable Database known(JdbcSpans traced) {
    return url == null ? last(traced) : traced.database(JdbcUrl.parse(url));
  }

  /** Null if connections lead to several databases, or nothing is known yet. */
  private @Nullable Database last(JdbcSpans traced) {
    Database last = database;
    boolean holds = last != null && last.isOf(traced) && !traced.settings().severalDatabases();
    return holds ? last : null;
  }

  /** Null if it could not be read. */
  private @Nullable JdbcUrl read(Connection raw, JdbcSpans traced) {
    if (url != null) {
      return JdbcUrl.parse(url);
    }
    try {
      var metaData = raw.getMetaData();
      return metaData == null ? JdbcUrl.UNKNOWN : JdbcUrl.parse(metaData.getURL());
    } catch (Throwable e) {
      traced.fault(e);
      return null;
    }
  }
}
