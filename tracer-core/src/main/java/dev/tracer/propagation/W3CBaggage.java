// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.propagation;

import dev.tracer.Baggage;
import dev.tracer.Context;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** {@code baggage} (W3C Baggage, section 3). Thread-safe. */
final class W3CBaggage implements Propagator {
  private static final String BAGGAGE = "baggage";
  private static final List<String> FIELDS = List.of(BAGGAGE);

  private final LongAdder refused = new LongAdder();

  @Override
  public List<String> fields() {
    return FIELDS;
  }

  @Override
  public long refused() {
    return refused.sum();
  }

  @Override
  public <C> void inject(Context context, C carrier, CarrierSetter<C> setter) {
    Baggage baggage = context.baggage();
    if (baggage.isEmpty()) {
      return;
    }
    BaggageWriter writer = new BaggageWriter();
    for (Baggage.Entry entry : baggage) {
      if (!writer.add(entry)) {
        refused.increment();
      }
    }
    String header = writer.toString();
    if (!header.isEmpty()) {
      setter.set(carrier, BAGGAGE, header);
    }
  }

  @Override
  public <C> Context extract(Context context, C carrier, CarrierGetter<C> getter) {
    List<String> headers = getter.getAll(carrier, BAGGAGE);
    if (headers.isEmpty()) {
      return context;
    }
    BaggageReader reader = new BaggageReader();
    for (String header : headers) {
      if (header != null) {
        reader.add(header);
      }
    }
    refused.add(reader.refused());
    Baggage baggage = Baggage.of(reader.entries());
    return baggage.isEmpty() ? context : context.with(baggage);
  }
}
