// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.xray;

import dev.tracer.export.ExportResult;
import dev.tracer.export.SpanData;
import dev.tracer.export.send.Answer;
import dev.tracer.export.send.Encoding;
import dev.tracer.internal.JsonReader;
import dev.tracer.internal.JsonWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The request of {@code PutTraceSegments} (AWS X-Ray API Reference): a list of documents, each as a
 * string. Confined to the exporting thread.
 */
final class ApiEncoding implements Encoding {
  private static final int INITIAL_BYTES = 16 * 1024;

  /** What the daemon sends at once. */
  private static final int MOST_DOCUMENTS = 50;

  private final JsonWriter json = new JsonWriter(INITIAL_BYTES);
  private final JsonWriter document = new JsonWriter(INITIAL_BYTES);
  private final SegmentWriter segments;
  private int documents;

  ApiEncoding(IndexedAttributes indexed) {
    this.segments = new SegmentWriter(document, indexed);
  }

  @Override
  public String contentType() {
    return "application/json";
  }

  @Override
  public void begin() {
    json.truncate(0);
    json.raw("{\"TraceSegmentDocuments\":[");
    documents = 0;
  }

  @Override
  public boolean append(SpanData span, int maxBytes) {
    document.truncate(0);
    if (documents == MOST_DOCUMENTS || !segments.write(span, SegmentWriter.MAX_BYTES)) {
      return false;
    }
    int before = json.size();
    json.string(new String(document.buffer(), 0, document.size(), StandardCharsets.UTF_8)).raw(',');
    if (json.size() >= maxBytes) { // the last comma becomes a bracket, another one follows
      json.truncate(before);
      return false;
    }
    documents++;
    return true;
  }

  @Override
  public ByteBuffer end() {
    json.close(']').raw('}');
    return ByteBuffer.wrap(json.buffer(), 0, json.size());
  }

  @Override
  public void release(int keepBytes) {
    if (json.buffer().length > Math.max(keepBytes, keepBytes == 0 ? 0 : 2 * INITIAL_BYTES)) {
      json.replaceBuffer(INITIAL_BYTES);
    }
    document.replaceBuffer(INITIAL_BYTES);
  }

  /** Counts the documents that X-Ray says it did not take, and says why. */
  @Override
  public ExportResult read(Answer answer, int spans) {
    ExportResult usual = answer.result(spans);
    if (answer.kind() != Answer.Kind.ACKNOWLEDGED) {
      String why = reason(answer.text());
      return why.isEmpty()
          ? usual
          : new ExportResult(0, 0, usual.oversize(), usual.failed(), answer.explain(why));
    }
    if (answer.text().isBlank()) {
      return usual;
    }
    Object body;
    try {
      body = JsonReader.parse(answer.text());
    } catch (IllegalArgumentException e) {
      return ExportResult.failure(spans, answer.explain("the answer is not X-Ray's"));
    }
    if (!(body instanceof Map<?, ?> map)) {
      return ExportResult.failure(spans, answer.explain("the answer is not X-Ray's"));
    }
    if (!(map.get("UnprocessedTraceSegments") instanceof List<?> refused) || refused.isEmpty()) {
      return ExportResult.success(spans);
    }
    int count = Math.min(spans, refused.size());
    String why =
        refused.get(0) instanceof Map<?, ?> first ? String.valueOf(first.get("Message")) : "";
    return new ExportResult(spans - count, count, 0, 0, answer.explain(why));
  }

  /** What AWS says of a request that it refused: {@code message}, in either case. */
  private static String reason(String text) {
    try {
      return JsonReader.parse(text) instanceof Map<?, ?> error
              && error.get(error.containsKey("message") ? "message" : "Message")
                  instanceof String message
          ? message
          : "";
    } catch (IllegalArgumentException e) { // of somebody on the way
      return "";
    }
  }
}
