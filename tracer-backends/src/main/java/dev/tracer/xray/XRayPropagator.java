// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.xray;

import dev.tracer.Context;
import dev.tracer.ContextKey;
import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.backends.internal.HeaderText;
import dev.tracer.propagation.CarrierGetter;
import dev.tracer.propagation.CarrierSetter;
import dev.tracer.propagation.Propagator;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The header of AWS X-Ray, {@code X-Amzn-Trace-Id} (AWS X-Ray Developer Guide, "Tracing header").
 * Thread-safe.
 *
 * <ul>
 *   <li>A header without {@code Sampled}, or with {@code Sampled=?}, is {@linkplain
 *       SpanContext#undecided() undecided}, and sent on without one where no span of this service
 *       has made the decision. One without {@code Parent}, as load balancers send it, cannot be
 *       continued: this service begins a trace of its own, and {@code Root} is not kept.
 *   <li>{@code Sampled=0} without {@code Parent}, as X-Ray's SDKs send it for what they do not
 *       record, keeps {@code Root} and is recorded neither here nor in the services behind. Where
 *       another format before this one told the caller, that one counts.
 *   <li>{@code Self} and fields of others are ignored and not sent on; {@code Lineage} is sent on.
 *   <li>Every trace id can be sent; older parts of X-Ray refuse those whose first 32 bits are no
 *       recent time. {@link XRayIds} makes ids that are.
 * </ul>
 *
 * @since 0.1
 */
public final class XRayPropagator implements Propagator {
  private static final String HEADER = "x-amzn-trace-id";

  /** Where AWS Lambda tells of the invocation, the newer place first. */
  private static final String LAMBDA_PROPERTY = "com.amazonaws.xray.traceHeader";

  private static final String LAMBDA_VARIABLE = "_X_AMZN_TRACE_ID";

  private static final ContextKey<Lineage> LINEAGE = ContextKey.named("x-ray lineage");

  private final boolean lambda;
  private final LongAdder refused = new LongAdder();

  private XRayPropagator(boolean lambda) {
    this.lambda = lambda;
  }

  /** Reads and writes the header. */
  public static Propagator create() {
    return new XRayPropagator(false);
  }

  /**
   * The same for functions in AWS Lambda: where the carrier holds no header, the system property
   * {@code com.amazonaws.xray.traceHeader} counts, then the environment variable {@code
   * _X_AMZN_TRACE_ID}.
   */
  public static Propagator lambda() {
    return new XRayPropagator(true);
  }

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
    if (!span.isValid()) {
      return;
    }
    SpanContext id = span.context();
    String header =
        "Root="
            + TraceIds.format(id)
            + ";Parent="
            + id.spanId()
            + (id.isUndecided() ? "" : id.isSampled() ? ";Sampled=1" : ";Sampled=0");
    Lineage lineage = context.get(LINEAGE);
    if (lineage != null && lineage.traceIdLow() == id.traceIdLow()) {
      header += ";Lineage=" + lineage.text();
    }
    setter.set(carrier, HEADER, header);
  }

  @Override
  public <C> Context extract(Context context, C carrier, CarrierGetter<C> getter) {
    String header = HeaderText.get(carrier, getter, HEADER);
    if (header == null && lambda) {
      header = ofLambda();
    }
    if (header == null) {
      return context;
    }
    XRayHeader found = XRayHeader.parse(header);
    if (found == null) {
      refused.increment();
      return context;
    }
    SpanContext parent = found.toSpanContext();
    if (parent == null) {
      // of a parent that others found, X-Ray's refusal to record says nothing
      return found.isDenied() && !context.span().isValid()
          ? context.with(found.toDenied())
          : context;
    }
    Context result = context.with(Span.of(parent));
    return found.lineage() == null
        ? result
        : result.with(LINEAGE, new Lineage(parent.traceIdLow(), found.lineage()));
  }

  private static @Nullable String ofLambda() {
    String property = property();
    return property != null ? property : System.getenv(LAMBDA_VARIABLE);
  }

  private static @Nullable String property() {
    String value = System.getProperty(LAMBDA_PROPERTY);
    return value == null || value.isBlank() ? null : value;
  }

  /**
   * What AWS keeps along a trace to notice functions that call themselves for ever.
   *
   * @param traceIdLow the trace that it belongs to
   */
  private record Lineage(long traceIdLow, String text) {}

  /** The name, for descriptions of the configuration. */
  @Override
  public String toString() {
    return lambda ? "XRayPropagator{lambda}" : "XRayPropagator";
  }
}
