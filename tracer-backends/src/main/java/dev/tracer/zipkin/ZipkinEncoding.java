// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.zipkin;

import dev.tracer.export.ExportResult;
import dev.tracer.export.SpanData;
import dev.tracer.export.send.Answer;
import dev.tracer.export.send.Encoding;
import dev.tracer.internal.JsonWriter;
import java.nio.ByteBuffer;

/** Zipkin v2 JSON: an array of spans. Confined to the exporting thread. */
final class ZipkinEncoding implements Encoding {
  private static final int INITIAL_BYTES = 16 * 1024;

  private final JsonWriter json = new JsonWriter(INITIAL_BYTES);
  private final ZipkinSpanWriter spans = new ZipkinSpanWriter(json);

  @Override
  public String contentType() {
    return "application/json";
  }

  @Override
  public void begin() {
    json.truncate(0);
    json.raw('[');
  }

  @Override
  public boolean append(SpanData span, int maxBytes) {
    int before = json.size();
    boolean fits = false;
    try {
      spans.write(span);
      fits = json.size() <= maxBytes; // the last comma becomes the bracket
    } finally {
      if (!fits) {
        json.truncate(before);
      }
    }
    return fits;
  }

  @Override
  public ByteBuffer end() {
    json.close(']');
    return ByteBuffer.wrap(json.buffer(), 0, json.size());
  }

  @Override
  public void release(int keepBytes) {
    if (json.buffer().length > Math.max(keepBytes, keepBytes == 0 ? 0 : 2 * INITIAL_BYTES)) {
      json.replaceBuffer(INITIAL_BYTES);
    }
  }

  /** Zipkin answers 202 and says nothing; whoever sends a page is not Zipkin. */
  @Override
  public ExportResult read(Answer answer, int spans) {
    boolean isPage = answer.contentType().startsWith("text/html");
    return answer.kind() == Answer.Kind.ACKNOWLEDGED && isPage
        ? ExportResult.failure(spans, answer.explain("the answer is a page, not Zipkin's"))
        : answer.result(spans);
  }
}
