// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import dev.tracer.export.EventData;
import dev.tracer.export.LinkData;
import dev.tracer.internal.Throwables;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A span that is recorded, as the application writes it; once ended, also the {@code SpanData} that
 * exporters read. Thread-safe without a lock. Its only subclass is {@link StrictSpan}.
 */
class RecordingSpan extends OwnedSpan {
  /** Makes a span of the calling thread; see {@link SpanRecord}. */
  RecordingSpan(
      SpanOrigin origin,
      long traceIdHigh,
      long traceIdLow,
      long spanId,
      byte flags,
      TraceState traceState) {
    super(origin, traceIdHigh, traceIdLow, spanId, flags, traceState);
  }

  private RecordingSpan(RecordingSpan other) {
    super(other);
  }

  @Override
  final OwnedSpan copy() {
    return new RecordingSpan(this);
  }

  @Override
  public Span set(String name, @Nullable String value) {
    if (value != null) {
      putLimited(name, value);
    }
    return this;
  }

  @Override
  public Span set(String name, char value) {
    putLimited(name, String.valueOf(value));
    return this;
  }

  @Override
  public Span set(String name, boolean value) {
    put(name, value);
    return this;
  }

  @Override
  public Span set(String name, long value) {
    put(name, value);
    return this;
  }

  @Override
  public Span set(String name, double value) {
    put(name, value);
    return this;
  }

  @Override
  public Span set(String name, @Nullable Object value) {
    Object stored = value != null && isRecording() ? origin.limiter.normalize(value) : null;
    if (stored != null) {
      putLimited(name, stored);
    }
    return this;
  }

  @Override
  public Span setAll(@Nullable Attributes attributes) {
    if (attributes != null) {
      putAll(attributes);
    }
    return this;
  }

  @Override
  public Span event(String name, Attributes attributes) {
    if (name != null && isRecording()) {
      add(origin.limiter.event(name, now(), attributes));
    }
    return this;
  }

  @Override
  public Span event(String name, Attributes attributes, Instant time) {
    if (name != null && isRecording()) {
      add(origin.limiter.event(name, time == null ? now() : Timeline.epochNanos(time), attributes));
    }
    return this;
  }

  private void add(EventData event) {
    int limit = limits().events();
    if (isExclusive()) {
      details = details.withEvent(event, limit);
      return;
    }
    aside(written -> written.withEvent(event, limit));
  }

  @Override
  public Span link(SpanContext context, Attributes attributes) {
    if (context == null || !isRecording()) {
      return this;
    }
    LinkData link = origin.limiter.link(context, attributes);
    if (Limiter.isEmpty(link)) {
      return this;
    }
    int limit = limits().links();
    if (isExclusive()) {
      details = details.withLink(link, limit);
      return this;
    }
    aside(written -> written.withLink(link, limit));
    return this;
  }

  @Override
  public Span rename(String newName) {
    if (newName == null) {
      return this;
    }
    if (isExclusive()) {
      name = newName;
      return this;
    }
    aside(written -> written.withName(newName));
    return this;
  }

  @Override
  public Span status(StatusCode code, @Nullable String description) {
    if (code == null || !isRecording()) {
      return this;
    }
    String text =
        description == null || code != StatusCode.ERROR
            ? null
            : (String) origin.limiter.limit(description);
    if (code == StatusCode.ERROR) {
      localTrace().failed();
    }
    if (isExclusive()) {
      details = details.withStatus(code, text);
      return this;
    }
    aside(written -> written.withStatus(code, text));
    return this;
  }

  @Override
  public Span keep(String reason) {
    if (reason != null && isRecording()) {
      localTrace().keep(reason);
    }
    return this;
  }

  @Override
  public Span fail(Throwable error) {
    if (error == null || !isRecording()) {
      return this;
    }
    try {
      status(StatusCode.ERROR, Throwables.message(error));
      set("error.type", Throwables.type(error));
      if (localRoot().firstRecordOf(error)) {
        add(origin.limiter.exceptionEvent(error, now(), Attributes.empty()));
      }
    } catch (Throwable e) { // no stack or no memory: the application's own error matters
      try {
        origin.owner.failed("failure of a span (it is told in part)", e);
      } catch (Throwable again) {
        // not even for counting it
      }
    }
    return this;
  }

  @Override
  public Span recordException(Throwable error, Attributes attributes) {
    if (error != null && isRecording()) {
      localRoot().firstRecordOf(error);
      add(origin.limiter.exceptionEvent(error, now(), attributes));
    }
    return this;
  }

  private long now() {
    return anchor().toEpoch(origin.clock.nanoTime());
  }

  @Override
  public void end() {
    end(Timeline.NOW);
  }

  @Override
  public void end(@Nullable Instant time) {
    end(time == null ? Timeline.NOW : Timeline.epochNanos(time));
  }
}
