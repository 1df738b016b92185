// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** What else is on the class path: other tracers first of all. Stateless. */
final class Surroundings {
  private static final String AGENT = "io.opentelemetry.javaagent.OpenTelemetryAgent";
  private static final String STARTER =
      "io.opentelemetry.instrumentation.spring.autoconfigure.OpenTelemetryAutoConfiguration";
  private static final String OTEL_BRIDGE = "io.micrometer.tracing.otel.bridge.OtelTracer";
  private static final String BRAVE_BRIDGE = "io.micrometer.tracing.brave.bridge.BraveTracer";

  private static final String BACKENDS = "dev.tracer.zipkin.B3Propagator";
  private static final String REACTOR = "reactor.core.publisher.Hooks";
  private static final String PROPAGATION = "io.micrometer.context.ContextSnapshotFactory";

  /** All names of classes that are looked for. */
  static final List<String> LOOKED_FOR =
      List.of(STARTER, OTEL_BRIDGE, BRAVE_BRIDGE, BACKENDS, REACTOR, PROPAGATION);

  private Surroundings() {}

  /**
   * Another tracer, and what to do about it: a line for people; null if there is none.
   *
   * @param classes null: the default class loader
   */
  static @Nullable String otherTracer(@Nullable ClassLoader classes) {
    List<String> found = new ArrayList<>();
    if (isPresent(AGENT, ClassLoader.getSystemClassLoader()) || isPresent(AGENT, classes)) {
      found.add("the OpenTelemetry Java agent (remove -javaagent)");
    }
    if (isPresent(STARTER, classes)) {
      found.add(
          "opentelemetry-spring-boot-starter (remove it; what is instrumented for OpenTelemetry's"
              + " API joins by dev.tracer:tracer-opentelemetry)");
    }
    if (isPresent(OTEL_BRIDGE, classes)) {
      found.add("micrometer-tracing-bridge-otel (remove it)");
    }
    if (isPresent(BRAVE_BRIDGE, classes)) {
      found.add("micrometer-tracing-bridge-brave (remove it)");
    }
    return found.isEmpty() ? null : String.join(" and ", found);
  }

  static boolean hasBackends() {
    return isPresent(BACKENDS, null);
  }

  static boolean lacksContextPropagation() {
    return isPresent(REACTOR, null) && !isPresent(PROPAGATION, null);
  }

  private static boolean isPresent(String type, @Nullable ClassLoader classes) {
    return ClassUtils.isPresent(type, classes);
  }
}
