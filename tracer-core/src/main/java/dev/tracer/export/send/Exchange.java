// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

/**
 * Something that an {@link ExchangeRunner} runs, once: a request and its answer. Who runs it and
 * who waits for it agree on its state with the lock of the runner held.
 */
abstract class Exchange implements Runnable {
  private enum State {
    WAITING,
    RUNNING,
    /** It runs, but nobody waits for it any more. */
    ABANDONED,
    OVER
  }

  /** Guarded by the lock of the runner. */
  private State state = State.WAITING;

  /** Ends it soon, under the feet of the thread that runs it. Never waits, throws nothing. */
  abstract void cut();

  final void begin() {
    state = State.RUNNING;
  }

  /** Returns whether nobody waits for it any more. */
  final boolean finish() {
    boolean abandoned = state == State.ABANDONED;
    state = abandoned ? state : State.OVER;
    return abandoned;
  }

  /** Says that nobody waits for it any more; returns whether it runs. */
  final boolean abandon() {
    boolean running = state == State.RUNNING;
    state = running ? State.ABANDONED : state;
    return running;
  }

  final boolean isOver() {
    return state == State.OVER;
  }
}
