// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import dev.tracer.export.SpanData;
import java.util.AbstractCollection;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The spans of a trace by their ids: open addressing with linear probing, so that a span takes a
 * reference or two besides itself. In the order in which they came. Confined to whoever has the
 * lock of the store.
 */
final class SpanTable extends AbstractCollection<SpanData> {
  private static final int FEW = 16;

  /** Nobody outside can tell which ids collide: a random odd factor makes a universal hash. */
  private static final long FACTOR = new SplittableRandom().nextLong() | 1;

  private @Nullable SpanData[] spans = new SpanData[4];

  /** Places in {@link #spans}, one more than they are; 0 is free. Empty while there are few. */
  private int[] places = new int[0];

  private int size;

  /** The span with an id; null if there is none. */
  @Nullable SpanData get(long id) {
    if (places.length == 0) {
      for (int i = 0; i < size; i++) {
        if (at(i).spanIdAsLong() == id) {
          return spans[i];
        }
      }
      return null;
    }
    int place = places[slot(id)];
    return place == 0 ? null : spans[place - 1];
  }

  /** Adds a span unless one with its id is there; whether it was added. */
  @Override
  public boolean add(SpanData span) {
    if (get(span.spanIdAsLong()) != null) {
      return false;
    }
    if (size == spans.length) {
      spans = Arrays.copyOf(spans, size + size / 2);
    }
    spans[size++] = span;
    if (size > FEW && 2 * size > places.length) {
      places = new int[Integer.highestOneBit(size) * 4];
      for (int i = 0; i < size; i++) {
        places[slot(at(i).spanIdAsLong())] = i + 1;
      }
    } else if (size > FEW) {
      places[slot(span.spanIdAsLong())] = size;
    }
    return true;
  }

  /** Where an id stands in {@link #places}, or would. */
  private int slot(long id) {
    int mask = places.length - 1;
    int slot = (int) (id * FACTOR >>> Integer.numberOfLeadingZeros(places.length) + 33);
    while (places[slot] != 0 && at(places[slot] - 1).spanIdAsLong() != id) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private SpanData at(int index) {
    SpanData span = spans[index];
    if (span == null) {
      throw new NoSuchElementException();
    }
    return span;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Iterator<SpanData> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < size;
      }

      @Override
      public SpanData next() {
        if (next >= size) {
          throw new NoSuchElementException();
        }
        return at(next++);
      }
    };
  }
}
