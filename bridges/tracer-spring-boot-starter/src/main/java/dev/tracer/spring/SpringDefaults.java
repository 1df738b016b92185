// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;

/**
 * Switches on what Spring can observe but does not unless asked, with the lowest precedence: any
 * word of the application goes before it.
 */
/*
 * A listener and no EnvironmentPostProcessor, as Boot 4 moved that interface. It runs after the
 * configuration files have been read and before the log is set up, which wants the pattern.
 */
final class SpringDefaults
    implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {
  /** Boot's name for what goes behind all else, also behind what is read later. */
  private static final String SOURCE = "defaultProperties";

  /** Between Boot's listeners for configuration files (10) and for the log (20). */
  private static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 15;

  @Override
  public int getOrder() {
    return ORDER;
  }

  @Override
  public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
    ConfigurableEnvironment environment = event.getEnvironment();
    ClassLoader classes = event.getSpringApplication().getClassLoader();
    if (!OnTracing.isOn(environment, classes)) {
      return;
    }
    MutablePropertySources sources = environment.getPropertySources();
    Map<String, Object> all = defaults();
    if (sources.get(SOURCE) instanceof MapPropertySource given) {
      all.putAll(given.getSource());
    }
    sources.remove(SOURCE);
    sources.addLast(new MapPropertySource(SOURCE, all));
  }

  private static Map<String, Object> defaults() {
    Map<String, Object> defaults = new LinkedHashMap<>();
    defaults.put(LoggingSystem.EXPECT_CORRELATION_ID_PROPERTY, true);
    defaults.put("spring.kafka.template.observation-enabled", true);
    defaults.put("spring.kafka.listener.observation-enabled", true);
    defaults.put("spring.reactor.context-propagation", "auto");
    defaults.put("management.observations.annotations.enabled", true);
    return defaults;
  }
}
