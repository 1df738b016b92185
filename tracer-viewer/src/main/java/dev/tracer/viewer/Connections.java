// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import dev.tracer.internal.DetachedThread;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of a viewer: some read the heads of requests and serve pages, others, as many as
 * there are callers at a time, read bodies. A caller that stalls is cut off after a while, or when
 * all threads of the second kind are taken and he has read for the longest time. Thread-safe.
 */
final class Connections implements Executor {
  private static final int SERVING = 32;
  private static final int RECEIVING = 64;
  private static final int IDLE_SECONDS = 30;
  private static final int PATIENCE_SECONDS = 5;

  private final AtomicInteger count = new AtomicInteger();
  private final ThreadPoolExecutor serving =
      new ThreadPoolExecutor(
          SERVING,
          SERVING,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          this::thread);
  private final ThreadPoolExecutor receiving =
      new ThreadPoolExecutor(
          0,
          RECEIVING,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          this::thread,
          (task, pool) -> receiveInstead(task));
  private final ReadWatch heads;
  private final ReadWatch receivingWatch;
  private final BodyReader bodies;

  /** Threads for callers that may take so long to send the head of a request, and as long again. */
  Connections(long readMillis) {
    serving.allowCoreThreadTimeOut(true);
    this.heads = new ReadWatch(readMillis);
    this.receivingWatch = new ReadWatch(readMillis);
    this.bodies = new BodyReader(receivingWatch, 2 * Exchange.MAX_BODY, PATIENCE_SECONDS);
  }

  private Thread thread(Runnable task) {
    return new DetachedThread("tracer-viewer-" + count.incrementAndGet(), task);
  }

  /** What the server calls for each request, whose head it reads then. */
  @Override
  public void execute(Runnable task) {
    serving.execute(
        () -> {
          heads.begin();
          try {
            task.run();
          } finally {
            heads.end();
          }
        });
  }

  /** The calling thread has read the head of a request. */
  void headRead() {
    heads.end();
  }

  /**
   * Runs what reads a body.
   *
   * @throws RejectedExecutionException if no thread becomes free in time
   */
  void receive(Runnable task) {
    receiving.execute(task);
  }

  private void receiveInstead(Runnable task) {
    receivingWatch.cutOldest();
    try {
      if (!receiving.isShutdown() && receiving.getQueue().offer(task, 1, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new RejectedExecutionException();
  }

  /** Watches the threads that {@link #execute} takes. */
  ReadWatch heads() {
    return heads;
  }

  /** Watches the threads that {@link #receive} takes. */
  ReadWatch receiving() {
    return receivingWatch;
  }

  BodyReader bodies() {
    return bodies;
  }

  void close() {
    serving.shutdownNow();
    receiving.shutdownNow();
    heads.close();
    receivingWatch.close();
  }
}
