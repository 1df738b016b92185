// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

import java.time.Duration;

/**
 * A way to take requests somewhere: to a server, into a file or a topic. It knows nothing of what
 * they say, so that one can stand around another: keep on disk what the other could not deliver,
 * for example.
 *
 * <p>Threads: {@link #send} and {@link #flush} are called by one thread at a time; {@link #close}
 * may be called by another one meanwhile and ends a running {@code send} soon.
 *
 * @since 0.1
 */
public interface Sender {
  /**
   * Sends a request, again if need be, and waits for the answer. Ends early, with the interrupt
   * status set, if the thread is interrupted.
   *
   * <p>Unless the answer is {@link Answer.Kind#UNAVAILABLE}, nobody reads the body any more when
   * this returns.
   *
   * @param timeout how long the whole may take; zero if there is no time left
   */
  Answer send(Request request, Duration timeout);

  /** Writes out what the sender itself holds back; most have nothing to do. */
  default void flush() {}

  /** Ends a running {@link #send} and frees resources, within {@code timeout}. */
  default void close(Duration timeout) {}

  /** Where it sends to, for messages: without credentials. */
  @Override
  String toString();
}
