// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import dev.tracer.Attributes;
import dev.tracer.InstrumentationScope;
import dev.tracer.Resource;
import dev.tracer.SpanContext;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.TraceState;
import dev.tracer.export.EventData;
import dev.tracer.export.LinkData;
import dev.tracer.export.SpanData;
import java.util.ArrayList;
import java.util.List;

/** A span of which a test sets what it is about. */
class TestSpan implements SpanData {
  static final Resource RESOURCE = Resource.of(Attributes.of("service.name", "shop"));
  static final InstrumentationScope SCOPE = InstrumentationScope.of("tests", "1.0");

  String name = "charge-card";
  SpanKind kind = SpanKind.INTERNAL;
  long traceIdHigh = 0x0af7651916cd43ddL;
  long traceIdLow = 0x8448eb211c80319cL;
  long spanId = 0xb7ad6b7169203331L;
  byte flags = SpanContext.SAMPLED;
  TraceState traceState = TraceState.empty();
  long parentSpanId;
  boolean parentRemote;
  long start = 1_544_712_660_000_000_000L;
  long end = 1_544_712_661_000_000_001L;
  Attributes attributes = Attributes.empty();
  List<EventData> events = new ArrayList<>();
  List<LinkData> links = new ArrayList<>();
  StatusCode status = StatusCode.UNSET;
  String description;
  int droppedAttributes;
  int droppedEvents;
  int droppedLinks;
  Resource resource = RESOURCE;
  InstrumentationScope scope = SCOPE;

  static TestSpan named(String name) {
    TestSpan span = new TestSpan();
    span.name = name;
    return span;
  }

  static List<SpanData> batch(int count) {
    List<SpanData> batch = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      TestSpan span = named("span-" + i);
      span.spanId = i + 1;
      batch.add(span);
    }
    return batch;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public SpanKind kind() {
    return kind;
  }

  @Override
  public SpanContext context() {
    return SpanContext.of(traceIdHigh, traceIdLow, spanId, flags, traceState, false);
  }

  @Override
  public long parentSpanIdAsLong() {
    return parentSpanId;
  }

  @Override
  public boolean isParentRemote() {
    return parentRemote;
  }

  @Override
  public long startEpochNanos() {
    return start;
  }

  @Override
  public long endEpochNanos() {
    return end;
  }

  @Override
  public Attributes attributes() {
    return attributes;
  }

  @Override
  public List<EventData> events() {
    return events;
  }

  @Override
  public List<LinkData> links() {
    return links;
  }

  @Override
  public StatusCode statusCode() {
    return status;
  }

  @Override
  public String statusDescription() {
    return description;
  }

  @Override
  public int droppedAttributes() {
    return droppedAttributes;
  }

  @Override
  public int droppedEvents() {
    return droppedEvents;
  }

  @Override
  public int droppedLinks() {
    return droppedLinks;
  }

  @Override
  public Resource resource() {
    return resource;
  }

  @Override
  public InstrumentationScope instrumentationScope() {
    return scope;
  }
}
