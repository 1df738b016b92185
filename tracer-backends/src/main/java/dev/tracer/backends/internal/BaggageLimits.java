// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.backends.internal;

import dev.tracer.Baggage;

/**
 * The baggage of one carrier while it is read or written: at most 64 entries and 8,192 bytes of
 * names and values, as in W3C Baggage. Confined to one call.
 */
public final class BaggageLimits {
  private static final int MAX_ENTRIES = 64;

  /** The most bytes of names and values. */
  public static final int MAX_LENGTH = 8192;

  private int entries;
  private int length;
  private int refused;

  /** Whether an entry still fits, and takes the room; else counts it as refused. */
  public boolean admit(String name, String value) {
    int more = name.length() + value.length();
    if (entries == MAX_ENTRIES || name.isEmpty() || more > MAX_LENGTH - length) {
      refused++;
      return false;
    }
    entries++;
    length += more;
    return true;
  }

  /** {@code baggage} with an entry, if that fits. */
  public Baggage add(Baggage baggage, String name, String value) {
    return admit(name, value) ? baggage.with(name, value) : baggage;
  }

  /** Counts an entry that is malformed. */
  public void refuse() {
    refused++;
  }

  /** How many entries did not fit or were malformed. */
  public int refused() {
    return refused;
  }
}
