// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.propagation;

import dev.tracer.Context;
import java.util.List;

/**
 * Carries a {@link Context} over a process boundary: writes it into a carrier and reads it back
 * (OpenTelemetry, "TextMapPropagator"). Implementations are thread-safe.
 *
 * @since 0.1
 */
public interface Propagator {
  /** The names of the fields that {@link #inject} may write. */
  List<String> fields();

  /** Writes what {@code context} holds into {@code carrier}; nothing if it holds nothing. */
  <C> void inject(Context context, C carrier, CarrierSetter<C> setter);

  /**
   * Reads {@code carrier}. Whatever the carrier holds, this does not throw: what is absent or
   * malformed leaves {@code context} as it is.
   *
   * @return {@code context} with what was found
   */
  <C> Context extract(Context context, C carrier, CarrierGetter<C> getter);

  /**
   * How many fields or entries this propagator refused so far because they were malformed or too
   * large.
   */
  default long refused() {
    return 0;
  }

  /** {@code traceparent} and {@code tracestate} (W3C Trace Context Level 2). */
  static Propagator traceContext() {
    return new W3CTraceContext();
  }

  /** {@code baggage} (W3C Baggage). */
  static Propagator baggage() {
    return new W3CBaggage();
  }

  /** Runs several propagators in the given order, in both directions. */
  static Propagator composite(Propagator... propagators) {
    return new CompositePropagator(List.of(propagators));
  }
}
