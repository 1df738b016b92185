// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The methods of {@code java.net.http} that came after Java 17; null where the JDK lacks them. */
final class LaterMethods {
  static final @Nullable MethodHandle CLOSE = find(HttpClient.class, "close", void.class);
  static final @Nullable MethodHandle SHUTDOWN = find(HttpClient.class, "shutdown", void.class);
  static final @Nullable MethodHandle SHUTDOWN_NOW =
      find(HttpClient.class, "shutdownNow", void.class);
  static final @Nullable MethodHandle IS_TERMINATED =
      find(HttpClient.class, "isTerminated", boolean.class);
  static final @Nullable MethodHandle AWAIT_TERMINATION =
      find(HttpClient.class, "awaitTermination", boolean.class, Duration.class);

  static final @Nullable MethodHandle CONNECTION_LABEL =
      find(HttpResponse.class, "connectionLabel", Optional.class);

  private LaterMethods() {}

  private static @Nullable MethodHandle find(
      Class<?> owner, String name, Class<?> result, Class<?>... parameters) {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(owner, name, MethodType.methodType(result, parameters));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return null;
    }
  }

  /** Throws {@code error}, which {@code X} stands for, whatever the compiler thinks of it. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  static <X extends Throwable> X sneaky(Throwable error) throws X {
    throw (X) error;
  }
}
