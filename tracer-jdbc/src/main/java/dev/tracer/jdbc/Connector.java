// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import java.sql.Connection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gives the connections of one source to wrappers, and knows where they lead. Thread-safe. */
final class Connector {
  private static final int MAX_DATABASES = 64;

  private final Supplier<@Nullable JdbcSpans> spans;
  private final @Nullable String url;

  /** Where connections led so far. */
  private final ConcurrentHashMap<JdbcUrl, Database> databases = new ConcurrentHashMap<>();

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
    Database known = database;
    if (known != null && !traced.settings().severalDatabases()) {
      return known;
    }
    JdbcUrl found = read(raw, traced);
    if (found == null) {
      return described(JdbcUrl.UNKNOWN, traced); // the next one is asked again
    }
    Database made = described(found, traced);
    database = made;
    return made;
  }

  /** Where any connection leads, if that is known without asking one; else null. */
  @Nullable Database known(JdbcSpans traced) {
    if (url != null) {
      return described(JdbcUrl.parse(url), traced);
    }
    return traced.settings().severalDatabases() ? null : database;
  }

  private Database described(JdbcUrl found, JdbcSpans traced) {
    Database made = databases.get(found);
    if (made == null) {
      made = new Database(found, traced.settings().queryText());
      if (databases.size() < MAX_DATABASES) {
        databases.putIfAbsent(found, made);
      }
    }
    return made;
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
