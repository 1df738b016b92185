// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import static dev.tracer.internal.JsonWriter.ascii;
import static java.util.Objects.requireNonNull;

import dev.tracer.Attributes;
import dev.tracer.InstrumentationScope;
import dev.tracer.Resource;
import dev.tracer.export.SpanData;
import dev.tracer.internal.JsonWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a batch as one or more {@code ExportTraceServiceRequest}s (the same as {@code
 * TracesData}), grouped by resource and instrumentation scope. Each request replaces the one
 * before. Confined to one thread.
 */
/*
 * Use: begin(batch), then encode(from, to, maxBytes) for consecutive parts. Positions count the spans
 * in the order of the groups, which is the order of the batch if all belong to one group.
 */
final class BatchEncoder {
  private static final int INITIAL_BYTES = 16 * 1024;

  private static final byte[] BEGIN = ascii("{\"resourceSpans\":[");
  private static final byte[] RESOURCE = ascii("{\"resource\":{");
  private static final byte[] SCOPE = ascii("{\"scope\":{");
  private static final byte[] ATTRIBUTES = ascii("\"attributes\":[");
  private static final byte[] END_OF_SCOPE = ascii("]}");
  private static final byte[] END_OF_RESOURCE = ascii("]}]}");
  private static final byte[] END = ascii("]}]}]}");

  // immutable state
  private final JsonWriter json = new JsonWriter(INITIAL_BYTES);
  private final AttributeEncoder attributes = new AttributeEncoder(json);
  private final SpanEncoder spans = new SpanEncoder(json, attributes);
  private final HeaderCache<Resource> resources = new HeaderCache<>(4);
  private final HeaderCache<InstrumentationScope> scopes = new HeaderCache<>(32);

  // mutable state: the batch
  private List<SpanData> batch = List.of();
  private long[] order = new long[0];
  private boolean inOrder;

  // mutable state: the request
  private @Nullable Resource resource;
  private @Nullable InstrumentationScope scope;
  private int unreadable;

  /** Takes a batch. */
  void begin(List<SpanData> newBatch) {
    batch = newBatch;
    inOrder = isOneGroup();
    if (!inOrder) {
      sort();
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

  private boolean isOneGroup() {
    SpanData first = batch.get(0);
    for (int i = 1; i < batch.size(); i++) {
      SpanData span = batch.get(i);
      if (!isSame(span.resource(), first.resource())
          || !isSame(span.instrumentationScope(), first.instrumentationScope())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSame(Object a, @Nullable Object b) {
    return a == b;
  }

  /** Orders by the first appearance of the resource, then of the scope, then as in the batch. */
  private void sort() {
    int count = batch.size();
    if (order.length < count) {
      order = new long[count];
    }
    List<Resource> allResources = new ArrayList<>();
    List<InstrumentationScope> allScopes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SpanData span = batch.get(i);
      long group = (long) number(allResources, span.resource()) << 24;
      group |= number(allScopes, span.instrumentationScope());
      order[i] = group << 24 | i;
    }
    Arrays.sort(order, 0, count);
  }

  private static <T> int number(List<T> known, T item) {
    for (int i = 0; i < known.size(); i++) {
      if (isEqual(known.get(i), item)) {
        return i;
      }
    }
    known.add(item);
    return known.size() - 1;
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

  private SpanData span(int position) {
    return batch.get(inOrder ? position : (int) order[position] & 0xFFFFFF);
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
    json.raw(BEGIN);
    resource = null;
    scope = null;
    unreadable = 0;
    int position = from;
    for (; position < to; position++) {
      int before = json.size();
      append(span(position));
      if (json.size() > maxBytes - END.length) {
        json.truncate(before);
        break;
      }
    }
    json.raw(END);
    return position;
  }

  /** How many of the spans of the request are not in it because reading them threw. */
  int unreadable() {
    return unreadable;
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
      openGroup(span.resource(), span.instrumentationScope());
      start = json.size();
      json.element();
      spans.write(span);
    } catch (RuntimeException e) { // a foreign SpanData; the other spans can do nothing for it
      json.truncate(start);
      unreadable++;
    }
  }

  private void openGroup(Resource newResource, InstrumentationScope newScope) {
    boolean sameResource = isEqual(resource, requireNonNull(newResource));
    if (sameResource && isEqual(scope, requireNonNull(newScope))) {
      return;
    }
    if (resource != null) {
      json.raw(sameResource ? END_OF_SCOPE : END_OF_RESOURCE).raw(',');
    }
    if (!sameResource) {
      resourceHeader(newResource);
    }
    scopeHeader(newScope);
    resource = newResource;
    scope = newScope;
  }

  /** Writes a {@code ResourceSpans} up to the first element of {@code scopeSpans}. */
  private void resourceHeader(Resource of) {
    byte[] known = resources.find(of);
    if (known != null) {
      json.raw(known);
      return;
    }
    int start = json.size();
    json.raw(RESOURCE);
    attributes(of.attributes());
    json.raw('}');
    schemaUrl(of.schemaUrl());
    json.name("scopeSpans").raw('[');
    resources.add(of, json.copyFrom(start));
  }

  /** Writes a {@code ScopeSpans} up to the first element of {@code spans}. */
  private void scopeHeader(InstrumentationScope of) {
    byte[] known = scopes.find(of);
    if (known != null) {
      json.raw(known);
      return;
    }
    int start = json.size();
    json.raw(SCOPE);
    if (!of.name().isEmpty()) {
      json.name("name").string(of.name());
    }
    if (!of.version().isEmpty()) {
      json.name("version").string(of.version());
    }
    attributes(of.attributes());
    json.raw('}');
    schemaUrl(of.schemaUrl());
    json.name("spans").raw('[');
    scopes.add(of, json.copyFrom(start));
  }

  private void attributes(Attributes all) {
    if (!all.isEmpty()) {
      json.element().raw(ATTRIBUTES);
      attributes.write(all);
    }
  }

  private void schemaUrl(String url) {
    if (!url.isEmpty()) {
      json.name("schemaUrl").string(url);
    }
  }

  /** The encoded beginnings of the last few groups, by identity. Confined to one thread. */
  private static final class HeaderCache<T> {
    private final Object[] keys;
    private final byte[][] headers;
    private int next;

    HeaderCache(int capacity) {
      this.keys = new Object[capacity];
      this.headers = new byte[capacity][];
    }

    byte @Nullable [] find(T key) {
      for (int i = 0; i < keys.length; i++) {
        if (isSame(key, keys[i])) {
          return headers[i];
        }
      }
      return null;
    }

    void add(T key, byte[] header) {
      keys[next] = key;
      headers[next] = header;
      next = (next + 1) % keys.length;
    }
  }
}
