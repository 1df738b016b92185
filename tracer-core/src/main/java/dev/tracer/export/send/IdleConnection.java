// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The one connection that is kept between two requests. Thread-safe. */
final class IdleConnection {
  /** Longer, and a gateway on the way may have forgotten it without telling. */
  private static final long LONGEST_NANOS = 30_000_000_000L;

  private record Kept(HttpConnection connection, long since) {}

  private final AtomicReference<@Nullable Kept> kept = new AtomicReference<>();

  /** Takes it; null if there is none that is likely to work. */
  @Nullable HttpConnection take() {
    Kept taken = kept.getAndSet(null);
    if (taken == null) {
      return null;
    }
    if (System.nanoTime() - taken.since > LONGEST_NANOS || !taken.connection.isQuiet()) {
      taken.connection.close();
      return null;
    }
    return taken.connection;
  }

  void keep(HttpConnection connection) {
    replace(new Kept(connection, System.nanoTime()));
  }

  /** Closes it, if there is one. */
  void close() {
    replace(null);
  }

  private void replace(@Nullable Kept newest) {
    Kept old = kept.getAndSet(newest);
    if (old != null) {
      old.connection.close();
    }
  }
}
