// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.datadog;

import dev.tracer.Baggage;
import dev.tracer.Context;
import dev.tracer.ContextKey;
import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.TraceState;
import dev.tracer.backends.internal.BaggageLimits;
import dev.tracer.backends.internal.HeaderText;
import dev.tracer.internal.HttpText;
import dev.tracer.propagation.CarrierGetter;
import dev.tracer.propagation.CarrierSetter;
import dev.tracer.propagation.Propagator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The headers of Datadog's tracers: {@code x-datadog-trace-id}, {@code -parent-id}, {@code
 * -sampling-priority}, {@code -origin}, {@code -tags}, and baggage in {@code ot-baggage-*}.
 * Thread-safe.
 *
 * <ul>
 *   <li>Ids are unsigned decimal numbers of 64 bits; the upper half of the trace id travels as the
 *       tag {@code _dd.p.tid}.
 *   <li>A priority above 0 means sampled; without one the trace is {@linkplain
 *       SpanContext#undecided() undecided}, also for those it is sent on to where no span of this
 *       service has made the decision. The caller's origin and {@code _dd.p.*} tags are sent on as
 *       they came, its priority as long as the decision is the same.
 *   <li>Malformed or too many tags (512 characters) are dropped, the ids are kept.
 * </ul>
 *
 * @since 0.1
 */
public final class DatadogPropagator implements Propagator {
  private static final String TRACE_ID = "x-datadog-trace-id";
  private static final String PARENT_ID = "x-datadog-parent-id";
  private static final String PRIORITY = "x-datadog-sampling-priority";
  private static final String ORIGIN = "x-datadog-origin";
  private static final String TAGS = "x-datadog-tags";
  private static final List<String> FIELDS = List.of(TRACE_ID, PARENT_ID, PRIORITY, ORIGIN, TAGS);
  private static final String BAGGAGE = "ot-baggage-";

  private static final int MAX_ORIGIN = 256;

  private static final ContextKey<Carried> CARRIED = ContextKey.named("datadog");

  private final LongAdder refused = new LongAdder();

  private DatadogPropagator() {}

  /** Reads and writes all these headers. */
  public static Propagator create() {
    return new DatadogPropagator();
  }

  /** The headers but those of baggage, which have names of the application's choice. */
  @Override
  public List<String> fields() {
    return FIELDS;
  }

  @Override
  public long refused() {
    return refused.sum();
  }

  @Override
  public <C> void inject(Context context, C carrier, CarrierSetter<C> setter) {
    Span span = context.span();
    if (span.isValid() && span.context().traceIdLow() != 0) {
      SpanContext id = span.context();
      Carried given = context.get(CARRIED);
      Carried carried =
          given != null && given.traceIdLow() == id.traceIdLow() ? given : Carried.NOTHING;
      setter.set(carrier, TRACE_ID, Long.toUnsignedString(id.traceIdLow()));
      setter.set(carrier, PARENT_ID, Long.toUnsignedString(id.spanIdAsLong()));
      if (!id.isUndecided()) {
        setter.set(carrier, PRIORITY, Integer.toString(carried.priority(id.isSampled())));
      }
      if (carried.origin() != null) {
        setter.set(carrier, ORIGIN, carried.origin());
      }
      String tags = carried.tags().format(id.traceIdHigh());
      if (!tags.isEmpty()) {
        setter.set(carrier, TAGS, tags);
      }
    }
    injectBaggage(context.baggage(), carrier, setter);
  }

  private <C> void injectBaggage(Baggage baggage, C carrier, CarrierSetter<C> setter) {
    BaggageLimits limits = new BaggageLimits();
    for (Baggage.Entry entry : baggage) {
      if (!HttpText.isToken(entry.key()) || !HttpText.isFieldValue(entry.value())) {
        limits.refuse();
      } else if (limits.admit(entry.key(), entry.value())) {
        setter.set(carrier, BAGGAGE + entry.key().toLowerCase(Locale.ROOT), entry.value());
      }
    }
    refused.add(limits.refused());
  }

  @Override
  public <C> Context extract(Context context, C carrier, CarrierGetter<C> getter) {
    Context result = extractIds(context, carrier, getter);
    BaggageLimits limits = new BaggageLimits();
    Baggage baggage = result.baggage();
    for (String key : getter.keys(carrier)) {
      if (key.regionMatches(true, 0, BAGGAGE, 0, BAGGAGE.length())) {
        String value = HeaderText.get(carrier, getter, key.toLowerCase(Locale.ROOT));
        baggage = limits.add(baggage, key.substring(BAGGAGE.length()), value == null ? "" : value);
      }
    }
    refused.add(limits.refused());
    return baggage.equals(result.baggage()) ? result : result.with(baggage);
  }

  private <C> Context extractIds(Context context, C carrier, CarrierGetter<C> getter) {
    String traceId = first(HeaderText.get(carrier, getter, TRACE_ID));
    String parentId = first(HeaderText.get(carrier, getter, PARENT_ID));
    if (traceId == null && parentId == null) {
      return context;
    }
    long low = traceId == null ? 0 : HeaderText.unsigned(traceId);
    long span = parentId == null ? 0 : HeaderText.unsigned(parentId);
    String priorityText = first(HeaderText.get(carrier, getter, PRIORITY));
    Integer priority = Carried.priority(priorityText);
    if (low == 0 || span == 0 || (priorityText != null && priority == null)) {
      refused.increment();
      return context;
    }
    PropagatedTags tags = tags(HeaderText.get(carrier, getter, TAGS));
    byte flags = priority != null && priority > 0 ? SpanContext.SAMPLED : 0;
    SpanContext parent =
        SpanContext.of(tags.traceIdHigh(), low, span, flags, TraceState.empty(), true);
    String origin = HeaderText.get(carrier, getter, ORIGIN);
    boolean originIsGood =
        origin != null && origin.length() <= MAX_ORIGIN && HttpText.isFieldValue(origin);
    return context
        .with(Span.of(priority == null ? parent.undecided() : parent))
        .with(CARRIED, new Carried(low, priority, originIsGood ? origin : null, tags));
  }

  private PropagatedTags tags(@Nullable String header) {
    if (header == null) {
      return PropagatedTags.NONE;
    }
    PropagatedTags tags = PropagatedTags.parse(header);
    if (tags == null) {
      refused.increment();
      return PropagatedTags.NONE;
    }
    return tags;
  }

  /** The first of several values that a proxy has joined. */
  private static @Nullable String first(@Nullable String value) {
    if (value == null) {
      return null;
    }
    int comma = value.indexOf(',');
    return comma < 0 ? value : value.substring(0, comma).strip();
  }

  /** The name, for descriptions of the configuration. */
  @Override
  public String toString() {
    return "DatadogPropagator";
  }
}
