// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

/**
 * A daemon thread that keeps nothing of the application's thread that makes it: no inherited
 * thread-locals, context class loader or priority.
 */
public final class DetachedThread extends Thread {
  @SuppressWarnings("ThreadPriorityCheck") // the normal one, whatever the maker has
  public DetachedThread(String name, Runnable task) {
    super(null, task, name, 0, false);
    setDaemon(true);
    setPriority(NORM_PRIORITY);
    setContextClassLoader(DetachedThread.class.getClassLoader());
  }
}
