// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import dev.tracer.Attributes;
import org.jspecify.annotations.Nullable;

/** The name of a span that has no summary (semantic conventions, "Database spans", "Name"). */
final class SpanName {
  private SpanName() {}

  /**
   * The operation and what it is about.
   *
   * @param operation empty if it is not known
   * @param collection null or empty if there is none
   * @param database the attributes of the database
   */
  static String of(String operation, @Nullable String collection, Attributes database) {
    String target = collection == null || collection.isEmpty() ? target(database) : collection;
    if (operation.isEmpty()) {
      return target == null ? String.valueOf(database.get(Names.SYSTEM)) : target;
    }
    return target == null ? operation : operation + ' ' + target;
  }

  /** The namespace, for want of one the server; null if neither is known. */
  private static @Nullable String target(Attributes database) {
    Object namespace = database.get(Names.NAMESPACE);
    boolean isNumber = "redis".equals(database.get(Names.SYSTEM)); // which would only confuse
    if (namespace != null && !isNumber) {
      return namespace.toString();
    }
    Object host = database.get(Names.SERVER_ADDRESS);
    Object port = database.get(Names.SERVER_PORT);
    return host == null ? null : port == null ? host.toString() : host + ":" + port;
  }
}
