// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jaeger;

import dev.tracer.Baggage;
import dev.tracer.Context;
import dev.tracer.ContextKey;
import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.TraceState;
import dev.tracer.backends.internal.HeaderText;
import dev.tracer.internal.Hex;
import dev.tracer.propagation.CarrierGetter;
import dev.tracer.propagation.CarrierSetter;
import dev.tracer.propagation.Propagator;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The headers of Jaeger's own clients (Jaeger, "Client Libraries", propagation format): {@code
 * uber-trace-id} and {@code uberctx-*}. Deprecated by Jaeger in favour of {@code traceparent}: for
 * services that are still on the old clients. Thread-safe.
 *
 * <ul>
 *   <li>Ids with fewer digits are filled up with zeros; trace ids of 64 bits are sent on with 16.
 *   <li>Debug means sampled, and is sent on.
 *   <li>Baggage is read from {@code uberctx-*} and {@code jaeger-baggage}, and written as {@code
 *       uberctx-*}: at most 64 entries and 8,192 bytes, what exceeds them is left out whole. Only
 *       carriers that tell their keys ({@link CarrierGetter#keys}) can be asked for {@code
 *       uberctx-*}.
 *   <li>{@code jaeger-debug-id} is ignored: it asks for a trace without saying which.
 * </ul>
 *
 * @since 0.1
 */
public final class JaegerPropagator implements Propagator {
  private static final String HEADER = "uber-trace-id";
  private static final int SAMPLED = 1;
  private static final int DEBUG = 2;

  /** Two ids, a parent, flags, three colons, each of which may be written as %3A. */
  private static final int MAX_LENGTH = 32 + 16 + 16 + 2 + 3 * 3;

  /** The id of the trace that the caller debugs. */
  private static final ContextKey<Long> DEBUGGED = ContextKey.named("jaeger debug");

  private final LongAdder refused = new LongAdder();

  private JaegerPropagator() {}

  /** Reads and writes both headers. */
  public static Propagator create() {
    return new JaegerPropagator();
  }

  /** The header with the ids; those of baggage have names of the application's choice. */
  @Override
  public List<String> fields() {
    return List.of(HEADER);
  }

  @Override
  public long refused() {
    return refused.sum();
  }

  @Override
  public <C> void inject(Context context, C carrier, CarrierSetter<C> setter) {
    Span span = context.span();
    if (span.isValid()) {
      SpanContext id = span.context();
      Long debugged = context.get(DEBUGGED);
      boolean debug = id.isSampled() && debugged != null && debugged == id.traceIdLow();
      String traceId = id.traceIdHigh() == 0 ? Hex.format(id.traceIdLow()) : id.traceId();
      String flags = debug ? "3" : id.isSampled() ? "1" : "0";
      setter.set(carrier, HEADER, traceId + ':' + id.spanId() + ":0:" + flags);
    }
    refused.add(UberBaggage.inject(context.baggage(), carrier, setter));
  }

  @Override
  public <C> Context extract(Context context, C carrier, CarrierGetter<C> getter) {
    Context result = context;
    String header = HeaderText.get(carrier, getter, HEADER);
    if (header != null) {
      Context found = parse(context, header);
      if (found == null) {
        refused.increment();
      } else {
        result = found;
      }
    }
    UberBaggage read = UberBaggage.extract(result.baggage(), carrier, getter);
    refused.add(read.refused());
    Baggage baggage = read.baggage();
    return baggage.equals(result.baggage()) ? result : result.with(baggage);
  }

  /** {@code context} with the span of {@code header}; null if that is malformed. */
  private static @Nullable Context parse(Context context, String header) {
    if (header.length() > MAX_LENGTH) {
      return null;
    }
    String[] parts = header.replace("%3A", ":").replace("%3a", ":").split(":", -1);
    if (parts.length != 4
        || !HeaderText.isHex(parts[0], 0, parts[0].length(), 32)
        || !HeaderText.isHex(parts[1], 0, parts[1].length(), 16)
        || !HeaderText.isHex(parts[3], 0, parts[3].length(), 2)) {
      return null; // the parent, which nobody uses, may be what it likes
    }
    long high = HeaderText.hexHigh(parts[0], 0, parts[0].length());
    long low = HeaderText.hex(parts[0], 0, parts[0].length());
    long span = HeaderText.hex(parts[1], 0, parts[1].length());
    if ((high | low) == 0 || span == 0) {
      return null;
    }
    long flags = HeaderText.hex(parts[3], 0, parts[3].length());
    boolean debug = (flags & DEBUG) != 0;
    byte sampled = debug || (flags & SAMPLED) != 0 ? SpanContext.SAMPLED : 0;
    Context result =
        context.with(Span.of(SpanContext.of(high, low, span, sampled, TraceState.empty(), true)));
    return debug ? result.with(DEBUGGED, low) : result;
  }

  /** The name, for descriptions of the configuration. */
  @Override
  public String toString() {
    return "JaegerPropagator";
  }
}
