// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.xray;

import dev.tracer.Attributes;
import dev.tracer.internal.JsonWriter;
import org.jspecify.annotations.Nullable;

/** The member {@code http} of a document. */
final class SegmentHttp {
  private SegmentHttp() {}

  /** The status of the response; 0 if there is none. */
  static long status(Attributes attributes) {
    Object status =
        SegmentWriter.first(attributes, "http.response.status_code", "http.status_code");
    return status instanceof Long number ? number : 0;
  }

  static void write(JsonWriter json, Attributes attributes, boolean segment) {
    Object method = SegmentWriter.first(attributes, "http.request.method", "http.method");
    long status = status(attributes);
    if (method == null && status == 0) {
      return;
    }
    json.raw("\"http\":{\"request\":{");
    text(json, "\"method\":", method);
    text(json, "\"url\":", url(attributes));
    text(
        json,
        "\"user_agent\":",
        SegmentWriter.first(attributes, "user_agent.original", "http.user_agent"));
    if (segment) {
      text(json, "\"client_ip\":", attributes.get("client.address"));
    }
    json.close('}').raw(",\"response\":{");
    if (status != 0) {
      json.raw("\"status\":").number(status).raw(',');
    }
    if (attributes.get("http.response.body.size") instanceof Long size) {
      json.raw("\"content_length\":").number(size).raw(',');
    }
    json.close('}').raw("},");
  }

  /** The whole URL: of calls as it is, of requests put together. */
  private static @Nullable String url(Attributes attributes) {
    String whole = SegmentWriter.asText(SegmentWriter.first(attributes, "url.full", "http.url"));
    String host = SegmentWriter.asText(attributes.get("server.address"));
    String path = SegmentWriter.asText(attributes.get("url.path"));
    if (whole != null || host == null || path == null) {
      return whole != null ? whole : path;
    }
    String scheme = SegmentWriter.asText(attributes.get("url.scheme"));
    Object port = attributes.get("server.port");
    String query = SegmentWriter.asText(attributes.get("url.query"));
    return (scheme == null ? "http" : scheme)
        + "://"
        + host
        + (port instanceof Long ? ":" + port : "")
        + path
        + (query == null ? "" : "?" + query);
  }

  private static void text(JsonWriter json, String name, @Nullable Object value) {
    if (value instanceof String text && !text.isEmpty()) {
      json.raw(name).string(text).raw(',');
    }
  }
}
