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
  /**
   * The names of the fields that {@link #inject} may write, in lower case. Clear them in a carrier
   * that is used again: what is not there is not written, so an old {@code tracestate} would stay
   * beside a new {@code traceparent}.
   */
  List<String> fields();

  /**
   * Writes what {@code context} holds into {@code carrier}; nothing if it holds nothing. What
   * cannot be written without harm to the carrier is left out and counted.
   */
  <C> void inject(Context context, C carrier, CarrierSetter<C> setter);

  /**
   * Reads {@code carrier}. Whatever the carrier holds, this does not throw: what is absent or
   * malformed leaves {@code context} as it is.
   *
   * @return {@code context} with what was found
   */
  <C> Context extract(Context context, C carrier, CarrierGetter<C> getter);

  /**
   * How many fields or entries this propagator refused so far, in both directions, because they
   * were malformed or too large.
   */
  default long refused() {
    return 0;
  }

  /**
   * {@code traceparent} and {@code tracestate} (W3C Trace Context Level 2). A malformed {@code
   * traceparent}, or more than one, counts as absent, and {@code tracestate} with it; a malformed
   * {@code tracestate}, or one of more than 8192 characters, counts as absent alone.
   */
  static Propagator traceContext() {
    return new W3CTraceContext();
  }

  /**
   * {@code baggage} (W3C Baggage). At most 64 entries and 8192 bytes pass in either direction.
   * Entries that are malformed or too much are left out; none is cut.
   */
  static Propagator baggage() {
    return new W3CBaggage();
  }

  /**
   * Runs several propagators in the given order, in both directions.
   *
   * @throws NullPointerException if {@code propagators} or one of them is null
   */
  static Propagator composite(Propagator... propagators) {
    return new CompositePropagator(List.of(propagators));
  }
}
