// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import dev.tracer.Context;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A header that a send has written into its record. If the record is sent again, what it carries is
 * known not to come from elsewhere: the attempts are siblings.
 */
final class SentHeader implements Header {
  private final String key;
  private final byte[] value;
  private final @Nullable Context before;

  /**
   * A header of a send.
   *
   * @param before what the record carried before; null if nothing
   */
  SentHeader(String key, byte[] value, @Nullable Context before) {
    this.key = key;
    this.value = value;
    this.before = before;
  }

  @Override
  public String key() {
    return key;
  }

  @Override
  public byte[] value() {
    return value;
  }

  /** What the record carried before, in the place of {@code base}'s span and baggage. */
  Context before(Context base) {
    return before == null ? base : base.with(before.span()).with(before.baggage());
  }

  @Override
  public String toString() {
    return "SentHeader(key = " + key + ")";
  }
}
