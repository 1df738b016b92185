// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import dev.tracer.export.send.Endpoint;
import dev.tracer.export.send.HttpGet;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One question to a server, run by a thread of its own, so that nothing the server does, a byte a
 * second for example, holds up the one who asks.
 */
final class StrategyRequest implements Runnable {
  private static final Duration STEP = Duration.ofSeconds(5);

  /** What is longer ends in the middle, and is malformed. */
  private static final int MAX_BYTES = 1 << 20;

  private final HttpGet get;

  /** Open until there is an answer, or nobody wants one any more. */
  private final CountDownLatch done = new CountDownLatch(1);

  // written by the thread that runs it, before it opens the latch
  private @Nullable String answer;
  private @Nullable Throwable failure;

  /** Written by the one that gives up, read by the one that waits. */
  private volatile boolean isCut;

  StrategyRequest(Endpoint endpoint) {
    this.get = new HttpGet(endpoint, MAX_BYTES, STEP);
  }

  @Override
  public void run() {
    try {
      answer = get.fetch();
    } catch (Throwable e) {
      failure = e;
    } finally {
      done.countDown();
    }
  }

  /** Nobody wants the answer any more: lets the one who waits for it go. */
  void giveUp() {
    isCut = true;
    done.countDown();
  }

  /**
   * Waits for the answer, and cuts the connection if it is not there in time.
   *
   * @throws IOException if there is none
   */
  String await(long nanos) throws IOException, InterruptedException {
    boolean isThere = false;
    try {
      isThere = done.await(nanos, TimeUnit.NANOSECONDS) && !isCut;
    } finally {
      if (!isThere) {
        get.cut();
      }
    }
    if (!isThere) {
      throw new IOException("no answer within " + nanos / 1_000_000_000 + " s");
    }
    if (answer == null) {
      throw new IOException(String.valueOf(failure), failure);
    }
    return answer;
  }
}
