// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import dev.tracer.internal.Hex;

/**
 * The id of a trace. Immutable.
 *
 * @param high its first 64 bits
 * @param low its last 64 bits
 */
record TraceId(long high, long low) {
  /**
   * Reads 32 lower-case hex digits.
   *
   * @throws MalformedException if there are none
   */
  static TraceId parse(String text) {
    if (!Hex.isHex(text, 32)) {
      throw new MalformedException("a trace id has 32 lower-case hex digits");
    }
    return new TraceId(Hex.parse(text, 0), Hex.parse(text, 16));
  }

  @Override
  public String toString() {
    return Hex.format(high, low);
  }
}
