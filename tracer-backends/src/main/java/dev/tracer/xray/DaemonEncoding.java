// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.xray;

import dev.tracer.export.SpanData;
import dev.tracer.export.send.Encoding;
import dev.tracer.internal.JsonWriter;
import java.nio.ByteBuffer;

/**
 * What the X-Ray daemon takes in a datagram: a line that tells the format, and one document (AWS
 * X-Ray Developer Guide, "Sending segment documents to the X-Ray daemon"). Confined to the
 * exporting thread.
 */
final class DaemonEncoding implements Encoding {
  private static final int INITIAL_BYTES = 4 * 1024;
  private static final String HEADER = "{\"format\":\"json\",\"version\":1}\n";

  private final JsonWriter json = new JsonWriter(INITIAL_BYTES);
  private final SegmentWriter segments;
  private boolean hasDocument;

  DaemonEncoding(IndexedAttributes indexed) {
    this.segments = new SegmentWriter(json, indexed);
  }

  @Override
  public String contentType() {
    return "application/json";
  }

  @Override
  public void begin() {
    json.truncate(0);
    json.raw(HEADER);
    hasDocument = false;
  }

  @Override
  public boolean append(SpanData span, int maxBytes) {
    if (hasDocument) {
      return false; // goes into a datagram of its own
    }
    hasDocument = segments.write(span, maxBytes);
    return hasDocument;
  }

  @Override
  public ByteBuffer end() {
    return ByteBuffer.wrap(json.buffer(), 0, json.size());
  }

  @Override
  public void release(int keepBytes) {
    if (json.buffer().length > Math.max(keepBytes, keepBytes == 0 ? 0 : 2 * INITIAL_BYTES)) {
      json.replaceBuffer(INITIAL_BYTES);
    }
  }
}
