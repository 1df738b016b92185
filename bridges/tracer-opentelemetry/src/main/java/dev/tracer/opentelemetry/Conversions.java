// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.opentelemetry;

import dev.tracer.Attributes;
import dev.tracer.Baggage;
import dev.tracer.SpanContext;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.TraceState;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.api.baggage.BaggageEntryMetadata;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceStateBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The values of one API as those of the other. Stateless. */
final class Conversions {
  private Conversions() {}

  static SpanContext toOurs(io.opentelemetry.api.trace.SpanContext theirs) {
    if (theirs instanceof BridgedSpanContext bridged) {
      return bridged.ours();
    }
    TraceState state = toOurs(theirs.getTraceState());
    if (!theirs.isValid()) { // its ids may be anything
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

  static TraceState toOurs(io.opentelemetry.api.trace.TraceState theirs) {
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
    theirs.forEach(
        (key, entry) ->
            entries.add(new Baggage.Entry(key, entry.getValue(), entry.getMetadata().getValue())));
    return Baggage.of(entries);
  }

  static io.opentelemetry.api.baggage.Baggage toTheirs(Baggage ours) {
    BaggageBuilder builder = io.opentelemetry.api.baggage.Baggage.builder();
    for (Baggage.Entry entry : ours) {
      builder.put(entry.key(), entry.value(), BaggageEntryMetadata.create(entry.metadata()));
    }
    return builder.build();
  }

  static Attributes toOurs(io.opentelemetry.api.common.@Nullable Attributes theirs) {
    if (theirs == null || theirs.isEmpty()) {
      return Attributes.empty();
    }
    var attributes = Attributes.builder();
    theirs.forEach((key, value) -> attributes.set(key.getKey(), value(value)));
    return attributes.build();
  }

  /** The value of an attribute of any type: lists are the same for both, values may be nested. */
  static @Nullable Object value(@Nullable Object theirs) {
    return theirs instanceof Value<?> value ? value(value) : theirs;
  }

  private static @Nullable Object value(Value<?> theirs) {
    return switch (theirs.getType()) {
      case ARRAY -> {
        List<@Nullable Object> items = new ArrayList<>();
        for (Object item : (List<?>) theirs.getValue()) {
          items.add(value(item));
        }
        yield items;
      }
      case KEY_VALUE_LIST -> {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (Object member : (List<?>) theirs.getValue()) {
          KeyValue pair = (KeyValue) member;
          members.put(pair.getKey(), value(pair.getValue()));
        }
        yield members;
      }
      default -> theirs.getValue();
    };
  }

  /** Whether an attribute counts: null keys and values do not, nor do empty keys. */
  static boolean isSet(@Nullable AttributeKey<?> key, @Nullable Object value) {
    return key != null && value != null && !key.getKey().isEmpty();
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
