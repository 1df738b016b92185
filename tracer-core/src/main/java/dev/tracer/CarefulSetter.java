// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import dev.tracer.propagation.CarrierSetter;

/**
 * Leaves out fields that cannot be written. For the second attempt, when the first one has thrown:
 * setting a field twice does no harm.
 */
final class CarefulSetter<C> implements CarrierSetter<C> {
  private final CarrierSetter<C> setter;

  CarefulSetter(CarrierSetter<C> setter) {
    this.setter = setter;
  }

  @Override
  public void set(C carrier, String key, String value) {
    try {
      setter.set(carrier, key, value);
    } catch (Throwable e) {
      // counted at the first attempt
    }
  }

  @Override
  public void setBytes(C carrier, String key, byte[] value) {
    try {
      setter.setBytes(carrier, key, value);
    } catch (Throwable e) {
      // likewise
    }
  }
}
