// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import dev.tracer.export.SpanData;
import dev.tracer.sampling.LocalTrace;
import org.jspecify.annotations.Nullable;

/**
 * What spans, contexts and scopes know of the engine that made them: whom to tell what happens to
 * them. Two spans of one owner belong to one engine. Thread-safe; nothing here throws.
 */
interface SpanOwner {
  /** Whether {@link #ending} is to be called. */
  boolean writesAtEnd();

  /** A recorded span is about to end, and may be written to by the calling thread. */
  void ending(Span span);

  /** A recorded span ends: counts it, before {@link #ended} brings it on its way. */
  void countEnd();

  /**
   * A recorded span has ended.
   *
   * @param span frozen
   * @param trace the local trace it belongs to
   * @param root whether it is the root of that
   * @param nanoTime when it happened, whatever end the span was given
   */
  void ended(SpanData span, LocalTrace trace, boolean root, long nanoTime);

  /**
   * A recorded span was lost at its end: the stack or the memory did not suffice. It is counted.
   */
  void lost(LocalTrace trace, boolean root, Throwable error);

  /** Where those are counted. */
  LostSpans lostSpans();

  /** Something that the application gave threw, or there was no memory or stack for it. */
  void failed(String part, Throwable error);

  /** The current context of the calling thread has changed. */
  void contextChanged(Context now);

  /** A span's name as messages may tell it: redacted first, then one line and not too long. */
  String inMessage(String spanName);

  /**
   * A scope was not closed as it should have been.
   *
   * @param what happened, and what to do about it
   * @param opened where the scope was opened, if that is known
   */
  void scopeMisused(String what, @Nullable Throwable opened);

  /**
   * Scopes were opened on the calling thread and never closed; they are dropped now.
   *
   * @param count how many
   * @param name of the span in the one that was opened last, fit for a message
   * @param opened where that was, if it is known
   */
  void scopesForgotten(int count, String name, @Nullable Throwable opened);

  /** Whether spans and scopes are to remember where they began. */
  boolean isStrict();

  /**
   * The memory of the strict mode, which has to be on. Not to be called on the hot path otherwise:
   * the compiler gives up at a class that is not loaded.
   */
  LeakDetector leaks();
}
