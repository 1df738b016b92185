// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells pages that something has changed, by server-sent events (HTML standard, §9.2): four times a
 * second at most, and each time only a number; the page then asks for what it shows. Thread-safe.
 *
 * <p>A page that was closed is found out only by writing to it. So the oldest stream ends when
 * there are too many; a page that is still open comes again by itself.
 */
final class Events {
  private static final int STREAMS = 16;
  private static final long POLL_MILLIS = 250;
  private static final int POLLS_TO_HEARTBEAT = 8;

  private final TraceStore store;
  private final RunningSpans running;
  private final ReentrantLock lock = new ReentrantLock();

  /** What ends each open stream, the oldest first. */
  @GuardedBy("lock") private final Deque<CountDownLatch> streams = new ArrayDeque<>();

  @GuardedBy("lock") private boolean closed;

  Events(TraceStore store, RunningSpans running) {
    this.store = store;
    this.running = running;
  }

  /** Ends all streams. */
  void close() {
    lock.lock();
    try {
      closed = true;
      streams.forEach(CountDownLatch::countDown);
    } finally {
      lock.unlock();
    }
  }

  /** Answers until the page goes away or the viewer closes; holds its thread meanwhile. */
  void handle(Exchange exchange) throws IOException, HttpError {
    exchange.checkMethod("GET");
    if (exchange.isHead()) {
      exchange.stream("text/event-stream").close();
      return;
    }
    CountDownLatch end = enter();
    try (OutputStream out = exchange.stream("text/event-stream")) {
      stream(out, end);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      leave(end);
    }
  }

  private CountDownLatch enter() throws HttpError {
    CountDownLatch end = new CountDownLatch(1);
    lock.lock();
    try {
      if (closed) {
        throw new HttpError(503, "closing");
      }
      if (streams.size() == STREAMS) {
        streams.removeFirst().countDown();
      }
      streams.addLast(end);
    } finally {
      lock.unlock();
    }
    return end;
  }

  private void leave(CountDownLatch end) {
    lock.lock();
    try {
      streams.remove(end);
    } finally {
      lock.unlock();
    }
  }

  private void stream(OutputStream out, CountDownLatch end)
      throws IOException, InterruptedException {
    long seen = -1;
    int quiet = 0;
    do {
      long now = store.version() + running.starts();
      if (now != seen) {
        write(out, "data: " + now + "\n\n");
        seen = now;
        quiet = 0;
      } else if (++quiet % POLLS_TO_HEARTBEAT == 0) {
        write(out, ":\n\n"); // a comment: finds out whether somebody still listens
      }
    } while (!end.await(POLL_MILLIS, TimeUnit.MILLISECONDS));
  }

  private static void write(OutputStream out, String event) throws IOException {
    out.write(event.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }
}
