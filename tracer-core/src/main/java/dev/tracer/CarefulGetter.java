// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import dev.tracer.propagation.CarrierGetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes fields that cannot be read for absent. For the second attempt, when the first one has
 * thrown: reading a field twice does no harm.
 */
final class CarefulGetter<C> implements CarrierGetter<C> {
  private final CarrierGetter<C> getter;

  CarefulGetter(CarrierGetter<C> getter) {
    this.getter = getter;
  }

  @Override
  public @Nullable String get(C carrier, String key) {
    try {
      return getter.get(carrier, key);
    } catch (Throwable e) { // counted at the first attempt
      return null;
    }
  }

  @Override
  public List<String> getAll(C carrier, String key) {
    try {
      return getter.getAll(carrier, key);
    } catch (Throwable e) {
      return List.of();
    }
  }

  @Override
  public Iterable<String> keys(C carrier) {
    try {
      return getter.keys(carrier);
    } catch (Throwable e) {
      return List.of();
    }
  }
}
