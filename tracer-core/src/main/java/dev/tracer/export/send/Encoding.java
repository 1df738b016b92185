// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

import dev.tracer.export.ExportResult;
import dev.tracer.export.SpanData;
import java.nio.ByteBuffer;

/**
 * A format: how spans become the bytes of requests, and what the receiver's answers mean. An
 * instance writes one request after another into memory that it uses again.
 *
 * <p>Order of calls: {@link #begin}, {@link #append} as often as there are spans and room, {@link
 * #end}; then the same again, or {@link #release}. Spans that have resource and instrumentation
 * scope in common come one after the other.
 *
 * <p>Confined to one thread at a time; an instance belongs to one exporter.
 *
 * @since 0.1
 */
public interface Encoding {
  /** The media type of the requests, {@code application/json} for example. */
  String contentType();

  /** Starts a request without spans, in place of the one before. */
  void begin();

  /**
   * Writes a span into the request, whole or not at all.
   *
   * @param maxBytes how large the request may be
   * @return false if the request would become larger than that, and is as before
   * @throws RuntimeException if the span cannot be read; the request is as before
   */
  boolean append(SpanData span, int maxBytes);

  /**
   * Completes the request.
   *
   * @return its bytes, in a buffer with an array; they stay as they are until the next {@link
   *     #begin}
   */
  ByteBuffer end();

  /**
   * Lets go of all that belongs to the last request, and of its memory if that is more than {@code
   * keepBytes}. After {@code release(0)} nothing here touches the bytes of that request any more,
   * so that others may still read them.
   */
  void release(int keepBytes);

  /**
   * What an answer says about the spans of its request. By default {@link Answer#result}; formats
   * with answers of their own read them here.
   *
   * @param spans how many spans the request had
   */
  default ExportResult read(Answer answer, int spans) {
    return answer.result(spans);
  }
}
