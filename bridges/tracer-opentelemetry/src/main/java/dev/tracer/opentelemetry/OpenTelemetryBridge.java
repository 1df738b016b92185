// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.opentelemetry;

import static java.util.Objects.requireNonNull;

import dev.tracer.Tracer;
import dev.tracer.internal.LogTopic;
import dev.tracer.internal.ThrottledLog;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.logs.LoggerProvider;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.propagation.ContextPropagators;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * OpenTelemetry's API over a {@link Tracer}: libraries that are instrumented for OpenTelemetry make
 * spans of the tracer, in the same traces, without a change.
 *
 * <pre>{@code
 * OpenTelemetryBridge bridge = OpenTelemetryBridge.of(tracer);
 * OkHttpTelemetry.create(bridge).newCallFactory(client);   // a library that takes it, or:
 * bridge.register();                                       // libraries that ask GlobalOpenTelemetry
 * }</pre>
 *
 * <p>{@code Span.current()} of both sides is one thing: {@link TracerContextStorage} sees to that.
 * Meters do nothing, which is logged once; the Logs API takes events and exceptions into the span
 * they belong to. Immutable but for that one message; thread-safe. Close the tracer, not this.
 *
 * @since 0.1
 */
public final class OpenTelemetryBridge implements OpenTelemetry {
  private static final ThrottledLog LOG = new ThrottledLog();

  private final TracerProvider tracers;
  private final ContextPropagators propagators;

  /** Set by whoever first asks for a meter. */
  private final AtomicBoolean metersTold = new AtomicBoolean();

  private OpenTelemetryBridge(Tracer tracer) {
    this.tracers = new BridgedTracerProvider(tracer);
    this.propagators = ContextPropagators.create(new BridgedPropagator(tracer));
  }

  /**
   * OpenTelemetry's API over {@code tracer}. If another context storage is in use, as that of the
   * OpenTelemetry Java agent, a warning says so: then the two sides do not see each other's current
   * spans.
   *
   * @throws NullPointerException if {@code tracer} is null
   */
  public static OpenTelemetryBridge of(Tracer tracer) {
    requireNonNull(tracer, "tracer");
    if (TracerContextStorage.isTheAgents()) {
      LOG.warn(
          LogTopic.SETUP,
          "The OpenTelemetry Java agent is attached and keeps the current context of OpenTelemetry's"
              + " API: its spans and Tracer's do not nest in each other, and what both trace has two"
              + " spans. Start without -javaagent, or switch off the agent's part for what Tracer"
              + " traces: -Dotel.instrumentation.NAME.enabled=false.");
    } else if (!TracerContextStorage.isInUse()) {
      LOG.warn(
          LogTopic.SETUP,
          "OpenTelemetry's API keeps its context elsewhere, so spans of its libraries and of Tracer"
              + " do not nest. Is another ContextStorageProvider on the class path? Choose by"
              + " -Dio.opentelemetry.context.contextStorageProvider="
              + TracerContextStorage.class.getName()
              + ".");
    }
    return new OpenTelemetryBridge(tracer);
  }

  /**
   * Makes this what {@code GlobalOpenTelemetry.get()} answers. Call it before anything asks: that
   * would settle it on something that does nothing. Where the OpenTelemetry Java agent is attached
   * that answer stays the agent's, which a warning says.
   *
   * @return this
   * @throws IllegalStateException if there is one already, or somebody asked before; the message
   *     tells where
   */
  public OpenTelemetryBridge register() {
    if (TracerContextStorage.isTheAgents()) { // it would ignore the call
      LOG.warnAlways(
          "GlobalOpenTelemetry belongs to the OpenTelemetry Java agent: libraries that ask it make"
              + " spans of the agent's, not of Tracer. Hand them the bridge, or start without"
              + " -javaagent.",
          null);
      return this;
    }
    GlobalOpenTelemetry.set(this);
    return this;
  }

  @Override
  public TracerProvider getTracerProvider() {
    return tracers;
  }

  /** Does nothing with what is measured. */
  @Override
  public MeterProvider getMeterProvider() {
    if (!metersTold.getAndSet(true)) {
      LOG.log(
          System.Logger.Level.INFO,
          "A library asks OpenTelemetry's API for a meter. Tracer makes spans only: what it measures"
              + " goes nowhere.");
    }
    return MeterProvider.noop();
  }

  /** Takes events and exceptions into spans; other log records go nowhere. */
  @Override
  public LoggerProvider getLogsBridge() {
    return SpanEventLogs.INSTANCE;
  }

  @Override
  public ContextPropagators getPropagators() {
    return propagators;
  }

  @Override
  public String toString() {
    return "OpenTelemetryBridge";
  }
}
