// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

import dev.tracer.export.ExportResult;
import dev.tracer.export.SpanData;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the requests of a batch, one after another: puts together what belongs together, ends a
 * request where the next span has no room, and leaves out spans that cannot be read or are too
 * large for any request. Confined to the exporting thread.
 */
final class RequestBuilder {
  // immutable state
  private final Encoding encoding;
  private final boolean perTrace;
  private final int usualBytes;
  private final int maxBytes;

  // mutable state: the batch in the order of its groups
  private List<SpanData> batch = List.of();

  /** Where the last request begins and where it ends. */
  private int from;

  private int to;

  /** Spans of requests that were too large. */
  private List<SpanData> again = List.of();

  /** How many spans a request may have. */
  private int most;

  /** The first span of the request; null if it has none. */
  private @Nullable SpanData first;

  /** How many spans between from and to are not in the request, as reading them threw. */
  private int unreadable;

  /** Whether the span at from is too large for a request. */
  private boolean oversize;

  /**
   * Writes by {@code encoding}.
   *
   * @param usualBytes what a request of several spans may have
   * @param maxBytes what a request of one span may have, at least as much
   */
  RequestBuilder(Encoding encoding, boolean perTrace, int usualBytes, int maxBytes) {
    this.encoding = encoding;
    this.perTrace = perTrace;
    this.usualBytes = usualBytes;
    this.maxBytes = maxBytes;
  }

  void begin(List<SpanData> spans) {
    batch = SpanGroups.inOrder(spans, perTrace);
    again = List.of();
    from = 0;
    to = 0;
    most = spans.size();
  }

  boolean hasNext() {
    return to < batch.size() || !again.isEmpty();
  }

  /** The next request; null if none could be made, and {@link #unsent} tells why. */
  @Nullable Request next() {
    if (to == batch.size()) {
      batch = again;
      again = List.of();
      to = 0;
    }
    from = to;
    fill(most, usualBytes);
    if (to == from) {
      fill(1, maxBytes);
    }
    oversize = to == from;
    if (oversize) {
      to++;
    }
    SpanData head = first;
    if (head == null) {
      return null;
    }
    return new Request(
        encoding.contentType(),
        encoding.end(),
        to - from - unreadable,
        perTrace ? head.traceId() : "");
  }

  /** Appends what has room from {@code from} on, and moves {@code to} behind it. */
  private void fill(int spans, int bytes) {
    encoding.begin();
    first = null;
    unreadable = 0;
    int limit = from + Math.min(spans, batch.size() - from);
    for (to = from; to < limit; to++) {
      SpanData span = batch.get(to);
      try {
        if (isOfAnotherRequest(span) || !encoding.append(span, bytes)) {
          return;
        }
        first = first == null ? span : first;
      } catch (RuntimeException | StackOverflowError e) {
        unreadable++; // a foreign SpanData; the other spans can do nothing for it
      }
    }
  }

  private boolean isOfAnotherRequest(SpanData span) {
    return perTrace && first != null && !SpanGroups.isSameTrace(first, span);
  }

  /** The spans of the last request, and those that could not be read. */
  List<SpanData> spans() {
    return batch.subList(from, to);
  }

  /** Takes back a request that was too large for the other side; the next ones are smaller. */
  void halve(List<SpanData> spans) {
    most = Math.max(1, Math.min(most, spans.size() / 2));
    List<SpanData> all = new ArrayList<>(again);
    all.addAll(spans);
    again = all;
  }

  /** What became of the spans that belong into the last request but are not in it. */
  ExportResult unsent() {
    if (oversize) {
      return new ExportResult(
          0, 0, 1, 0, "a span is larger than a request may be (" + maxBytes + " bytes)");
    }
    return unreadable == 0
        ? ExportResult.success(0)
        : ExportResult.failure(unreadable, "a span could not be read");
  }

  /** Lets go of the batch. */
  void end() {
    batch = List.of();
    again = List.of();
    first = null;
    to = 0;
  }
}
