// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.config;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The {@link TracerExtension}s of this process, and which module has what. Immutable. */
final class Extensions {
  /** Names that other modules of ours bring, for the message when they are missing. */
  private static final Map<String, String> MODULES =
      Map.of(
          "zipkin", "tracer-backends",
          "xray", "tracer-backends",
          "xray-lambda", "tracer-backends",
          "b3", "tracer-backends",
          "b3multi", "tracer-backends",
          "jaeger", "tracer-backends",
          "datadog", "tracer-backends");

  private static final Set<String> SAMPLERS =
      Set.of("jaeger_remote", "xray", "rate_limiting", "adaptive", "production");

  private final List<TracerExtension> found;
  private final Settings settings;

  private Extensions(List<TracerExtension> found, Settings settings) {
    this.found = found;
    this.settings = settings;
  }

  /** Those that the class loader of this library sees: it is where its other modules are. */
  static Extensions find(Settings settings) {
    List<TracerExtension> found = new ArrayList<>();
    Iterator<TracerExtension> all =
        ServiceLoader.load(TracerExtension.class, Extensions.class.getClassLoader()).iterator();
    int failures = 0;
    while (failures < 100) { // a broken entry is passed over, but not without end
      try {
        if (!all.hasNext()) {
          break;
        }
        found.add(all.next());
      } catch (ServiceConfigurationError e) {
        failures++;
        settings.warn("TracerExtension", "could not be loaded, and is left out: " + e.getMessage());
      }
    }
    return new Extensions(found, settings);
  }

  private static @Nullable String module(String variable, String name) {
    if (variable.equals(ConfiguredTracer.SAMPLER)) {
      return SAMPLERS.contains(name) ? "tracer-sampling" : null;
    }
    return MODULES.get(name);
  }

  /**
   * What the first extension that knows it makes of {@code name}; null, with a warning, if none
   * does.
   *
   * @param variable the variable that holds the name
   * @param instead what is used if nobody knows it
   * @param known the names that need no extension
   */
  <T> @Nullable T ask(
      String variable,
      String name,
      String instead,
      String known,
      Function<TracerExtension, @Nullable T> question) {
    for (TracerExtension extension : found) {
      try {
        T answer = question.apply(extension);
        if (answer != null) {
          return answer;
        }
      } catch (RuntimeException | LinkageError e) {
        settings.warn(variable, "=" + name + " cannot be used (" + e + "); " + instead);
        return null;
      }
    }
    String module = module(variable, name);
    settings.warn(
        variable,
        module == null
            ? "has an unknown name: '"
                + name
                + "'; "
                + instead
                + " (known without further modules: "
                + known
                + ")"
            : "=" + name + " needs dev.tracer:" + module + " on the class path; " + instead);
    return null;
  }
}
