// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import dev.tracer.Span;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A header that leads from an acknowledgement back to the span of the send: interceptors are given
 * the record's headers there and nothing else that would tell records apart. On the wire it is a
 * header like any other.
 */
final class SpanHeader implements Header {
  private final String key;
  private final byte[] value;
  private final Sent sent;

  SpanHeader(String key, byte[] value, Sent sent) {
    this.key = key;
    this.value = value;
    this.sent = sent;
    sent.carried = true;
  }

  /** The span that belongs to {@code headers}; null if there is none, or it was taken before. */
  static @Nullable Span take(@Nullable Headers headers) {
    if (headers != null) {
      for (Header header : headers) {
        if (header instanceof SpanHeader ours) {
          return ours.sent.take();
        }
      }
    }
    return null;
  }

  @Override
  public String key() {
    return key;
  }

  @Override
  public byte[] value() {
    return value;
  }

  /** Holds a span until it is taken, so that a record which lives on does not keep it. */
  static final class Sent {
    // Both written by the sending thread before Kafka takes the record over, then by Kafka's.
    private @Nullable Span span;
    private boolean carried;

    Sent(Span span) {
      this.span = span;
    }

    /** Whether a header leads here. */
    boolean isCarried() {
      return carried;
    }

    private @Nullable Span take() {
      Span taken = span;
      span = null;
      return taken;
    }
  }
}
