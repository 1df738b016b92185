// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import dev.tracer.Attributes;
import dev.tracer.InstrumentationScope;
import dev.tracer.Resource;
import dev.tracer.SpanContext;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.TraceState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An ended span for tests, with times in microseconds from the start of its trace. Its setters
 * change it and return it.
 */
public final class SpanFixture implements SpanData {
  /** 2026-01-01T12:00:00Z in nanoseconds. */
  public static final long ORIGIN = 1_767_268_800_000_000_000L;

  /** The first half of all trace ids. */
  public static final long TRACE_HIGH = 0x0af7651916cd43ddL;

  private final long id;
  private final long parent;
  private final String name;
  private long trace = 1;
  private SpanKind kind = SpanKind.INTERNAL;
  private boolean remote;
  private long start;
  private long end = 1000;
  private long nanos;
  private String service = "shop";
  private Attributes attributes = Attributes.empty();
  private final List<EventData> events = new ArrayList<>();
  private final List<LinkData> links = new ArrayList<>();
  private StatusCode status = StatusCode.UNSET;
  private @Nullable String description;
  private int dropped;

  private SpanFixture(String name, long id, long parent) {
    this.name = name;
    this.id = id;
    this.parent = parent;
  }

  /** A span of trace 1 and service {@code shop} that lasts 1 ms from the start of the trace. */
  public static SpanFixture span(String name, long id, long parent) {
    return new SpanFixture(name, id, parent);
  }

  public SpanFixture trace(long low) {
    this.trace = low;
    return this;
  }

  public SpanFixture kind(SpanKind newKind) {
    this.kind = newKind;
    return this;
  }

  public SpanFixture remoteParent() {
    this.remote = true;
    return this;
  }

  public SpanFixture micros(long from, long to) {
    this.start = from;
    this.end = to;
    return this;
  }

  /** Lasts so long, from the start of the trace. */
  public SpanFixture nanos(long length) {
    this.nanos = length % 1000;
    return micros(0, length / 1000);
  }

  public SpanFixture service(String newService) {
    this.service = newService;
    return this;
  }

  public SpanFixture attributes(Attributes all) {
    this.attributes = all;
    return this;
  }

  public SpanFixture set(String key, Object value) {
    this.attributes = attributes.toBuilder().set(key, value).build();
    return this;
  }

  public SpanFixture event(String eventName, long micros, Attributes about) {
    events.add(new EventData(eventName, ORIGIN + 1000 * micros, about, 0));
    return this;
  }

  public SpanFixture link(long traceLow, long spanId) {
    links.add(
        new LinkData(
            SpanContext.of(TRACE_HIGH, traceLow, spanId, (byte) 1, TraceState.empty(), true),
            Attributes.empty(),
            0));
    return this;
  }

  public SpanFixture status(StatusCode code, @Nullable String text) {
    this.status = code;
    this.description = text;
    return this;
  }

  public SpanFixture dropped(int count) {
    this.dropped = count;
    return this;
  }

  /** Failed as {@code Span.fail} does it. */
  public SpanFixture failed(String type, String message, boolean event) {
    set("error.type", type);
    if (event) {
      event("exception", end, Attributes.of("exception.type", type, "exception.message", message));
    }
    return status(StatusCode.ERROR, message);
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
    return SpanContext.of(TRACE_HIGH, trace, id, (byte) 1, TraceState.empty(), false);
  }

  @Override
  public long parentSpanIdAsLong() {
    return parent;
  }

  @Override
  public boolean isParentRemote() {
    return remote;
  }

  @Override
  public long startEpochNanos() {
    return ORIGIN + 1000 * start;
  }

  @Override
  public long endEpochNanos() {
    return ORIGIN + 1000 * end + nanos;
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
  public @Nullable String statusDescription() {
    return description;
  }

  @Override
  public int droppedAttributes() {
    return 0;
  }

  @Override
  public int droppedEvents() {
    return dropped;
  }

  @Override
  public int droppedLinks() {
    return 0;
  }

  @Override
  public Resource resource() {
    return Resource.of(Attributes.of(Resource.SERVICE_NAME, service));
  }

  @Override
  public InstrumentationScope instrumentationScope() {
    return InstrumentationScope.of("test", "");
  }
}
