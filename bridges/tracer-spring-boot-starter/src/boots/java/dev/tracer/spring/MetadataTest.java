// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What editors are told of properties, and what is read of them. */
class MetadataTest {
  private static final Pattern PROPERTY =
      Pattern.compile("\"name\": \"([a-z0-9.-]+)\",\\s+\"type\": \"([^\"]+)\",\\s+\"description\"");

  private static final Set<Class<?>> ROOTS =
      Set.of(
          TracerProperties.class,
          TracingProperties.class,
          OtlpProperties.class,
          OpenTelemetryProperties.class,
          ZipkinProperties.class);

  static Map<String, String> properties() throws IOException {
    Map<String, String> properties = new LinkedHashMap<>();
    try (InputStream in =
        TracerProperties.class.getResourceAsStream(
            "/META-INF/spring-configuration-metadata.json")) {
      Matcher property = PROPERTY.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      while (property.find()) {
        properties.put(property.group(1), property.group(2));
      }
    }
    return properties;
  }

  static Stream<Map.Entry<String, String>> each() throws IOException {
    return properties().entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("each")
  void property_thatEditorsKnow_isRead(Map.Entry<String, String> property) {
    Class<?> root =
        ROOTS.stream()
            .filter(type -> property.getKey().startsWith(prefix(type) + "."))
            .max((a, b) -> Integer.compare(prefix(a).length(), prefix(b).length()))
            .orElseThrow();
    boolean isMap = property.getValue().contains("Map");
    String name = property.getKey() + (isMap ? ".some" : "");
    String first = example(property.getValue());

    String defaults = components(bound(root, Map.of()));
    List<String> read =
        Stream.of(first, other(property.getValue()))
            .map(value -> components(bound(root, Map.of(name, value))))
            .toList();
    assertThat(read)
        .as("one of two values differs from the default")
        .anyMatch(text -> !text.equals(defaults));
    assertThat(read)
        .as("the others of its group are as by default")
        .allMatch(text -> differences(text, defaults) <= 1);
  }

  private static long differences(String a, String b) {
    List<String> all = List.of(a.split(";"));
    List<String> others = List.of(b.split(";"));
    return all.stream().filter(value -> !others.contains(value)).count();
  }

  @Test
  void properties_thatAreRead_areKnownToEditors() throws IOException {
    Set<String> read = new TreeSet<>();
    ROOTS.forEach(root -> names(prefix(root), root, read));

    assertThat(properties().keySet()).containsExactlyInAnyOrderElementsOf(read);
  }

  private static String prefix(Class<?> type) {
    return type.getAnnotation(ConfigurationProperties.class).value();
  }

  private static Object bound(Class<?> type, Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties))
        .bindOrCreate(prefix(type), type);
  }

  /** All values, as some records do not tell theirs. */
  private static String components(Object record) {
    StringBuilder text = new StringBuilder();
    try {
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        component.getAccessor().setAccessible(true);
        Object value = component.getAccessor().invoke(record);
        boolean isLevel = value != null && value.getClass().isRecord();
        text.append(component.getName())
            .append('=')
            .append(isLevel ? components(value) : value)
            .append(';');
      }
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
    return text.toString();
  }

  private static void names(String prefix, Class<?> type, Set<String> names) {
    for (RecordComponent component : type.getRecordComponents()) {
      String name = prefix + "." + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase();
      if (component.getType().isRecord()) {
        names(name, component.getType(), names);
      } else {
        assertThat(
                component.getGenericType() instanceof ParameterizedType
                    || !Collection.class.isAssignableFrom(component.getType()))
            .as(name)
            .isTrue();
        names.add(name);
      }
    }
  }

  private static String example(String type) {
    return switch (type) {
      case "java.lang.Boolean" -> "true";
      case "java.lang.Integer" -> "7";
      case "java.lang.Double" -> "0.5";
      case "java.time.Duration" -> "7s";
      default ->
          type.contains("Format")
              ? "b3"
              : type.contains("ValuePattern")
                  ? dev.tracer.redact.ValuePattern.values()[0].name()
                  : type.contains("Transport")
                      ? "grpc"
                      : type.contains("Compression") ? "gzip" : "x";
    };
  }

  private static String other(String type) {
    return type.equals("java.lang.Boolean") ? "false" : example(type);
  }
}
