// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.propagation;

import dev.tracer.Context;
import java.util.List;

/** Skeleton. */
final class CompositePropagator implements Propagator {
  CompositePropagator(List<Propagator> propagators) {}

  @Override
  public List<String> fields() {
    return List.of();
  }

  @Override
  public <C> void inject(Context context, C carrier, CarrierSetter<C> setter) {}

  @Override
  public <C> Context extract(Context context, C carrier, CarrierGetter<C> getter) {
    return context;
  }
}
