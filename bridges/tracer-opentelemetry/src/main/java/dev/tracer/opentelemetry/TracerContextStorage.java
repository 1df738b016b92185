// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.opentelemetry;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.ContextStorageProvider;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Has OpenTelemetry's API keep its current context where Tracer keeps its own, so that both sides
 * always see the same one. Found by {@code ServiceLoader}: there is nothing to call.
 *
 * @since 0.1
 */
public final class TracerContextStorage implements ContextStorageProvider {
  /** Made by {@code ServiceLoader}. */
  public TracerContextStorage() {}

  @Override
  public ContextStorage get() {
    return Storage.INSTANCE;
  }

  /** Whether the API of this process took it, as far as it shows. */
  static boolean isInUse() {
    return ContextStorage.get().root() == BridgedContext.root();
  }

  /** Whether the OpenTelemetry Java agent put its own in place; it asks no provider. */
  static boolean isTheAgents() {
    return ContextStorage.get().getClass().getName().startsWith("io.opentelemetry.javaagent.");
  }

  /** The storage. Stateless. */
  private enum Storage implements ContextStorage {
    INSTANCE;

    @Override
    public Scope attach(@Nullable Context toAttach) {
      if (toAttach == null) {
        return Scope.noop();
      }
      dev.tracer.Scope scope = BridgedContext.unwrap(toAttach).makeCurrent();
      return scope::close;
    }

    @Override
    public @Nullable Context current() {
      dev.tracer.Context current = dev.tracer.Context.current();
      return current == dev.tracer.Context.root() ? null : BridgedContext.of(current);
    }

    @Override
    public Context root() {
      return BridgedContext.root();
    }
  }
}
