// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.propagation;

import static java.util.Objects.requireNonNull;

import dev.tracer.Context;
import dev.tracer.Tracer;
import java.util.Map;

/**
 * Carries contexts from a process to those that it starts, by environment variables (OpenTelemetry,
 * "Environment Variables as Context Propagation Carriers"): with the default formats {@code
 * TRACEPARENT}, {@code TRACESTATE} and {@code BAGGAGE}.
 *
 * @since 0.1
 */
public final class ProcessEnvironment {
  private ProcessEnvironment() {}

  /**
   * The context that this process was started in, in the formats of {@code tracer}. The current one
   * if the environment holds none or may not be read.
   */
  public static Context extract(Tracer tracer) {
    Map<String, String> environment;
    try {
      environment = System.getenv();
    } catch (SecurityException e) {
      environment = Map.of(); // a security manager's policy of JDK 17 to 23
    }
    return tracer.extract(environment, CarrierGetter.ofEnvironment());
  }

  /** Adds the current context to the environment of a process that is to be started. */
  public static void inject(Tracer tracer, ProcessBuilder process) {
    inject(tracer, Context.current(), process);
  }

  /**
   * Adds {@code context} to the environment of a process that is to be started, in the formats of
   * {@code tracer}. Their variables are replaced; those that the context has nothing for are
   * removed, as this process's own caller may have set them.
   *
   * @throws NullPointerException naming the argument that is null
   */
  public static void inject(Tracer tracer, Context context, ProcessBuilder process) {
    requireNonNull(context, "context");
    Map<String, String> environment = requireNonNull(process, "process").environment();
    for (String field : requireNonNull(tracer, "tracer").propagator().fields()) {
      environment.remove(MapCarrier.variable(field));
    }
    tracer.inject(context, environment, CarrierSetter.ofEnvironment());
  }
}
