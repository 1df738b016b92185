// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A way to take requests somewhere: to a server, into a file or a topic. It knows nothing of what
 * they say, so that one can stand around another: keep on disk what the other could not deliver,
 * for example.
 *
 * <p>Threads: {@link #send}, {@link #begin} and {@link #flush} are called by one thread at a time;
 * {@link #close} may be called by another one meanwhile and ends a running {@code send} soon.
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

  /**
   * Begins to send a request, so that several are on their way at once. What this returns is
   * completed with the answer, on any thread; whoever waits for it does so no longer than {@code
   * timeout}. By default the request is sent and the answer waited for.
   *
   * <p>A sender that overrides it has read the body when this returns, and has {@link #send} be
   * {@link Answer#await} of it.
   *
   * @param timeout as for {@link #send}
   */
  default CompletableFuture<Answer> begin(Request request, Duration timeout) {
    return CompletableFuture.completedFuture(send(request, timeout));
  }

  /** Writes out what the sender itself holds back; most have nothing to do. */
  default void flush() {}

  /**
   * Why a request that is on its way has no answer yet, as far as is known, without credentials:
   * for those who wait for it. Null if there is nothing to say. Any thread may ask at any time.
   */
  default @Nullable String trouble() {
    return null;
  }

  /** Ends a running {@link #send} and frees resources, within {@code timeout}. */
  default void close(Duration timeout) {}

  /** Where it sends to, for messages: without credentials. */
  @Override
  String toString();
}
