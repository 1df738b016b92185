// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import dev.tracer.propagation.Propagator;
import dev.tracer.spring.TracingProperties.Format;
import dev.tracer.zipkin.B3Propagator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a propagator of {@code management.tracing.propagation}. Stateless. */
final class Propagators {
  private static final String PREFIX = "management.tracing.propagation.";

  private Propagators() {}

  /**
   * As Boot has it: writes W3C and reads everything it can, unless told otherwise. Baggage is
   * W3C's, where it is on.
   */
  static Propagator of(TracingProperties tracing, Warnings warnings) {
    var given = tracing.propagation();
    boolean baggage = tracing.baggage().enabled();
    List<Format> type = given.type();
    if (type != null) {
      List<Format> both = possible("type", type, warnings);
      return new SplitPropagator(writing(both, baggage), reading(both, baggage));
    }
    List<Format> produce = possible("produce", given.produce(), warnings);
    List<Format> consume =
        given.consume() == null && Surroundings.hasBackends()
            ? List.of(Format.values())
            : possible("consume", given.consume(), warnings);
    return new SplitPropagator(writing(produce, baggage), reading(consume, baggage));
  }

  private static List<Format> possible(
      String name, @Nullable List<Format> formats, Warnings warnings) {
    if (formats == null) {
      return List.of(Format.W3C);
    }
    List<Format> possible = new ArrayList<>(formats);
    if (!Surroundings.hasBackends() && possible.removeIf(format -> format != Format.W3C)) {
      warnings.add(
          PREFIX
              + name
              + "="
              + formats
              + " needs dev.tracer:tracer-backends on the class path; "
              + (possible.isEmpty() ? "no trace passes this way." : "W3C is used alone."));
    }
    return possible;
  }

  private static Propagator writing(List<Format> formats, boolean baggage) {
    List<Propagator> all = new ArrayList<>();
    if (formats.contains(Format.B3)) {
      all.add(B3Propagator.single());
    }
    if (formats.contains(Format.B3_MULTI)) {
      all.add(B3Propagator.multi());
    }
    return composite(all, formats.contains(Format.W3C), baggage);
  }

  private static Propagator reading(List<Format> formats, boolean baggage) {
    List<Propagator> all = new ArrayList<>();
    if (formats.contains(Format.B3) || formats.contains(Format.B3_MULTI)) {
      all.add(B3Propagator.single()); // reads both forms
    }
    return composite(all, formats.contains(Format.W3C), baggage);
  }

  /* The last one that finds something counts: W3C, as it says most. */
  private static Propagator composite(List<Propagator> all, boolean w3c, boolean baggage) {
    if (w3c) {
      all.add(Propagator.traceContext());
    }
    if (baggage) {
      all.add(Propagator.baggage());
    }
    return Propagator.composite(all.toArray(new Propagator[0]));
  }
}
