// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import dev.tracer.config.Settings;
import dev.tracer.spring.ApplicationParts.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says what was configured, and by whom, without secrets. Confined to one call. */
final class EffectiveDescription {
  private static final String SAMPLER = "OTEL_TRACES_SAMPLER";
  private static final String BY_A_BEAN = "by a bean of the application";
  private static final String PROPAGATORS = "OTEL_PROPAGATORS";
  private static final String[] ENDPOINTS = {
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"
  };

  private final AllProperties properties;
  private final Settings settings;
  private final SettingsBuilder variables;
  private final boolean waterfall;
  private final Set<Part> own;

  EffectiveDescription(
      AllProperties properties,
      Settings settings,
      SettingsBuilder variables,
      boolean waterfall,
      Set<Part> own) {
    this.properties = properties;
    this.settings = settings;
    this.variables = variables;
    this.waterfall = waterfall;
    this.own = own;
  }

  /** The line for the log, and what the endpoint tells. */
  record Description(String line, Map<String, Object> entries) {}

  Description describe() {
    Map<String, Object> entries = new LinkedHashMap<>();
    String service = service();
    List<String> destinations = destinations();
    entries.put("service", service);
    entries.put("sampling", sampling());
    entries.put("destinations", destinations);
    entries.put("propagation", propagation());
    entries.put("redaction", redaction());
    entries.put("waterfall", waterfall);
    entries.put("strict", properties.tracer().strict());
    entries.put("jdbc", properties.tracer().jdbc().enabled());
    String where =
        destinations.isEmpty()
            ? "nowhere: set management.otlp.tracing.endpoint (Boot 4:"
                + " management.opentelemetry.tracing.export.otlp.endpoint), or tracer.waterfall"
            : String.join(", ", destinations);
    return new Description(
        "Tracer traces '" + service + "': " + sampling() + "; spans go " + where + ".", entries);
  }

  private String service() {
    String name = settings.text("OTEL_SERVICE_NAME", "");
    return name.isEmpty()
        ? settings.pairs("OTEL_RESOURCE_ATTRIBUTES").getOrDefault("service.name", "unnamed")
        : name;
  }

  private String sampling() {
    if (own.contains(Part.SAMPLER)) {
      return "sampled " + BY_A_BEAN;
    }
    if (variables.isGiven(SAMPLER)) {
      String argument = settings.text("OTEL_TRACES_SAMPLER_ARG", "");
      return "sampled by OTEL_TRACES_SAMPLER="
          + settings.text(SAMPLER, "")
          + (argument.isEmpty() ? "" : " (" + argument + ")");
    }
    var own = properties.tracer().sampling();
    if (own.productionDefaults()) {
      return "sampled by tracer.sampling.production-defaults";
    }
    Double probability = properties.tracing().sampling().probability();
    String head =
        own.maxTracesPerSecond() != null
            ? own.maxTracesPerSecond() + " traces a second"
            : probability == null || probability == 1
                ? "all traces"
                : probability + " of the traces";
    String by =
        own.maxTracesPerSecond() != null
            ? "tracer.sampling.max-traces-per-second"
            : "management.tracing.sampling.probability";
    String tail = own.tail().enabled() ? ", and by tracer.sampling.tail" : "";
    return head + " (" + by + ")" + tail;
  }

  private String redaction() {
    if (own.contains(Part.REDACTION)) {
      return BY_A_BEAN;
    }
    return properties.tracer().redaction().enabled() ? "on" : "off";
  }

  private List<String> destinations() {
    List<String> all = new ArrayList<>();
    String usual = settings.isSet(ENDPOINTS) ? "otlp" : "none";
    for (String name : settings.names("OTEL_TRACES_EXPORTER", usual)) {
      switch (name) {
        case "none" -> {}
        case "otlp" -> all.add("by OTLP to " + otlp());
        case "zipkin" ->
            all.add(
                "to Zipkin at "
                    + OtlpTarget.withoutSecrets(
                        settings.text(
                            "OTEL_EXPORTER_ZIPKIN_ENDPOINT",
                            "http://localhost:9411/api/v2/spans")));
        default -> all.add("to " + name);
      }
    }
    if (waterfall) {
      all.add("to the terminal");
    }
    if (own.contains(Part.DESTINATION)) {
      all.add("to beans of the application");
    }
    return all;
  }

  private String otlp() {
    for (String variable : ENDPOINTS) {
      if (settings.isSet(variable)) {
        return OtlpTarget.withoutSecrets(settings.text(variable, ""));
      }
    }
    return "http://localhost:4318";
  }

  private String propagation() {
    if (own.contains(Part.PROPAGATOR)) {
      return BY_A_BEAN;
    }
    if (variables.isGiven(PROPAGATORS)) {
      return PROPAGATORS + "=" + settings.text(PROPAGATORS, "");
    }
    var given = properties.tracing().propagation();
    if (given.type() != null) {
      return "type " + given.type();
    }
    return "produce "
        + (given.produce() == null ? "[W3C]" : given.produce())
        + ", consume "
        + (given.consume() == null ? "all" : given.consume());
  }
}
