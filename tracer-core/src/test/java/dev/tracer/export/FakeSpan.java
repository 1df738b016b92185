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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An ended span of which only name and flags matter. Immutable. */
record FakeSpan(String name, SpanContext context) implements SpanData {
  static FakeSpan named(String name) {
    return new FakeSpan(name, SpanContext.of(1, 2, 3, SpanContext.SAMPLED, noState(), false));
  }

  static FakeSpan numbered(int number) {
    return named(Integer.toString(number));
  }

  static FakeSpan unsampled() {
    return new FakeSpan("unsampled", SpanContext.of(1, 2, 3, (byte) 0, noState(), false));
  }

  private static TraceState noState() {
    return TraceState.empty();
  }

  @Override
  public SpanKind kind() {
    return SpanKind.INTERNAL;
  }

  @Override
  public long parentSpanIdAsLong() {
    return 0;
  }

  @Override
  public boolean isParentRemote() {
    return false;
  }

  @Override
  public long startEpochNanos() {
    return 1;
  }

  @Override
  public long endEpochNanos() {
    return 2;
  }

  @Override
  public Attributes attributes() {
    return Attributes.empty();
  }

  @Override
  public List<EventData> events() {
    return List.of();
  }

  @Override
  public List<LinkData> links() {
    return List.of();
  }

  @Override
  public StatusCode statusCode() {
    return StatusCode.UNSET;
  }

  @Override
  public @Nullable String statusDescription() {
    return null;
  }

  @Override
  public int droppedAttributes() {
    return 0;
  }

  @Override
  public int droppedEvents() {
    return 0;
  }

  @Override
  public int droppedLinks() {
    return 0;
  }

  @Override
  public Resource resource() {
    return Resource.empty();
  }

  @Override
  public InstrumentationScope instrumentationScope() {
    return InstrumentationScope.of("test", "");
  }
}
