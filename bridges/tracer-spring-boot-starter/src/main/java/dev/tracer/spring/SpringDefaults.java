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
  static final String SOURCE = "tracerDefaults";

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
    if (OnTracing.isOn(environment, classes)
        && !environment.getPropertySources().contains(SOURCE)) {
      environment.getPropertySources().addLast(new MapPropertySource(SOURCE, defaults()));
    }
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
