// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A bounded first-in-first-out queue of many producers and one consumer, which can be closed.
 *
 * <p>Assumes: {@link #poll} and {@link #release} are called by one thread at a time, with a
 * happens-before edge where that thread changes. Guarantees:
 *
 * <ul>
 *   <li>{@link #offer} never waits for the consumer: a full ring refuses. It is lock-free: among
 *       producers at the same time one succeeds.
 *   <li>What a producer did before an accepted offer happens-before what the consumer does after
 *       the poll that returns the element.
 *   <li>After {@link #close} no offer is accepted, and {@link #accepted()} no longer changes: every
 *       offer was either counted there or refused.
 *   <li>{@link #poll} waits, for a few instructions of another thread, only for a producer that has
 *       its place but has not yet filled it. A producer fills the place it has whatever happens,
 *       also at the end of its stack.
 * </ul>
 *
 * @param <E> the type of the elements
 */
/*
 * `tail` counts accepted elements and carries the closed mark in its sign bit, so that one
 * compare-and-set decides about place, capacity and closing. `head` counts released elements: places
 * below it may be filled again. The consumer reads ahead of `head` at `next`. It moves `head` once a
 * batch, and looks at `tail` when it has polled all that it saw there: the fewer of its accesses, the
 * longer the producers' copies of those cache lines stay valid.
 * The counters lie in one array, two cache lines apart from each other and from its ends, against
 * false sharing.
 *
 * Between the compare-and-set and the store of the element a producer calls nothing: a call may
 * throw StackOverflowError, and the consumer would wait for ever for the element. So the store is a
 * plain one. It needs no more: the element's content is published by `tail`, which the consumer reads
 * before it looks at the place, and the place itself goes from null to the element once a lap.
 */
public final class BoundedRing<E> {
  private static final long CLOSED_MARK = Long.MIN_VALUE;

  /** How often to look for an element under way before the processor is left to its producer. */
  private static final int SPINS = 100;

  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);
  private static final VarHandle COUNTER = MethodHandles.arrayElementVarHandle(long[].class);

  /** Accepted elements and the closed mark; compare-and-set by producers. */
  private static final int TAIL = 16;

  /** Released elements; written by the consumer with release semantics. */
  private static final int HEAD = 32;

  /** Polled elements; read and written by the consumer alone. */
  private static final int NEXT = 48;

  /** Accepted elements as the consumer last saw them; read and written by the consumer alone. */
  private static final int SEEN = 49;

  private final long[] counters = new long[66];
  private final @Nullable Object[] slots;
  private final int mask;
  private final int capacity;

  /**
   * Makes an empty ring.
   *
   * @param capacity how many elements it holds at the most, from 1 to 2<sup>30</sup>
   */
  public BoundedRing(int capacity) {
    this.capacity = capacity;
    int length = Integer.highestOneBit(Math.max(2, capacity) * 2 - 1);
    this.slots = new @Nullable Object[length];
    this.mask = length - 1;
  }

  /**
   * Adds an element.
   *
   * @return how many elements hold a place now, or a few more than that; -1 if the ring is full or
   *     closed
   */
  public int offer(E element) {
    long place;
    long size;
    do {
      place = (long) COUNTER.getVolatile(counters, TAIL);
      size = place - (long) COUNTER.getAcquire(counters, HEAD);
      if (place < 0 || size >= capacity) {
        return -1;
      }
    } while (!COUNTER.compareAndSet(counters, TAIL, place, place + 1));
    slots[(int) place & mask] = element;
    return (int) size + 1;
  }

  /**
   * The next element, or null if there is none. Its place is not free again before {@link
   * #release}.
   */
  @SuppressWarnings({
    "unchecked", // offer() put only elements of type E
    "ThreadPriorityCheck" // yields to a producer that was interrupted by the scheduler
  })
  public @Nullable E poll() {
    long place = counters[NEXT];
    if (place == counters[SEEN]) {
      long now = accepted();
      if (place == now) {
        return null;
      }
      counters[SEEN] = now;
    }
    int index = (int) place & mask;
    Object element = SLOT.getAcquire(slots, index);
    for (int spins = 0; element == null; spins++) {
      if (spins < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
      element = SLOT.getAcquire(slots, index);
    }
    slots[index] = null; // before the release of the place
    counters[NEXT] = place + 1;
    return (E) element;
  }

  /** Gives the places of all polled elements back to the producers. */
  public void release() {
    COUNTER.setRelease(counters, HEAD, counters[NEXT]);
  }

  /** Refuses all elements from now on. */
  public void close() {
    COUNTER.getAndBitwiseOr(counters, TAIL, CLOSED_MARK);
  }

  /** Whether it refuses all elements. */
  public boolean isClosed() {
    return (long) COUNTER.getVolatile(counters, TAIL) < 0;
  }

  /** How many elements were accepted so far. */
  public long accepted() {
    return (long) COUNTER.getVolatile(counters, TAIL) & ~CLOSED_MARK;
  }

  /** How many accepted elements hold a place: those not polled and those not released. */
  public long size() {
    long released = (long) COUNTER.getAcquire(counters, HEAD);
    return accepted() - released;
  }
}
