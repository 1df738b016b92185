// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.micrometer;

import dev.tracer.Attributes;
import dev.tracer.Context;
import io.micrometer.tracing.Span;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A span of Tracer as Micrometer sees it. As thread-safe as that; nothing here throws, null
 * arguments are ignored.
 */
final class BridgedSpan implements Span {
  private final BridgedTraceContext context;

  /** Only {@link BridgedTraceContext} makes one, for itself. */
  BridgedSpan(BridgedTraceContext context) {
    this.context = context;
  }

  /** Ours of any span: of one that is not from here, what its ids tell; of null, no span. */
  static BridgedTraceContext contextOf(@Nullable Span span) {
    if (span instanceof BridgedSpan bridged) {
      return bridged.context;
    }
    return span == null
        ? BridgedTraceContext.of(Context.root())
        : Conversions.toOurs(span.context());
  }

  private dev.tracer.Span span() {
    return context.span();
  }

  @Override
  public boolean isNoop() {
    return !span().isRecording();
  }

  @Override
  public BridgedTraceContext context() {
    return context;
  }

  /** Does nothing: it has started when it was made. */
  @Override
  public Span start() {
    return this;
  }

  @Override
  public Span name(@Nullable String name) {
    if (name != null) {
      span().rename(name);
    }
    return this;
  }

  @Override
  public Span event(@Nullable String value) {
    if (value != null) {
      span().event(value);
    }
    return this;
  }

  @Override
  public Span event(@Nullable String value, long time, @Nullable TimeUnit timeUnit) {
    if (value != null && timeUnit != null) {
      span().event(value, Attributes.empty(), Conversions.instant(time, timeUnit));
    }
    return this;
  }

  @Override
  public Span tag(String key, @Nullable String value) {
    span().set(key, value);
    return this;
  }

  @Override
  public Span tag(String key, long value) {
    span().set(key, value);
    return this;
  }

  @Override
  public Span tag(String key, double value) {
    span().set(key, value);
    return this;
  }

  @Override
  public Span tag(String key, boolean value) {
    span().set(key, value);
    return this;
  }

  @Override
  public Span tagOfStrings(String key, @Nullable List<String> values) {
    return tagOfAny(key, values);
  }

  @Override
  public Span tagOfLongs(String key, @Nullable List<Long> values) {
    return tagOfAny(key, values);
  }

  @Override
  public Span tagOfDoubles(String key, @Nullable List<Double> values) {
    return tagOfAny(key, values);
  }

  @Override
  public Span tagOfBooleans(String key, @Nullable List<Boolean> values) {
    return tagOfAny(key, values);
  }

  private Span tagOfAny(String key, @Nullable Object values) {
    span().set(key, values);
    return this;
  }

  @Override
  public Span error(@Nullable Throwable throwable) {
    if (throwable != null) {
      span().fail(throwable);
    }
    return this;
  }

  @Override
  public void end() {
    span().end();
  }

  @Override
  public void end(long time, @Nullable TimeUnit timeUnit) {
    if (timeUnit == null) {
      span().end();
    } else {
      span().end(Conversions.instant(time, timeUnit));
    }
  }

  /** Leaves it open, so that it is never exported. */
  @Override
  public void abandon() {
    // what has not ended goes nowhere
  }

  @Override
  public Span remoteServiceName(@Nullable String remoteServiceName) {
    span().set(Conversions.PEER_SERVICE, remoteServiceName);
    return this;
  }

  @Override
  public Span remoteIpAndPort(@Nullable String ip, int port) {
    Conversions.peer(ip, port, span()::set, span()::set);
    return this;
  }

  /** Whether both are of the same span. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BridgedSpan that && context.equals(that.context);
  }

  @Override
  public int hashCode() {
    return context.hashCode();
  }

  @Override
  public String toString() {
    return span().toString();
  }
}
