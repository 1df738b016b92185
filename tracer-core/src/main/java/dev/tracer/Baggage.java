// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

/** Skeleton. */
public final class Baggage {
  private static final Baggage EMPTY = new Baggage();

  private Baggage() {}

  public static Baggage empty() {
    return EMPTY;
  }

  public boolean isEmpty() {
    return true;
  }
}
