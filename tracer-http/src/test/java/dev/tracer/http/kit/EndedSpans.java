// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.export.SpanData;
import dev.tracer.export.SpanProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The spans that ended, in order. A server's span may end after its client has the response, so
 * {@link #take} waits. Thread-safe.
 */
public final class EndedSpans implements SpanProcessor {
  private static final long PATIENCE_SECONDS = 150;

  private final BlockingQueue<SpanData> queue = new LinkedBlockingQueue<>();

  /** Set by the test's thread, which also reads it. */
  private boolean anyNumber;

  @Override
  public void onEnd(SpanData span) {
    queue.add(span);
  }

  /** The next span; fails if none ends in time. */
  public SpanData take() {
    try {
      SpanData span = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(span).as("a span that ends within %s seconds", PATIENCE_SECONDS).isNotNull();
      return span;
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while waiting for a span", e);
    }
  }

  /** The next spans. */
  public List<SpanData> take(int count) {
    List<SpanData> spans = new ArrayList<>();
    while (spans.size() < count) {
      spans.add(take());
    }
    return spans;
  }

  /** Fails if a span has ended that was not taken. */
  public void assertNoMore() {
    if (!anyNumber) {
      assertThat(queue).as("spans that nobody asked for").isEmpty();
    }
  }

  /** Lets any number of spans end: for tests that cannot know how many do. */
  public void allowAnyNumber() {
    anyNumber = true;
  }
}
