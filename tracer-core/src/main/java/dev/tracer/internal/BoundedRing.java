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
 * The counters lie in objects of their own, padded against false sharing.
 *
 * Between the compare-and-set and the store of the element a producer calls nothing: a call may
 * throw StackOverflowError, and the consumer would wait for ever for the element. So the store is a
 * plain one. It needs no more: the element's content is published by `tail`, which the consumer reads
 * before it looks at the place, and the place itself goes from null to the element once a lap.
 */
public final class BoundedRing<E> {
  /** The answer to an offer. */
  public enum Offer {
    /** The element will be polled. */
    ACCEPTED,
    /** There was no place. */
    FULL,
    /** The ring is closed. */
    CLOSED
  }

  private static final long CLOSED_MARK = Long.MIN_VALUE;

  /** How often to look for an element under way before the processor is left to its producer. */
  private static final int SPINS = 100;

  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);
  private static final VarHandle VALUE;

  static {
    try {
      VALUE = MethodHandles.lookup().findVarHandle(Value.class, "value", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final @Nullable Object[] slots;
  private final int mask;
  private final int capacity;

  /** Accepted elements and the closed mark; compare-and-set by producers. */
  private final Counter tail = new Counter();

  /** Released elements; written by the consumer with release semantics. */
  private final Counter head = new Counter();

  /** Polled elements; read and written by the consumer alone. */
  private final Counter next = new Counter();

  /** Accepted elements as the consumer last saw them; read and written by the consumer alone. */
  private final Counter seen = new Counter();

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

  /** Adds an element, unless the ring is full or closed. */
  public Offer offer(E element) {
    long place;
    do {
      place = (long) VALUE.getVolatile(tail);
      if (place < 0) {
        return Offer.CLOSED;
      }
      if (place - (long) VALUE.getAcquire(head) >= capacity) {
        return Offer.FULL;
      }
    } while (!VALUE.compareAndSet(tail, place, place + 1));
    slots[(int) place & mask] = element;
    return Offer.ACCEPTED;
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
    long place = (long) VALUE.get(next);
    if (place == (long) VALUE.get(seen)) {
      long now = accepted();
      if (place == now) {
        return null;
      }
      VALUE.set(seen, now);
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
    VALUE.set(next, place + 1);
    return (E) element;
  }

  /** Gives the places of all polled elements back to the producers. */
  public void release() {
    VALUE.setRelease(head, (long) VALUE.get(next));
  }

  /** Refuses all elements from now on. */
  public void close() {
    VALUE.getAndBitwiseOr(tail, CLOSED_MARK);
  }

  /** How many elements were accepted so far. */
  public long accepted() {
    return (long) VALUE.getVolatile(tail) & ~CLOSED_MARK;
  }

  /** How many accepted elements hold a place: those not polled and those not released. */
  public long size() {
    long released = (long) VALUE.getAcquire(head);
    return accepted() - released;
  }

  /** Fields before {@link Value#value} in memory. */
  @SuppressWarnings("unused")
  private static class Before {
    private long p1;
    private long p2;
    private long p3;
    private long p4;
    private long p5;
    private long p6;
    private long p7;
  }

  private static class Value extends Before {
    @SuppressWarnings("unused") // through VALUE
    private volatile long value;
  }

  /** A number in a cache line of its own. */
  @SuppressWarnings("unused")
  private static final class Counter extends Value {
    private long p1;
    private long p2;
    private long p3;
    private long p4;
    private long p5;
    private long p6;
    private long p7;
  }
}
