// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/** Tells of a {@link WrongSettingException} in the way in which Boot tells of its own. */
final class WrongSettingAnalyzer extends AbstractFailureAnalyzer<WrongSettingException> {
  private final @Nullable Environment environment;

  /** For Boot, which may have no environment yet. */
  WrongSettingAnalyzer(@Nullable Environment environment) {
    this.environment = environment;
  }

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, WrongSettingException cause) {
    StringBuilder text = new StringBuilder("Tracer cannot be set up:\n\n");
    String property = cause.property();
    if (property != null) {
      ConfigurationProperty found = find(property);
      Object value = found == null || cause.value() == null ? cause.value() : found.getValue();
      line(text, "Property", property);
      line(text, "Value", value == null ? null : "\"" + value + '"');
      line(text, "Origin", found == null ? null : found.getOrigin());
    }
    line(text, "Reason", cause.reason());
    return new FailureAnalysis(text.toString(), cause.action(), cause);
  }

  private static void line(StringBuilder text, String name, @Nullable Object value) {
    if (value != null) {
      text.append("    ").append(name).append(": ").append(value).append('\n');
    }
  }

  /** The property as it was set, if that is known. */
  private @Nullable ConfigurationProperty find(String property) {
    ConfigurationProperty found = null;
    if (environment instanceof ConfigurableEnvironment configurable) {
      ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
      for (ConfigurationPropertySource source :
          ConfigurationPropertySources.from(configurable.getPropertySources())) {
        found = found == null ? source.getConfigurationProperty(name) : found;
      }
    }
    return found;
  }
}
