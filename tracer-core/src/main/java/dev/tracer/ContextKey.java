// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static java.util.Objects.requireNonNull;

/**
 * The identity under which a value lives in a {@link Context}. Two keys of the same name are two
 * keys: share the instance, usually as a constant. Immutable.
 *
 * @param <T> the type of the value
 * @since 0.1
 */
@SuppressWarnings("UnusedTypeParameter") // ties a key to the type of its values
public final class ContextKey<T> {
  private final String name;

  private ContextKey(String name) {
    this.name = name;
  }

  /**
   * Makes a new key.
   *
   * @param name what the key holds, for people who debug; need not be unique
   * @throws NullPointerException if {@code name} is null
   */
  public static <T> ContextKey<T> named(String name) {
    return new ContextKey<>(requireNonNull(name, "name"));
  }

  /** The name given at creation. */
  @Override
  public String toString() {
    return name;
  }
}
