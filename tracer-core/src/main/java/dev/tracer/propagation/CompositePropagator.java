// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.propagation;

import dev.tracer.Context;
import java.util.ArrayList;
import java.util.List;

/** Several propagators, one after the other. Immutable. */
final class CompositePropagator implements Propagator {
  private final Propagator[] propagators;
  private final List<String> fields;

  CompositePropagator(List<Propagator> propagators) {
    this.propagators = propagators.toArray(new Propagator[0]);
    List<String> distinct = new ArrayList<>();
    for (Propagator propagator : propagators) {
      for (String field : propagator.fields()) {
        if (!distinct.contains(field)) {
          distinct.add(field);
        }
      }
    }
    this.fields = List.copyOf(distinct);
  }

  @Override
  public List<String> fields() {
    return fields;
  }

  @Override
  public <C> void inject(Context context, C carrier, CarrierSetter<C> setter) {
    for (Propagator propagator : propagators) {
      propagator.inject(context, carrier, setter);
    }
  }

  @Override
  public <C> Context extract(Context context, C carrier, CarrierGetter<C> getter) {
    Context result = context;
    for (Propagator propagator : propagators) {
      result = propagator.extract(result, carrier, getter);
    }
    return result;
  }

  @Override
  public long refused() {
    long sum = 0;
    for (Propagator propagator : propagators) {
      sum += propagator.refused();
    }
    return sum;
  }
}
