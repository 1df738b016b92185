// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import dev.tracer.Context;
import dev.tracer.propagation.CarrierGetter;
import dev.tracer.propagation.CarrierSetter;
import dev.tracer.propagation.Propagator;
import java.util.List;

/** Writes some formats and reads others. Thread-safe if they are. */
record SplitPropagator(Propagator produce, Propagator consume) implements Propagator {
  @Override
  public List<String> fields() {
    return produce.fields();
  }

  @Override
  public <C> void inject(Context context, C carrier, CarrierSetter<C> setter) {
    produce.inject(context, carrier, setter);
  }

  @Override
  public <C> Context extract(Context context, C carrier, CarrierGetter<C> getter) {
    return consume.extract(context, carrier, getter);
  }

  @Override
  public long refused() {
    return produce.refused() + consume.refused();
  }
}
