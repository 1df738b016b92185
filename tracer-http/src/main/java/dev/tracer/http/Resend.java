// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.ContextKey;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Says of one call that its request was sent before: the first that is made in a context which has
 * it. What else happens there, or later in contexts derived from it, is no resend. Thread-safe.
 */
final class Resend {
  static final ContextKey<Resend> KEY = ContextKey.named("http.request.resend_count");

  private final int count;
  private final AtomicBoolean taken = new AtomicBoolean();

  Resend(int count) {
    this.count = count;
  }

  /** How often the request was sent before; 0 if this was asked before. */
  int take() {
    return taken.compareAndSet(false, true) ? count : 0;
  }
}
