// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

/**
 * The {@code OTEL_*} variables that a Spring environment knows: real ones, system properties and
 * configuration files ({@code otel.service.name}), in the order in which Spring believes them.
 */
final class EnvironmentVariables {
  private static final String PREFIX = "OTEL_";

  private EnvironmentVariables() {}

  static Map<String, String> of(Environment environment) {
    Map<String, String> found = new HashMap<>();
    if (environment instanceof ConfigurableEnvironment configurable) {
      List<PropertySource<?>> sources = new ArrayList<>();
      configurable.getPropertySources().forEach(sources::add);
      Collections.reverse(sources); // the first one wins
      for (PropertySource<?> source : sources) {
        if (source instanceof EnumerablePropertySource<?> enumerable) {
          add(enumerable, environment, found);
        }
      }
      found.values().removeIf(String::isBlank);
    }
    return found;
  }

  private static void add(
      EnumerablePropertySource<?> source, Environment environment, Map<String, String> found) {
    for (String name : source.getPropertyNames()) {
      if (name.startsWith(PREFIX) || name.startsWith("otel.")) {
        String variable = name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
        Object value = source.getProperty(name);
        if (value != null) {
          found.put(variable, environment.resolvePlaceholders(value.toString()));
        }
      }
    }
  }
}
