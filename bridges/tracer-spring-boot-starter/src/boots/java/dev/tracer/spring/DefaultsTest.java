// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;

/** Any word of the application goes before what the starter switches on. */
class DefaultsTest {
  private static final String KAFKA = "spring.kafka.listener.observation-enabled";
  private static final String REACTOR = "spring.reactor.context-propagation";

  @Configuration(proxyBeanMethods = false)
  static class Plain {}

  @Configuration(proxyBeanMethods = false)
  @PropertySource("file:${defaults.file}")
  static class OwnFile {}

  private static ConfigurableApplicationContext start(Class<?> configuration, String argument) {
    return new SpringApplicationBuilder(configuration)
        .web(WebApplicationType.NONE)
        .properties(KAFKA + "=false", "own=1")
        .run(
            "--spring.main.banner-mode=off",
            "--logging.level.root=error",
            "--logging.level.dev.tracer=info", // as the other tests have it
            argument);
  }

  @Test
  void defaultProperties_goBefore() {
    try (ConfigurableApplicationContext context = start(Plain.class, "--other=2")) {
      assertThat(context.getEnvironment().getProperty(KAFKA)).isEqualTo("false");
      assertThat(context.getEnvironment().getProperty("own")).isEqualTo("1");
      assertThat(context.getEnvironment().getProperty(REACTOR)).isEqualTo("auto");
    }
  }

  @Test
  void propertySources_goBefore(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("own.properties"), REACTOR + "=limited");

    try (ConfigurableApplicationContext context = start(OwnFile.class, "--defaults.file=" + file)) {
      assertThat(context.getEnvironment().getProperty(REACTOR)).isEqualTo("limited");
      assertThat(context.getEnvironment().getProperty(KAFKA)).isEqualTo("false");
    }
  }
}
