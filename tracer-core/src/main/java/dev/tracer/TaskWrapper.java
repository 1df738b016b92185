// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import java.util.concurrent.Callable;

/** Makes tasks run in a context: what an executor needs to know of one. Thread-safe. */
interface TaskWrapper {
  /** A task that runs in the context. */
  Runnable wrap(Runnable task);

  /** A task that runs in the context. */
  <T> Callable<T> wrap(Callable<T> task);

  /** The application's own task, if this or another context has wrapped it. */
  Runnable unwrap(Runnable task);
}
