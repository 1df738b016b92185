// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.FieldHint;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.env.MapPropertySource;
import org.springframework.javapoet.ClassName;
import org.springframework.kafka.config.AbstractKafkaListenerContainerFactory;

/** Spring's own processing ahead of time, as for a native image. */
class AotTest {
  @SpringBootConfiguration
  @ImportAutoConfiguration({
    TracerAutoConfiguration.class,
    TracerObservationAutoConfiguration.class,
    TracerTaskAutoConfiguration.class,
    TracerJdbcAutoConfiguration.class,
    TracerKafkaAutoConfiguration.class,
    TracerActuatorAutoConfiguration.class
  })
  static class Application {}

  @Test
  void processing_passes_andKnowsWhatIsLookedFor() throws IOException {
    DefaultGenerationContext generated = processed(getClass().getClassLoader());

    var reflection = RuntimeHintsPredicates.reflection();
    for (String name :
        new String[] {
          "dev.tracer.zipkin.B3Propagator", "io.micrometer.context.ContextSnapshotFactory"
        }) {
      assertThat(reflection.onType(TypeReference.of(name)).test(generated.getRuntimeHints()))
          .as(name)
          .isTrue();
    }
    assertThat(
            reflection
                .onType(TypeReference.of(TracerProperties.Tail.class))
                .test(generated.getRuntimeHints()))
        .as("properties are bound")
        .isTrue();
    TypeReference factory = TypeReference.of(AbstractKafkaListenerContainerFactory.class);
    assertThat(generated.getRuntimeHints().reflection().getTypeHint(factory).fields())
        .extracting(FieldHint::getName)
        .containsExactly(TracingBatchListeners.INTERCEPTOR);
    assertThat(source(generated))
        .contains("devTracer", "micrometerTracer", "tracingDataSources", "tracingBatchListeners");
  }

  @Test
  void processing_withoutOptionalModules_passes() throws IOException {
    assertThat(
            source(
                processed(
                    new FilteredClassLoader(
                        "dev.tracer.jdbc",
                        "dev.tracer.zipkin",
                        "org.springframework.kafka.listener.BatchInterceptor"))))
        .contains("devTracer")
        .doesNotContain("tracingDataSources", "tracingBatchListeners");
  }

  private static DefaultGenerationContext processed(ClassLoader classes) {
    Thread.currentThread().setContextClassLoader(classes);
    try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
      context.setClassLoader(classes);
      context
          .getEnvironment()
          .getPropertySources()
          .addFirst(
              new MapPropertySource(
                  "test", Map.of("management.endpoints.web.exposure.include", "*")));
      context.register(Application.class);
      DefaultGenerationContext generated =
          new DefaultGenerationContext(
              new ClassNameGenerator(ClassName.get(AotTest.class)), new InMemoryGeneratedFiles());
      new ApplicationContextAotGenerator().processAheadOfTime(context, generated);
      generated.writeGeneratedContent();
      new TracerRuntimeHints().registerHints(generated.getRuntimeHints(), classes);
      return generated;
    } finally {
      Thread.currentThread().setContextClassLoader(AotTest.class.getClassLoader());
    }
  }

  private static String source(DefaultGenerationContext generated) throws IOException {
    StringBuilder source = new StringBuilder();
    InMemoryGeneratedFiles files = (InMemoryGeneratedFiles) generated.getGeneratedFiles();
    for (String path : files.getGeneratedFiles(Kind.SOURCE).keySet()) {
      source.append(files.getGeneratedFileContent(Kind.SOURCE, path));
    }
    return source.toString();
  }
}
