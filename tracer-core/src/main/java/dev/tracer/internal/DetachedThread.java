// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

/**
 * A daemon thread that keeps nothing of the application's thread that makes it: no inherited
 * thread-locals, context class loader or priority. To be started by whoever makes it.
 */
public final class DetachedThread extends Thread {
  /**
   * Makes it, not yet started.
   *
   * @param name as thread dumps show it: {@code tracer-} and what it does
   * @param task what it runs; to catch whatever it throws is the task's own business
   */
  @SuppressWarnings("ThreadPriorityCheck") // the normal one, whatever the maker has
  public DetachedThread(String name, Runnable task) {
    super(null, task, name, 0, false);
    setDaemon(true);
    setPriority(NORM_PRIORITY);
    try {
      setContextClassLoader(DetachedThread.class.getClassLoader());
    } catch (SecurityException e) {
      // a security manager's policy of JDK 17 to 23: then it keeps the maker's
    }
  }
}
