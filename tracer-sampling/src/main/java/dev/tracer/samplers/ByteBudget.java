// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import dev.tracer.Attributes;
import dev.tracer.export.EventData;
import dev.tracer.export.SpanData;
import dev.tracer.internal.ValueSize;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that all held spans may take, as estimated, counted in chunks so that most spans need
 * not touch the counter. Thread-safe, without locks.
 */
final class ByteBudget {
  private static final int CHUNK_BITS = 12;

  private final long maxChunks;
  private final AtomicLong chunks = new AtomicLong();

  ByteBudget(long maxBytes) {
    this.maxChunks = maxBytes >> CHUNK_BITS;
  }

  /** In how many chunks of 4 KiB so many bytes are. */
  static int chunks(int bytes) {
    return (bytes >> CHUNK_BITS) + 1;
  }

  /** Takes so many chunks; false if there is no room for them. */
  boolean reserve(int more) {
    if (more <= 0) {
      return true;
    }
    if (chunks.addAndGet(more) <= maxChunks) {
      return true;
    }
    giveBack(more);
    return false;
  }

  void giveBack(int less) {
    if (less > 0) {
      chunks.addAndGet(-less);
    }
  }

  /** How many chunks are taken. */
  long taken() {
    return chunks.get();
  }

  /** About how many bytes a span takes. */
  static int bytes(SpanData span) {
    long bytes = 128L * (1 + span.links().size()) + bytes(span.attributes());
    for (EventData event : span.events()) {
      bytes += 64 + bytes(event.attributes());
    }
    return (int) Math.min(bytes, 1 << 28);
  }

  private static long bytes(Attributes attributes) {
    long bytes = 0;
    for (int i = 0; i < attributes.size(); i++) {
      bytes += 40 + ValueSize.of(attributes.value(i));
    }
    return bytes;
  }
}
