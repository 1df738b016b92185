// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import static java.util.Objects.requireNonNull;

import dev.tracer.InstrumentationScope;
import dev.tracer.Resource;
import dev.tracer.export.ExportResult;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanExporter;
import dev.tracer.internal.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a batch as one or more {@code ExportTraceServiceRequest}s (the same as {@code
 * TracesData}), grouped by resource and instrumentation scope, and leaves the sending to the
 * subclass. Each request replaces the one before. Confined to the exporting thread.
 */
/*
 * Steps: begin(batch), then encode(from, to, maxBytes) for consecutive parts. Positions count the
 * spans in the order of the groups, which is the order of the batch if all belong to one group.
 */
abstract class BatchExport implements SpanExporter {
  private static final int INITIAL_BYTES = 16 * 1024;

  private static final String SCHEMA_URL = "\"schemaUrl\":";
  private static final String END = "}]}]}";

  // immutable state
  private final JsonWriter json = new JsonWriter(INITIAL_BYTES);
  private final SpanEncoder spans = new SpanEncoder(json);

  // mutable state: the batch in the order of the groups, and the request
  private List<SpanData> batch = List.of();
  private @Nullable Resource resource;
  private @Nullable InstrumentationScope scope;

  /** How many of the spans of the request are not in it because reading them threw. */
  int unreadable;

  /** Sends the last request, of {@code readable} spans. If all are oversize, halves are tried. */
  abstract ExportResult send(int readable);

  /**
   * Sends a batch in as many requests as it takes. Each is judged by itself.
   *
   * @param usualBytes what a request of several spans may have
   * @param maxBytes what a request of one span may have
   * @param oversize what is said of a span that has more
   */
  final ExportResult export(List<SpanData> all, int usualBytes, int maxBytes, String oversize) {
    ExportResult sum = ExportResult.success(0);
    begin(all);
    int count = all.size();
    int most = count;
    for (int from = 0; from < count; ) {
      int end = encode(from, Math.min(count, from + most), usualBytes);
      if (end == from) {
        end = encode(from, from + 1, maxBytes);
      }
      ExportResult part = ExportResult.success(0);
      int readable = end - from - unreadable;
      if (end == from) {
        end++;
        part = new ExportResult(0, 0, 1, 0, oversize);
      } else if (readable > 0) {
        part = send(readable);
      }
      if (part.oversize() > 1) {
        most = Math.max(1, (end - from) / 2);
        continue;
      }
      sum = sum.plus(part);
      if (unreadable > 0) {
        sum = sum.plus(ExportResult.failure(unreadable, "a span could not be read"));
      }
      from = end;
    }
    return sum;
  }

  /** Takes a batch. */
  void begin(List<SpanData> newBatch) {
    batch = newBatch;
    SpanData first = newBatch.get(0);
    for (int i = 1; i < newBatch.size(); i++) {
      SpanData span = newBatch.get(i);
      if (!isEqual(span.resource(), first.resource())
          || !isEqual(span.instrumentationScope(), first.instrumentationScope())) {
        batch = grouped(newBatch);
        return;
      }
    }
  }

  /** Lets go of the batch; and of the memory if it is much more than {@code usualBytes}. */
  void end(int usualBytes) {
    batch = List.of();
    resource = null;
    scope = null;
    if (json.buffer().length > Math.max(4L * usualBytes, 2L * INITIAL_BYTES)) {
      releaseBody();
    }
  }

  /** Orders by the first appearance of the resource, then of the scope, then as in the batch. */
  private static List<SpanData> grouped(List<SpanData> batch) {
    List<SpanData> rest = new ArrayList<>(batch);
    List<SpanData> sorted = new ArrayList<>(batch.size());
    while (!rest.isEmpty()) {
      Resource resource = rest.get(0).resource();
      List<SpanData> others = new ArrayList<>();
      List<SpanData> same = new ArrayList<>();
      for (SpanData span : rest) {
        (isEqual(resource, span.resource()) ? same : others).add(span);
      }
      while (!same.isEmpty()) {
        InstrumentationScope scope = same.get(0).instrumentationScope();
        List<SpanData> next = new ArrayList<>();
        for (SpanData span : same) {
          (isEqual(scope, span.instrumentationScope()) ? sorted : next).add(span);
        }
        same = next;
      }
      rest = others;
    }
    return sorted;
  }

  private static boolean isEqual(@Nullable Object a, @Nullable Object b) {
    if (a == b) {
      return true;
    }
    if (a instanceof InstrumentationScope s && b instanceof InstrumentationScope t) {
      // the first equals() of a record takes a fresh virtual machine 20 ms
      return s.name().equals(t.name())
          && s.version().equals(t.version())
          && s.schemaUrl().equals(t.schemaUrl())
          && s.attributes().equals(t.attributes());
    }
    return a != null && a.equals(b);
  }

  /**
   * Writes a request with the spans from {@code from} on, as many as there are before {@code to}
   * and have room in {@code maxBytes}.
   *
   * @return the position behind the last span of the request; {@code from} if already the first one
   *     is too large
   */
  int encode(int from, int to, int maxBytes) {
    json.truncate(0);
    json.raw("{\"resourceSpans\":[");
    resource = null;
    scope = null;
    unreadable = 0;
    int position = from;
    for (; position < to; position++) {
      int before = json.size();
      append(batch.get(position));
      if (json.size() > maxBytes - END.length()) { // the last comma becomes a bracket
        rollBack(before);
        break;
      }
    }
    json.close(']').raw(END);
    return position;
  }

  /** The request, in the first {@link #length} bytes; valid until the next one is encoded. */
  byte[] body() {
    return json.buffer();
  }

  int length() {
    return json.size();
  }

  /** Writes {@code end} behind the request. */
  void terminate(char end) {
    json.raw(end);
  }

  /** Leaves the array of the last request to those who still read it. */
  void releaseBody() {
    json.replaceBuffer(INITIAL_BYTES);
  }

  private void append(SpanData span) {
    int start = json.size();
    try {
      Resource newResource = requireNonNull(span.resource());
      InstrumentationScope newScope = requireNonNull(span.instrumentationScope());
      boolean sameResource = isEqual(resource, newResource);
      if (!sameResource || !isEqual(scope, newScope)) {
        openGroup(newResource, newScope, sameResource);
        start = json.size();
      }
      spans.write(span);
    } catch (RuntimeException e) { // a foreign SpanData; the other spans can do nothing for it
      rollBack(start);
      unreadable++;
    }
  }

  /** Takes back what was written behind {@code to}, and the end of a group if that was written. */
  private void rollBack(int to) {
    json.truncate(to);
    if (json.buffer()[to - 1] == ']') {
      json.truncate(to - 1);
      json.raw(',');
    }
  }

  private void openGroup(
      Resource newResource, InstrumentationScope newScope, boolean sameResource) {
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
}
