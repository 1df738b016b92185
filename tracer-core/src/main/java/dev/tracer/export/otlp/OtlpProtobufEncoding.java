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
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * OTLP in protobuf: spans in groups by resource and instrumentation scope. A group ends where a
 * span of another one comes. Confined to the exporting thread.
 */
final class OtlpProtobufEncoding implements Encoding {
  private static final int INITIAL_BYTES = 16 * 1024;

  /** No group is open. */
  private static final int NONE = -1;

  // immutable state
  private final ProtoWriter out = new ProtoWriter(INITIAL_BYTES);
  private final ProtoAttributes attributes = new ProtoAttributes(out);
  private final ProtoSpanEncoder spans = new ProtoSpanEncoder(out, attributes);

  // mutable state: the group of the last span, and where its messages begin
  private @Nullable Resource resource;
  private @Nullable InstrumentationScope scope;
  private int resourceAt = NONE;
  private int scopeAt = NONE;

  @Override
  public String contentType() {
    return "application/x-protobuf";
  }

  @Override
  public void begin() {
    out.truncate(0);
    group(null, null, NONE, NONE);
  }

  private void group(
      @Nullable Resource newResource,
      @Nullable InstrumentationScope newScope,
      int newResourceAt,
      int newScopeAt) {
    resource = newResource;
    scope = newScope;
    resourceAt = newResourceAt;
    scopeAt = newScopeAt;
  }

  @Override
  public boolean append(SpanData span, int maxBytes) {
    int before = out.size();
    Resource oldResource = resource;
    InstrumentationScope oldScope = scope;
    int oldResourceAt = resourceAt;
    int oldScopeAt = scopeAt;
    boolean fits = false;
    try {
      openGroup(
          requireNonNull(span.resource(), "resource"),
          requireNonNull(span.instrumentationScope(), "scope"));
      spans.write(span);
      fits = out.size() <= maxBytes;
    } finally {
      if (!fits) {
        out.truncate(before);
        group(oldResource, oldScope, oldResourceAt, oldScopeAt);
      }
    }
    return fits;
  }

  private void openGroup(Resource newResource, InstrumentationScope newScope) {
    boolean sameResource = resourceAt != NONE && Objects.equals(newResource, resource);
    if (sameResource && Objects.equals(newScope, scope)) {
      return;
    }
    int newResourceAt = resourceAt;
    endScope();
    if (!sameResource) {
      endResource();
      newResourceAt = out.begin(0x0A, ProtoWriter.FIXED_LENGTH); // TracesData.resource_spans
      int message = out.begin(0x0A, 1); // ResourceSpans.resource
      attributes.write(0x0A, newResource.attributes());
      out.end(message, 1);
      text(0x1A, newResource.schemaUrl());
    }
    int newScopeAt = out.begin(0x12, ProtoWriter.FIXED_LENGTH); // ResourceSpans.scope_spans
    int message = out.begin(0x0A, 1); // ScopeSpans.scope
    text(0x0A, newScope.name());
    text(0x12, newScope.version());
    attributes.write(0x1A, newScope.attributes());
    out.end(message, 1);
    text(0x1A, newScope.schemaUrl());
    group(newResource, newScope, newResourceAt, newScopeAt);
  }

  private void text(int tag, String value) {
    if (!value.isEmpty()) {
      out.text(tag, value);
    }
  }

  private void endScope() {
    if (scopeAt != NONE) {
      out.endFixed(scopeAt);
    }
  }

  private void endResource() {
    if (resourceAt != NONE) {
      out.endFixed(resourceAt);
    }
  }

  @Override
  public ByteBuffer end() {
    endScope();
    endResource();
    return ByteBuffer.wrap(out.buffer(), 0, out.size());
  }

  @Override
  public void release(int keepBytes) {
    group(null, null, NONE, NONE);
    if (out.buffer().length > Math.max(keepBytes, keepBytes == 0 ? 0 : 2 * INITIAL_BYTES)) {
      out.replaceBuffer(INITIAL_BYTES);
    }
  }

  @Override
  public ExportResult read(Answer answer, int count) {
    return OtlpAnswer.read(answer, count);
  }
}
