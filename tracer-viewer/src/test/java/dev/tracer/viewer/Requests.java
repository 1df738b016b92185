// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** OTLP requests for tests. */
final class Requests {
  static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  private Requests() {}

  /** A request with spans of a service. */
  static String of(String service, String... spans) {
    return """
        {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name",\
        "value":{"stringValue":"%s"}}]},"scopeSpans":[{"scope":{"name":"test"},"spans":[%s]}]}]}"""
        .formatted(service, String.join(",", spans));
  }

  /** A span of {@link #TRACE}; times in milliseconds. */
  static String span(long id, long parent, String name, long start, long end) {
    return span(TRACE, id, parent, name, start, end, "");
  }

  /** A span with more members, which begin with a comma. */
  static String span(
      String trace, long id, long parent, String name, long start, long end, String more) {
    String parentId = parent == 0 ? "" : "%016x".formatted(parent);
    return """
        {"traceId":"%s","spanId":"%016x","parentSpanId":"%s","name":"%s","kind":1,\
        "startTimeUnixNano":"%s000000","endTimeUnixNano":"%s000000"%s}"""
        .formatted(
            trace, id, parentId, name, 1_700_000_000_000L + start, 1_700_000_000_000L + end, more);
  }

  static Received read(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return OtlpJsonInput.read(bytes, 0, bytes.length, new Names());
  }

  /** What was received, written again. */
  static String write(Received received) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      OtlpOutput.write(received.spans(), received.logs(), "", out);
      return out.toString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
