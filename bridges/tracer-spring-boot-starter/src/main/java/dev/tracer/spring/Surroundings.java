// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** What else is on the class path: other tracers first of all. Thread-safe. */
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

  /**
   * The last answer: a dozen conditions ask at each start, and each class that is not there takes a
   * search through all jars. For another class loader it is looked for again.
   */
  private static volatile @Nullable Answer last;

  private record Answer(WeakReference<ClassLoader> classes, @Nullable String otherTracer) {}

  private Surroundings() {}

  /**
   * Another tracer, and what to do about it: a line for people; null if there is none.
   *
   * @param classes null: the default class loader
   */
  static @Nullable String otherTracer(@Nullable ClassLoader classes) {
    ClassLoader loader = classes != null ? classes : ClassUtils.getDefaultClassLoader();
    Answer known = last;
    if (known != null && loader != null && known.classes().refersTo(loader)) {
      return known.otherTracer();
    }
    String found = findOtherTracer(loader);
    last = new Answer(new WeakReference<>(loader), found);
    return found;
  }

  private static @Nullable String findOtherTracer(@Nullable ClassLoader classes) {
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
