// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/** The methods of {@link Connection} that came after Java 17; null where the JDK lacks them. */
final class LaterMethods {
  // JDBC 4.5
  static final @Nullable MethodHandle ENQUOTE_LITERAL =
      find("enquoteLiteral", String.class, String.class);
  static final @Nullable MethodHandle ENQUOTE_N_CHAR_LITERAL =
      find("enquoteNCharLiteral", String.class, String.class);
  static final @Nullable MethodHandle ENQUOTE_IDENTIFIER =
      find("enquoteIdentifier", String.class, String.class, boolean.class);
  static final @Nullable MethodHandle IS_SIMPLE_IDENTIFIER =
      find("isSimpleIdentifier", boolean.class, String.class);

  private LaterMethods() {}

  private static @Nullable MethodHandle find(String name, Class<?> result, Class<?>... parameters) {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(Connection.class, name, MethodType.methodType(result, parameters));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return null;
    }
  }

  /** Calls a method of a connection, which the JDK has if anybody calls this. */
  static Object call(@Nullable MethodHandle method, Object... arguments)
      throws java.sql.SQLException {
    if (method == null) {
      throw new UnsupportedOperationException("not in this JDK");
    }
    try {
      return method.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw LaterMethods.<java.sql.SQLException>sneaky(e);
    }
  }

  /** Throws {@code error}, which {@code X} stands for, whatever the compiler thinks of it. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <X extends Throwable> X sneaky(Throwable error) throws X {
    throw (X) error;
  }
}
