// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import dev.tracer.internal.ThreadState;

/** The application's generator of ids, and random ones where it fails. Thread-safe. */
final class GuardedIds implements IdGenerator {
  private final IdGenerator delegate;
  private final Faults faults;

  GuardedIds(IdGenerator delegate, Faults faults) {
    this.delegate = delegate;
    this.faults = faults;
  }

  @Override
  public long traceIdHigh() {
    try {
      return delegate.traceIdHigh(); // may be zero
    } catch (Throwable e) {
      return instead(e);
    }
  }

  @Override
  public long traceIdLow() {
    try {
      return checked(delegate.traceIdLow());
    } catch (Throwable e) {
      return instead(e);
    }
  }

  @Override
  public long spanId() {
    try {
      return checked(delegate.spanId());
    } catch (Throwable e) {
      return instead(e);
    }
  }

  @Override
  public boolean isRandom() {
    try {
      return delegate.isRandom();
    } catch (Throwable e) {
      faults.add("id generator", e);
      return false;
    }
  }

  private static long checked(long id) {
    if (id == 0) {
      throw new IllegalStateException("zero");
    }
    return id;
  }

  private long instead(Throwable error) {
    faults.add("id generator", error);
    return ThreadState.random(ThreadState.randomState(ThreadState.slot()));
  }
}
