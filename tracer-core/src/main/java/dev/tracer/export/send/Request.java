// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;

/**
 * Some spans as bytes.
 *
 * @param contentType the media type
 * @param body the bytes between position and limit; it has an array. Who keeps a request for longer
 *     than {@link Sender#send} takes copies them
 * @param spans how many spans it has
 * @param key the trace id, as 32 lower-case hex digits, if the exporter makes {@linkplain
 *     SendingExporterBuilder#requestPerTrace requests of one trace each}; otherwise empty
 * @since 0.1
 */
public record Request(String contentType, ByteBuffer body, int spans, String key) {
  /**
   * Checks the components.
   *
   * @throws NullPointerException naming the component that is null
   * @throws IllegalArgumentException if {@code body} has no array that can be read
   */
  public Request {
    requireNonNull(contentType, "contentType");
    requireNonNull(key, "key");
    if (!requireNonNull(body, "body").hasArray()) {
      throw new IllegalArgumentException("body must have an array");
    }
  }
}
