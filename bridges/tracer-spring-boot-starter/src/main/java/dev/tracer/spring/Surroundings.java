// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/** What else is on the class path: other tracers first of all. Stateless. */
final class Surroundings {
  private static final String AGENT = "io.opentelemetry.javaagent.OpenTelemetryAgent";
  private static final String STARTER =
      "io.opentelemetry.instrumentation.spring.autoconfigure.OpenTelemetryAutoConfiguration";
  private static final String OTEL_BRIDGE = "io.micrometer.tracing.otel.bridge.OtelTracer";
  private static final String BRAVE_BRIDGE = "io.micrometer.tracing.brave.bridge.BraveTracer";

  private Surroundings() {}

  /**
   * Another tracer, and what to do about it: a line for people; null if there is none.
   *
   * @param classes null: the default class loader
   */
  static @Nullable String otherTracer(Environment environment, @Nullable ClassLoader classes) {
    List<String> found = new ArrayList<>();
    if (isPresent(AGENT, ClassLoader.getSystemClassLoader())) {
      found.add("the OpenTelemetry Java agent (remove -javaagent)");
    }
    if (isPresent(STARTER, classes)
        && !environment.getProperty("otel.sdk.disabled", Boolean.class, false)) {
      found.add(
          "opentelemetry-spring-boot-starter (remove it, or set otel.sdk.disabled=true; its"
              + " OpenTelemetry API is served by dev.tracer:tracer-opentelemetry)");
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
    return isPresent("dev.tracer.zipkin.B3Propagator", null);
  }

  static boolean lacksContextPropagation() {
    return isPresent("reactor.core.publisher.Hooks", null)
        && !isPresent("io.micrometer.context.ContextSnapshotFactory", null);
  }

  private static boolean isPresent(String type, @Nullable ClassLoader classes) {
    return ClassUtils.isPresent(type, classes);
  }
}
