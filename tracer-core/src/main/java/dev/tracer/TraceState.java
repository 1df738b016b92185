// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** Skeleton. */
public final class TraceState {
  private static final TraceState EMPTY = new TraceState("");
  private final String header;

  private TraceState(String header) {
    this.header = header;
  }

  public static TraceState empty() {
    return EMPTY;
  }

  public static TraceState parse(String header) {
    return header.isEmpty() ? EMPTY : new TraceState(requireNonNull(header, "header"));
  }

  public @Nullable String get(String key) {
    return null;
  }

  public TraceState with(String key, String value) {
    return this;
  }

  public TraceState without(String key) {
    return this;
  }

  public boolean isEmpty() {
    return header.isEmpty();
  }

  @Override
  public String toString() {
    return header;
  }
}
