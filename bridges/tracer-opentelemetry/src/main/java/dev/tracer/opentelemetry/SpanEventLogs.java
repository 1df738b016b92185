// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.opentelemetry;

import dev.tracer.Attributes;
import dev.tracer.Span;
import dev.tracer.SpanLimits;
import dev.tracer.internal.Throwables;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.LoggerBuilder;
import io.opentelemetry.api.logs.LoggerProvider;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes the events and exceptions that libraries emit by OpenTelemetry's Logs API, in the place of
 * span events, and records them in the span they belong to. Log records that are neither are not
 * for a tracer and go nowhere. Stateless.
 */
enum SpanEventLogs implements LoggerProvider, LoggerBuilder, Logger {
  INSTANCE;

  @Override
  public LoggerBuilder loggerBuilder(String instrumentationScopeName) {
    return this;
  }

  @Override
  public LoggerBuilder setSchemaUrl(String schemaUrl) {
    return this;
  }

  @Override
  public LoggerBuilder setInstrumentationVersion(String instrumentationScopeVersion) {
    return this;
  }

  @Override
  public Logger build() {
    return this;
  }

  @Override
  public LogRecordBuilder logRecordBuilder() {
    return new Builder();
  }

  /** One record. Confined to one thread. */
  private static final class Builder implements LogRecordBuilder {
    private final Map<String, Object> attributes = new LinkedHashMap<>();
    private @Nullable String eventName;
    private @Nullable Throwable exception;
    private @Nullable Context context;
    private @Nullable Instant time;
    private @Nullable Instant observed;

    @Override
    public LogRecordBuilder setTimestamp(long timestamp, @Nullable TimeUnit unit) {
      return unit == null ? this : setTimestamp(Conversions.instant(timestamp, unit));
    }

    @Override
    public LogRecordBuilder setTimestamp(Instant instant) {
      time = instant;
      return this;
    }

    @Override
    public LogRecordBuilder setObservedTimestamp(long timestamp, @Nullable TimeUnit unit) {
      return unit == null ? this : setObservedTimestamp(Conversions.instant(timestamp, unit));
    }

    @Override
    public LogRecordBuilder setObservedTimestamp(Instant instant) {
      observed = instant;
      return this;
    }

    @Override
    public LogRecordBuilder setContext(Context given) {
      context = given;
      return this;
    }

    @Override
    public LogRecordBuilder setSeverity(Severity severity) {
      return this; // events of spans have none
    }

    @Override
    public LogRecordBuilder setSeverityText(String severityText) {
      return this;
    }

    @Override
    public LogRecordBuilder setBody(String body) {
      return this;
    }

    @Override
    public LogRecordBuilder setBody(Value<?> body) {
      return this;
    }

    @Override
    public <T> LogRecordBuilder setAttribute(@Nullable AttributeKey<T> key, @Nullable T value) {
      if (value != null) {
        attributes.put(Conversions.name(key), value);
      }
      return this;
    }

    @Override
    public LogRecordBuilder setAllAttributes(
        io.opentelemetry.api.common.@Nullable Attributes given) {
      Conversions.forEach(given, attributes::put);
      return this;
    }

    @Override
    public LogRecordBuilder setEventName(String name) {
      eventName = name;
      return this;
    }

    @Override // an older API has no such method and does not ask
    public LogRecordBuilder setException(@Nullable Throwable thrown) {
      exception = thrown;
      return this;
    }

    @Override
    public void emit() {
      Span span = context == null ? Span.current() : BridgedContext.unwrap(context).span();
      if (!span.isRecording()) {
        return;
      }
      if (exception != null && eventName == null) {
        span.recordException(exception, attributes());
        return;
      }
      if (exception != null) {
        tell(exception);
      }
      boolean told = attributes.containsKey("exception.type") || hasMessage();
      String name = eventName != null ? eventName : told ? "exception" : null;
      if (name == null) {
        return;
      }
      Instant at = time != null ? time : observed;
      if (at == null) {
        span.event(name, attributes());
      } else {
        span.event(name, attributes(), at);
      }
    }

    /**
     * Adds what the exception in an event of another name tells and the attributes do not. Its
     * stack trace is an attribute like others, and as long as those may be.
     */
    private void tell(Throwable thrown) {
      attributes.putIfAbsent("exception.type", Throwables.type(thrown));
      String message = Throwables.message(thrown);
      if (message != null) {
        attributes.putIfAbsent("exception.message", message);
      }
      StringBuilder trace = new StringBuilder();
      try {
        Throwables.stackTrace(thrown, SpanLimits.DEFAULT.valueLength(), trace);
      } catch (Throwable e) {
        // the exception's own methods failed: what there is will do
      }
      attributes.putIfAbsent("exception.stacktrace", trace.toString());
    }

    private boolean hasMessage() {
      return attributes.containsKey("exception.message");
    }

    private Attributes attributes() {
      var all = Attributes.builder();
      attributes.forEach((key, value) -> all.set(key, Conversions.value(value)));
      return all.build();
    }
  }
}
