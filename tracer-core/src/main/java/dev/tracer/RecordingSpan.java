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
    put(name, value, Form.STORED);
    return this;
  }

  @Override
  public Span set(String name, char value) {
    try {
      put(name, String.valueOf(value), Form.STORED);
    } catch (OutOfMemoryError e) {
      noRoom(e);
    }
    return this;
  }

  @Override
  public Span set(String name, boolean value) {
    put(name, value, Form.LIMITED);
    return this;
  }

  @Override
  public Span set(String name, long value) {
    try {
      put(name, value, Form.LIMITED);
    } catch (OutOfMemoryError e) {
      noRoom(e);
    }
    return this;
  }

  @Override
  public Span set(String name, double value) {
    try {
      put(name, value, Form.LIMITED);
    } catch (OutOfMemoryError e) {
      noRoom(e);
    }
    return this;
  }

  @Override
  public Span set(String name, @Nullable Object value) {
    put(name, value, Form.ANY);
    return this;
  }

  /** There is no memory for a number's object. */
  private void noRoom(OutOfMemoryError error) {
    try {
      leftOut("attribute", error);
    } catch (Throwable again) {
      // not even for counting it
    }
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
    return event(name, attributes, null);
  }

  @Override
  public Span event(String name, Attributes attributes, @Nullable Instant time) {
    try {
      if (name != null && takesIn()) {
        long at = time == null ? now() : Timeline.epochNanos(time);
        add(origin.limiter.event(name, at, attributes));
      }
    } catch (Throwable e) { // no stack or no memory was left, as below
      try {
        leftOut("event", e);
      } catch (Throwable again) {
        // not even for counting it
      }
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
    try {
      if (context != null && takesIn()) {
        add(origin.limiter.link(context, attributes));
      }
    } catch (Throwable e) {
      try {
        leftOut("link", e);
      } catch (Throwable again) {
        // not even for counting it
      }
    }
    return this;
  }

  private void add(LinkData link) {
    if (Limiter.isEmpty(link)) {
      return;
    }
    int limit = limits().links();
    if (isExclusive()) {
      details = details.withLink(link, limit);
      return;
    }
    aside(written -> written.withLink(link, limit));
  }

  @Override
  public Span rename(String newName) {
    try {
      if (newName != null && isExclusive()) {
        name = newName;
      } else if (newName != null) {
        aside(written -> written.withName(newName));
      }
    } catch (Throwable e) {
      try {
        leftOut("name", e);
      } catch (Throwable again) {
        // not even for counting it
      }
    }
    return this;
  }

  @Override
  public Span status(StatusCode code, @Nullable String description) {
    try {
      if (code != null && takesIn()) {
        String text =
            description == null || code != StatusCode.ERROR
                ? null
                : (String) origin.limiter.limit(description);
        add(code, text);
      }
    } catch (Throwable e) {
      try {
        leftOut("status", e);
      } catch (Throwable again) {
        // not even for counting it
      }
    }
    return this;
  }

  private void add(StatusCode code, @Nullable String text) {
    if (code == StatusCode.ERROR) {
      localTrace().failed();
    }
    if (isExclusive()) {
      details = details.withStatus(code, text);
      return;
    }
    aside(written -> written.withStatus(code, text));
  }

  @Override
  public Span keep(String reason) {
    try {
      if (reason != null && takesIn()) {
        localTrace().keep(reason);
      }
    } catch (Throwable e) {
      try {
        leftOut("wish to be kept", e);
      } catch (Throwable again) {
        // not even for counting it
      }
    }
    return this;
  }

  @Override
  public Span fail(Throwable error) {
    try {
      if (error != null && takesIn()) {
        status(StatusCode.ERROR, Throwables.message(error));
        set("error.type", Throwables.type(error));
        if (localRoot().firstRecordOf(error)) {
          add(origin.limiter.exceptionEvent(error, now(), Attributes.empty()));
        }
      }
    } catch (Throwable e) { // the application's own error matters
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
    try {
      if (error != null && takesIn()) {
        localRoot().firstRecordOf(error);
        add(origin.limiter.exceptionEvent(error, now(), attributes));
      }
    } catch (Throwable e) {
      try {
        leftOut("exception", e);
      } catch (Throwable again) {
        // not even for counting it
      }
    }
    return this;
  }

  private void leftOut(String what, Throwable error) {
    origin.owner.failed(what + " of a span (it is left out)", error);
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
