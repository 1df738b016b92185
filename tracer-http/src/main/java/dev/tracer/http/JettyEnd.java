// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import jakarta.servlet.ServletRequest;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Jetty 12 tells request listeners of each dispatch, before its error pages; of the response's end
 * it tells by {@code org.eclipse.jetty.server.Request.addCompletionListener}, which this calls
 * without knowing Jetty. Stateless.
 */
final class JettyEnd {
  private static final String REQUEST = "org.eclipse.jetty.server.Request";

  /**
   * By the class of servlet requests: what follows the end of one; empty outside of Jetty. The
   * container's classes keep the values as long as they live, so they must not be of a class that
   * an application brought: it could never be unloaded.
   */
  private static final ClassValue<Optional<MethodHandle>> FOLLOWERS =
      new ClassValue<>() {
        @Override
        protected Optional<MethodHandle> computeValue(Class<?> type) {
          return Optional.ofNullable(find(type));
        }
      };

  private JettyEnd() {}

  /**
   * Has {@code end} called when Jetty has finished the response; false if this is not Jetty.
   *
   * @param request the container's own, in no wrapper
   * @param end gets what broke the response off, or null
   */
  static boolean follow(ServletRequest request, Consumer<@Nullable Throwable> end) {
    Optional<MethodHandle> follower = FOLLOWERS.get(request.getClass());
    if (follower.isEmpty()) {
      return false;
    }
    try {
      follower.get().invoke((Object) request, end);
      return true;
    } catch (Throwable e) {
      return false; // another Jetty than the one this was written for
    }
  }

  private static @Nullable MethodHandle find(Class<?> type) {
    if (!type.getName().startsWith("org.eclipse.jetty.")) {
      return null;
    }
    try {
      Class<?> core = Class.forName(REQUEST, false, type.getClassLoader());
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      MethodHandle add =
          lookup.findStatic(
              core,
              "addCompletionListener",
              MethodType.methodType(void.class, core, Consumer.class));
      MethodHandle unwrap = lookup.findVirtual(type, "getRequest", MethodType.methodType(core));
      return MethodHandles.filterArguments(add, 0, unwrap);
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }
}
