// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import static java.util.Objects.requireNonNull;

import dev.tracer.InstrumentationScope;
import dev.tracer.Resource;
import dev.tracer.export.ExportResult;
import dev.tracer.export.SpanData;
import dev.tracer.export.send.Answer;
import dev.tracer.export.send.Encoding;
import dev.tracer.internal.JsonWriter;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * OTLP/JSON: spans in groups by resource and instrumentation scope. A group ends where a span of
 * another one comes. Confined to the exporting thread.
 */
final class OtlpJsonEncoding implements Encoding {
  private static final int INITIAL_BYTES = 16 * 1024;

  private static final String SCHEMA_URL = "\"schemaUrl\":";
  private static final String END = "}]}]}";

  // immutable state
  private final String contentType;
  private final String terminator;
  private final JsonWriter json = new JsonWriter(INITIAL_BYTES);
  private final SpanEncoder spans = new SpanEncoder(json);

  // mutable state: the group of the last span
  private @Nullable Resource resource;
  private @Nullable InstrumentationScope scope;

  /**
   * Makes an encoding.
   *
   * @param terminator what stands behind each request
   */
  OtlpJsonEncoding(String contentType, String terminator) {
    this.contentType = contentType;
    this.terminator = terminator;
  }

  @Override
  public String contentType() {
    return contentType;
  }

  @Override
  public void begin() {
    json.truncate(0);
    json.raw("{\"resourceSpans\":[");
    resource = null;
    scope = null;
  }

  @Override
  public boolean append(SpanData span, int maxBytes) {
    int before = json.size();
    Resource oldResource = resource;
    InstrumentationScope oldScope = scope;
    boolean fits = false;
    try {
      openGroup(
          requireNonNull(span.resource(), "resource"),
          requireNonNull(span.instrumentationScope(), "scope"));
      spans.write(span);
      // the last comma becomes a bracket
      fits = json.size() <= maxBytes - END.length() - terminator.length();
    } finally {
      if (!fits) {
        rollBack(before, oldResource, oldScope);
      }
    }
    return fits;
  }

  /**
   * Takes back what was written behind {@code size}, and the end of a group if that was written.
   */
  private void rollBack(
      int size, @Nullable Resource oldResource, @Nullable InstrumentationScope oldScope) {
    json.truncate(size);
    if (oldResource != null && json.buffer()[size - 1] != ',') {
      json.truncate(size - 1);
      json.raw(',');
    }
    resource = oldResource;
    scope = oldScope;
  }

  private void openGroup(Resource newResource, InstrumentationScope newScope) {
    boolean sameResource = Objects.equals(newResource, resource);
    if (sameResource && Objects.equals(newScope, scope)) {
      return;
    }
    if (resource != null) {
      json.close(']').raw(sameResource ? "}," : "}]},");
    }
    if (!sameResource) {
      json.raw("{\"resource\":{");
      spans.attributes(newResource.attributes(), 0);
      json.close('}').raw(',');
      text(SCHEMA_URL, newResource.schemaUrl());
      json.raw("\"scopeSpans\":[");
    }
    json.raw("{\"scope\":{");
    text("\"name\":", newScope.name());
    text("\"version\":", newScope.version());
    spans.attributes(newScope.attributes(), 0);
    json.close('}').raw(',');
    text(SCHEMA_URL, newScope.schemaUrl());
    json.raw("\"spans\":[");
    resource = newResource;
    scope = newScope;
  }

  private void text(String name, String value) {
    if (!value.isEmpty()) {
      json.raw(name).string(value).raw(',');
    }
  }

  @Override
  public ByteBuffer end() {
    json.close(']').raw(END).raw(terminator);
    return ByteBuffer.wrap(json.buffer(), 0, json.size());
  }

  @Override
  public void release(int keepBytes) {
    resource = null;
    scope = null;
    if (json.buffer().length > Math.max(keepBytes, keepBytes == 0 ? 0 : 2 * INITIAL_BYTES)) {
      json.replaceBuffer(INITIAL_BYTES);
    }
  }

  @Override
  public ExportResult read(Answer answer, int count) {
    return OtlpAnswer.read(answer, count);
  }
}
