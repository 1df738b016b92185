// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.micrometer;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.SpanContext;
import dev.tracer.SpanKind;
import dev.tracer.TraceState;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The values of Micrometer's API as those of Tracer. Stateless. */
final class Conversions {
  static final String PEER_SERVICE = "peer.service";

  private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{16}|[0-9a-f]{32}");
  private static final Pattern SPAN_ID = Pattern.compile("[0-9a-f]{16}");

  private Conversions() {}

  /** Ours of any: of one that is not from here, what its ids tell. */
  static BridgedTraceContext toOurs(@Nullable TraceContext theirs) {
    if (theirs instanceof BridgedTraceContext bridged) {
      return bridged;
    }
    return theirs == null
        ? ofIds(null, null, null, null)
        : ofIds(theirs.traceId(), theirs.spanId(), theirs.parentId(), theirs.sampled());
  }

  /**
   * The context of a span that is only known by its ids, with the baggage that is current.
   *
   * @param traceId 16 or 32 hex digits; anything else makes a context of no span
   * @param spanId 16 hex digits
   * @param parentId if there is one, the span counts as one of another process
   * @param sampled null to leave that open
   */
  static BridgedTraceContext ofIds(
      @Nullable String traceId,
      @Nullable String spanId,
      @Nullable String parentId,
      @Nullable Boolean sampled) {
    SpanContext context = spanContext(traceId, spanId, parentId != null, sampled);
    Context current = Context.current();
    return context.isValid()
        ? new BridgedTraceContext(dev.tracer.Span.of(context), current, parentId)
        : new BridgedTraceContext(dev.tracer.Span.invalid(), current);
  }

  private static SpanContext spanContext(
      @Nullable String traceId,
      @Nullable String spanId,
      boolean remote,
      @Nullable Boolean sampled) {
    String trace = traceId == null ? "" : traceId.toLowerCase(Locale.ROOT);
    String span = spanId == null ? "" : spanId.toLowerCase(Locale.ROOT);
    if (!TRACE_ID.matcher(trace).matches() || !SPAN_ID.matcher(span).matches()) {
      return SpanContext.invalid();
    }
    int low = trace.length() - 16;
    SpanContext context =
        SpanContext.of(
            low == 0 ? 0 : Long.parseUnsignedLong(trace, 0, 16, 16),
            Long.parseUnsignedLong(trace, low, low + 16, 16),
            Long.parseUnsignedLong(span, 16),
            Boolean.TRUE.equals(sampled) ? SpanContext.SAMPLED : 0,
            TraceState.empty(),
            remote);
    return sampled == null ? context.undecided() : context;
  }

  static SpanKind toOurs(Span.@Nullable Kind theirs) {
    if (theirs == null) {
      return SpanKind.INTERNAL;
    }
    return switch (theirs) {
      case SERVER -> SpanKind.SERVER;
      case CLIENT -> SpanKind.CLIENT;
      case PRODUCER -> SpanKind.PRODUCER;
      case CONSUMER -> SpanKind.CONSUMER;
    };
  }

  static Attributes toOurs(@Nullable Map<String, Object> tags) {
    if (tags == null || tags.isEmpty()) {
      return Attributes.empty();
    }
    var attributes = Attributes.builder();
    tags.forEach(attributes::set);
    return attributes.build();
  }

  /** Tells where a peer is by the attributes for that; what is unknown is left out. */
  static void peer(
      @Nullable String ip,
      int port,
      BiConsumer<String, String> text,
      BiConsumer<String, Long> number) {
    if (ip != null && !ip.isEmpty()) {
      text.accept("network.peer.address", ip);
    }
    if (port > 0) {
      number.accept("network.peer.port", (long) port);
    }
  }

  /**
   * A moment that was given in some unit since the epoch, or the nearest of which 64 bits hold the
   * nanoseconds.
   */
  static Instant instant(long time, TimeUnit unit) {
    return Instant.EPOCH.plusNanos(unit.toNanos(time));
  }
}
