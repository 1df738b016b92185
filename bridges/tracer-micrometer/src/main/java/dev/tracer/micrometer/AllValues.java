// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.micrometer;

import io.micrometer.tracing.propagation.Propagator.Getter;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Calls {@code Getter.getAll}, which Micrometer Tracing has from 1.6 on; before, a field has one
 * value. Stateless.
 */
final class AllValues {
  private static final @Nullable MethodHandle GET_ALL = find();

  private AllValues() {}

  private static @Nullable MethodHandle find() {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(
              Getter.class,
              "getAll",
              MethodType.methodType(Iterable.class, Object.class, String.class));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return null;
    }
  }

  static <C> Iterable<String> of(Getter<C> getter, C carrier, String key) {
    Iterable<String> values = GET_ALL == null ? null : call(GET_ALL, getter, carrier, key);
    if (values != null) {
      return values;
    }
    String value = getter.get(carrier, key);
    return value == null ? List.of() : List.of(value);
  }

  @SuppressWarnings("unchecked")
  private static @Nullable Iterable<String> call(
      MethodHandle getAll, Getter<?> getter, Object carrier, String key) {
    try {
      return (Iterable<String>) getAll.invoke(getter, carrier, key);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e); // only by a sneaky throw
    }
  }
}
