// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The time that a request may take and the connection it uses. One thread uses it; any other may
 * cut it.
 */
final class Call {
  private final long deadline;

  /** Written by the thread that uses it, read by the one that cuts. */
  private volatile @Nullable Socket transport;

  private volatile boolean cut;

  /**
   * A call that begins now.
   *
   * @param timeoutNanos how long the whole may take
   */
  Call(long timeoutNanos) {
    this.deadline = System.nanoTime() + timeoutNanos;
  }

  /** What is left of the time, in milliseconds; 1 at least, as 0 would mean for ever. */
  int millisLeft() {
    long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    return (int) Math.max(1, Math.min(left, Integer.MAX_VALUE));
  }

  /**
   * Says which connection is to be closed if the call is cut.
   *
   * @throws SocketException if it is cut already
   */
  void use(Socket socket) throws SocketException {
    transport = socket;
    if (cut) {
      throw new SocketException("cut");
    }
  }

  /** Closes the connection, under the feet of the thread that uses it. Never waits. */
  void cut() {
    cut = true;
    Socket open = transport;
    if (open != null) {
      HttpConnection.close(open);
    }
  }

  boolean isCut() {
    return cut;
  }
}
