// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import dev.tracer.config.Settings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/**
 * Says Spring's properties in the words of {@code OTEL_*}, of which tracer-core makes a tracer. A
 * variable that is set stays as it is: the operator's word goes before the developer's. Confined to
 * one call.
 */
final class SettingsBuilder {
  private static final String EXPORTERS = "OTEL_TRACES_EXPORTER";
  private static final String SAMPLER = "OTEL_TRACES_SAMPLER";
  private static final String OTLP = "OTEL_EXPORTER_OTLP_";
  private static final String OTLP_TRACES = "OTEL_EXPORTER_OTLP_TRACES_";
  private static final String RESOURCE = "OTEL_RESOURCE_ATTRIBUTES";

  private final AllProperties properties;
  private final Map<String, String> given;
  private final Map<String, String> variables;
  private final Warnings warnings;

  SettingsBuilder(AllProperties properties, Environment environment, Warnings warnings) {
    this.properties = properties;
    this.given = EnvironmentVariables.of(environment);
    this.variables = new HashMap<>(given);
    this.warnings = warnings;
    resource(environment);
  }

  /** Whether the operator set one of these. */
  boolean isGiven(String... names) {
    for (String name : names) {
      if (given.containsKey(name)) {
        return true;
      }
    }
    return false;
  }

  Settings build() {
    sampling();
    destinations();
    batches();
    limits();
    return Settings.of(variables, Map.of());
  }

  private void put(String variable, @Nullable Object value) {
    if (value != null) {
      variables.putIfAbsent(variable, value.toString());
    }
  }

  private void resource(Environment environment) {
    Map<String, String> attributes =
        new LinkedHashMap<>(properties.openTelemetry().resourceAttributes());
    String group = environment.getProperty("spring.application.group", "");
    if (!group.isBlank()) {
      attributes.putIfAbsent("service.namespace", group);
    }
    // Boot believes a name among the attributes before that of the application
    String name =
        attributes.getOrDefault(
            "service.name", environment.getProperty("spring.application.name", ""));
    attributes.remove("service.name");
    if (!name.isBlank() && !names(given.getOrDefault(RESOURCE, ""), "service.name")) {
      put("OTEL_SERVICE_NAME", name);
    }
    if (!attributes.isEmpty()) {
      // of two pairs of one name the later one counts
      String operators = given.getOrDefault(RESOURCE, "");
      String ours = pairs(attributes);
      variables.put(RESOURCE, operators.isEmpty() ? ours : ours + "," + operators);
    }
  }

  private void sampling() {
    Double probability = properties.tracing().sampling().probability();
    if (probability == null) {
      return;
    }
    if (!(probability >= 0 && probability <= 1)) {
      throw WrongSettingException.ofProperty(
          "management.tracing.sampling.probability", probability, "must be in [0, 1]");
    }
    if (!isGiven(SAMPLER)) {
      variables.put(SAMPLER, "parentbased_traceidratio");
      variables.put("OTEL_TRACES_SAMPLER_ARG", probability.toString());
    }
  }

  private void destinations() {
    List<String> exporters = new ArrayList<>();
    if (!isGiven(OTLP + "ENDPOINT", OTLP_TRACES + "ENDPOINT") && otlp()) {
      exporters.add("otlp");
    }
    if (zipkin()) {
      exporters.add("zipkin");
    }
    if (!isGiven(EXPORTERS, OTLP + "ENDPOINT", OTLP_TRACES + "ENDPOINT")) {
      variables.put(EXPORTERS, exporters.isEmpty() ? "none" : String.join(",", exporters));
    }
  }

  /* Headers go to the server they were written for, never to another one that the operator names. */
  private boolean otlp() {
    OtlpTarget target =
        OtlpTarget.of(
            properties.tracing(), properties.openTelemetry(), properties.otlp(), warnings);
    String endpoint = target.endpoint();
    if (endpoint == null) {
      return false;
    }
    put(OTLP_TRACES + "ENDPOINT", endpoint);
    putOtlp("HEADERS", target.headers().isEmpty() ? null : pairs(target.headers()));
    putOtlp("TIMEOUT", Ranges.millis(target.prefix() + ".timeout", target.timeout()));
    putOtlp("COMPRESSION", target.gzip() ? "gzip" : null);
    return true;
  }

  private void putOtlp(String name, @Nullable Object value) {
    if (!isGiven(OTLP + name)) {
      put(OTLP_TRACES + name, value);
    }
  }

  private boolean zipkin() {
    var newer = properties.tracing().export().zipkin();
    var older = properties.zipkin();
    String endpoint = newer.endpoint() != null ? newer.endpoint() : older.endpoint();
    if (endpoint == null || endpoint.isBlank() || !newer.enabled() || !older.export().enabled()) {
      return false;
    }
    if (!Surroundings.hasBackends()) {
      warnings.add(
          (newer.endpoint() != null
                  ? "management.tracing.export.zipkin.endpoint"
                  : "management.zipkin.tracing.endpoint")
              + " needs dev.tracer:tracer-backends on the class path; no spans are sent there.");
      return false;
    }
    put("OTEL_EXPORTER_ZIPKIN_ENDPOINT", endpoint);
    return true;
  }

  private void batches() {
    batches(
        "management.opentelemetry.tracing.export.",
        properties.openTelemetry().tracing().export().batches());
    batches(
        "management.tracing.opentelemetry.export.", properties.tracing().opentelemetry().export());
  }

  private void batches(String prefix, TracingProperties.Batches batches) {
    put(
        "OTEL_BSP_MAX_EXPORT_BATCH_SIZE",
        Ranges.atLeast(1, prefix + "max-batch-size", batches.maxBatchSize()));
    put(
        "OTEL_BSP_MAX_QUEUE_SIZE",
        Ranges.atLeast(1, prefix + "max-queue-size", batches.maxQueueSize()));
    put(
        "OTEL_BSP_SCHEDULE_DELAY",
        Ranges.millis(prefix + "schedule-delay", batches.scheduleDelay()));
    put("OTEL_BSP_EXPORT_TIMEOUT", Ranges.millis(prefix + "timeout", batches.timeout()));
  }

  private void limits() {
    var limits = properties.tracer().limits();
    Integer attributes = Ranges.atLeast(0, "tracer.limits.attributes", limits.attributes());
    if (!isGiven("OTEL_ATTRIBUTE_COUNT_LIMIT")) {
      put("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", attributes);
    }
    Integer length = Ranges.atLeast(0, "tracer.limits.value-length", limits.valueLength());
    if (!isGiven("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT")) {
      put("OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT", length);
    }
    put("OTEL_SPAN_EVENT_COUNT_LIMIT", Ranges.atLeast(0, "tracer.limits.events", limits.events()));
    put("OTEL_SPAN_LINK_COUNT_LIMIT", Ranges.atLeast(0, "tracer.limits.links", limits.links()));
  }

  private static boolean names(String pairs, String name) {
    for (String pair : pairs.split(",", -1)) {
      int equals = pair.indexOf('=');
      if (equals >= 0 && pair.substring(0, equals).strip().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static String pairs(Map<String, String> map) {
    StringJoiner pairs = new StringJoiner(",");
    map.forEach((name, value) -> pairs.add(encoded(name) + "=" + encoded(value)));
    return pairs.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
