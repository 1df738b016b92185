// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.opentelemetry;

import dev.tracer.Attributes;
import dev.tracer.Baggage;
import dev.tracer.SpanContext;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.TraceState;
import dev.tracer.internal.LogTopic;
import dev.tracer.internal.ThrottledLog;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.api.baggage.BaggageEntryMetadata;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceStateBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The values of one API as those of the other. Nothing here throws: of objects of other
 * implementations, what fails or is malformed is left out. Thread-safe.
 */
final class Conversions {
  private static final ThrottledLog LOG = new ThrottledLog();

  private Conversions() {}

  /** Logs that an object of another implementation failed. */
  static void failed(String what, Throwable error) {
    LOG.warn(
        LogTopic.FAULT,
        "A " + what + " of another implementation of OpenTelemetry's API failed; it is left out.",
        error);
  }

  static SpanContext toOurs(io.opentelemetry.api.trace.SpanContext theirs) {
    if (theirs instanceof BridgedSpanContext bridged) {
      return bridged.ours();
    }
    try {
      return read(theirs);
    } catch (Throwable e) {
      failed("span context", e);
      return SpanContext.invalid();
    }
  }

  private static SpanContext read(io.opentelemetry.api.trace.SpanContext theirs) {
    TraceState state = toOurs(theirs.getTraceState());
    if (!TraceId.isValid(theirs.getTraceId()) || !SpanId.isValid(theirs.getSpanId())) {
      return SpanContext.of(0, 0, 0, (byte) 0, state, theirs.isRemote());
    }
    SpanContext local =
        SpanContext.of(
            theirs.getTraceId(), theirs.getSpanId(), theirs.getTraceFlags().asByte(), state);
    return SpanContext.of(
        local.traceIdHigh(),
        local.traceIdLow(),
        local.spanIdAsLong(),
        local.traceFlags(),
        state,
        theirs.isRemote());
  }

  private static TraceState toOurs(io.opentelemetry.api.trace.TraceState theirs) {
    if (theirs.isEmpty()) {
      return TraceState.empty();
    }
    StringBuilder header = new StringBuilder();
    theirs.forEach(
        (key, value) -> header.append(header.isEmpty() ? "" : ",").append(key + "=" + value));
    return TraceState.parse(header.toString());
  }

  static io.opentelemetry.api.trace.TraceState toTheirs(TraceState ours) {
    if (ours.isEmpty()) {
      return io.opentelemetry.api.trace.TraceState.getDefault();
    }
    List<Map.Entry<String, String>> members = new ArrayList<>();
    ours.forEach((key, value) -> members.add(Map.entry(key, value)));
    TraceStateBuilder builder = io.opentelemetry.api.trace.TraceState.builder();
    for (int i = members.size() - 1; i >= 0; i--) { // it puts what comes last in front
      builder.put(members.get(i).getKey(), members.get(i).getValue());
    }
    return builder.build();
  }

  static TraceFlags flags(SpanContext ours) {
    return TraceFlags.fromByte(ours.traceFlags());
  }

  static Baggage toOurs(io.opentelemetry.api.baggage.Baggage theirs) {
    List<Baggage.Entry> entries = new ArrayList<>();
    try {
      theirs.forEach(
          (key, entry) ->
              entries.add(
                  new Baggage.Entry(key, entry.getValue(), entry.getMetadata().getValue())));
      return Baggage.of(entries);
    } catch (Throwable e) {
      failed("baggage", e);
      return Baggage.empty();
    }
  }

  static io.opentelemetry.api.baggage.Baggage toTheirs(Baggage ours) {
    BaggageBuilder builder = io.opentelemetry.api.baggage.Baggage.builder();
    for (Baggage.Entry entry : ours) {
      builder.put(entry.key(), entry.value(), BaggageEntryMetadata.create(entry.metadata()));
    }
    return builder.build();
  }

  static Attributes toOurs(io.opentelemetry.api.common.@Nullable Attributes theirs) {
    if (theirs == null || theirs == io.opentelemetry.api.common.Attributes.empty()) {
      return Attributes.empty();
    }
    var attributes = Attributes.builder();
    forEach(theirs, attributes::set);
    return attributes.build();
  }

  /** Hands on each attribute, as far as they can be read. */
  static void forEach(
      io.opentelemetry.api.common.@Nullable Attributes theirs,
      BiConsumer<String, @Nullable Object> taker) {
    try {
      if (theirs != null) {
        theirs.forEach((key, value) -> taker.accept(name(key), value(value)));
      }
    } catch (Throwable e) {
      failed("set of attributes", e);
    }
  }

  /** The value of an attribute of any type: lists are the same for both, values may be nested. */
  static @Nullable Object value(@Nullable Object theirs) {
    try {
      return ValueView.of(theirs);
    } catch (Throwable e) {
      failed("value", e);
      return null;
    }
  }

  /** The name of an attribute; the empty one, which the engine ignores, if it has none. */
  static String name(@Nullable AttributeKey<?> key) {
    try {
      return key == null ? "" : key.getKey();
    } catch (Throwable e) {
      failed("key of an attribute", e);
      return "";
    }
  }

  static SpanKind toOurs(io.opentelemetry.api.trace.SpanKind theirs) {
    return switch (theirs) {
      case INTERNAL -> SpanKind.INTERNAL;
      case SERVER -> SpanKind.SERVER;
      case CLIENT -> SpanKind.CLIENT;
      case PRODUCER -> SpanKind.PRODUCER;
      case CONSUMER -> SpanKind.CONSUMER;
    };
  }

  static StatusCode toOurs(io.opentelemetry.api.trace.StatusCode theirs) {
    return switch (theirs) {
      case UNSET -> StatusCode.UNSET;
      case OK -> StatusCode.OK;
      case ERROR -> StatusCode.ERROR;
    };
  }

  /**
   * A moment that was given in some unit since the epoch, or the nearest of which 64 bits hold the
   * nanoseconds.
   */
  static Instant instant(long timestamp, TimeUnit unit) {
    return Instant.EPOCH.plusNanos(unit.toNanos(timestamp));
  }
}
