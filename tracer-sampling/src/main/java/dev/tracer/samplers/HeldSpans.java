// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import dev.tracer.export.SpanData;
import org.jspecify.annotations.Nullable;

/**
 * The ended spans of a trace about which nothing is decided: a linked stack, the last one on top.
 */
/*
 * Who writes the fields that are not final: the thread that ends the span, before it publishes the
 * node as the top of a trace's stack; and, when a compare-and-set has taken a stack out of its
 * trace, the thread that did so.
 */
final class HeldSpans implements Held {
  /** No spans; the only one without a span of its own. */
  static final HeldSpans NONE = new HeldSpans(null, 0);

  final @Nullable SpanData span;
  private final int ownBytes;

  @Nullable HeldSpans below;

  /** How many spans, this one and those below, and how many bytes. */
  private int count;

  private int bytes;

  private HeldSpans(@Nullable SpanData span, int ownBytes) {
    this.span = span;
    this.ownBytes = ownBytes;
  }

  /** One span that takes about so many bytes. */
  static HeldSpans of(SpanData span, int bytes) {
    HeldSpans one = new HeldSpans(span, bytes);
    return one.on(NONE);
  }

  /** This node on top of others, in the place of those that it stood on. */
  HeldSpans on(HeldSpans others) {
    if (this == NONE) {
      return others;
    }
    below = others;
    count = others.count + 1;
    bytes = (int) Math.min((long) others.bytes + ownBytes, Integer.MAX_VALUE);
    return this;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public int chunks() {
    return this == NONE ? 0 : ByteBudget.chunks(bytes);
  }

  /**
   * The spans with the first one on top: it turns the stack round, which is its last use. Calls
   * nothing, as what is half turned nobody could put right.
   */
  HeldSpans turned() {
    HeldSpans first = NONE;
    for (HeldSpans each = this; each != null && each != NONE; ) {
      HeldSpans next = each.below;
      each.below = first;
      first = each;
      each = next;
    }
    return first;
  }
}
