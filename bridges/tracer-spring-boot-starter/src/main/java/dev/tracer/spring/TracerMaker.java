// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import static dev.tracer.spring.WrongSettingException.checked;

import dev.tracer.Tracer;
import dev.tracer.TracerBuilder;
import dev.tracer.config.Settings;
import dev.tracer.export.text.WaterfallExporter;
import dev.tracer.micrometer.BaggageTags;
import dev.tracer.micrometer.CorrelationListener;
import dev.tracer.redact.Redaction;
import dev.tracer.redact.RedactionBuilder;
import dev.tracer.redact.ValuePattern;
import dev.tracer.sampling.Sampler;
import dev.tracer.slf4j.MdcListener;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/** Makes the application's tracer, and tells in a line what it made. Confined to one call. */
final class TracerMaker {
  private final AllProperties properties;
  private final Environment environment;
  private final Warnings warnings = new Warnings();

  TracerMaker(AllProperties properties, Environment environment) {
    this.properties = properties;
    this.environment = environment;
  }

  EffectiveTracer make(ApplicationParts parts) {
    Ranges.millis("tracer.close-timeout", properties.tracer().closeTimeout());
    SettingsBuilder variables = new SettingsBuilder(properties, environment, warnings);
    Settings settings = variables.build();
    TracerBuilder builder = settings.tracerBuilder();
    Sampler sampler = sampler(variables);
    if (sampler != null) {
      builder.sampler(sampler);
    }
    if (!variables.isGiven("OTEL_PROPAGATORS")) {
      builder.propagator(Propagators.of(properties.tracing(), warnings));
    }
    builder.redaction(redaction()).strict(properties.tracer().strict());
    logIds(builder);
    boolean waterfall = isWaterfallOn();
    if (waterfall) {
      builder.exporter(WaterfallExporter.create());
    }
    Set<ApplicationParts.Part> own = parts.addTo(builder);
    if (Surroundings.lacksContextPropagation()) {
      warnings.add(
          "Reactor is on the class path without io.micrometer:context-propagation: spans do not"
              + " follow reactive chains. Add it, or remove its exclusion.");
    }
    var description =
        new EffectiveDescription(properties, settings, variables, waterfall, own).describe();
    warnings.log();
    Tracer tracer = builder.build();
    Warnings.tell(
        tracer.isEnabled()
            ? description.line()
            : "Tracer is off: OTEL_SDK_DISABLED, or a customizer.");
    return new EffectiveTracer(
        tracer, description.entries(), warnings.lines(), properties.tracer().closeTimeout());
  }

  private @Nullable Sampler sampler(SettingsBuilder variables) {
    var sampling = properties.tracer().sampling();
    Sampler sampler = SamplerMaker.make(sampling, properties.tracing().sampling().probability());
    if (sampler != null && variables.isGiven("OTEL_TRACES_SAMPLER")) {
      warnings.add("OTEL_TRACES_SAMPLER is set; tracer.sampling does not count.");
      return null;
    }
    return sampler;
  }

  private void logIds(TracerBuilder builder) {
    var baggage = properties.tracing().baggage();
    if (properties.tracer().mdc().enabled()) {
      boolean fields = baggage.enabled() && baggage.correlation().enabled();
      builder.scopeListener(
          CorrelationListener.of(
              fields ? baggage.correlation().fields() : List.of(), baggage.localFields()));
      builder.scopeListener(MdcListener.create());
    }
    // Micrometer's side sets them when they change as well
    if (baggage.enabled() && !baggage.tagFields().isEmpty()) {
      builder.processor(BaggageTags.of(baggage.tagFields(), baggage.localFields()));
    }
  }

  private boolean isWaterfallOn() {
    Boolean given = properties.tracer().waterfall();
    return given != null ? given : environment.acceptsProfiles(Profiles.of("dev"));
  }

  private Redaction redaction() {
    var given = properties.tracer().redaction();
    if (!given.enabled()) {
      return Redaction.none();
    }
    RedactionBuilder builder =
        Redaction.builder()
            .values(given.values().toArray(new ValuePattern[0]))
            .exceptionMessages(given.exceptionMessages());
    list("mask", given.mask(), builder::mask);
    list("keep", given.keep(), builder::keep);
    list("hash", given.hash(), builder::hash);
    list("drop", given.drop(), builder::drop);
    list("allow", given.allow(), builder::allow);
    list("url-attributes", given.urlAttributes(), builder::urlAttributes);
    list("url-parameters", given.urlParameters(), builder::urlParameters);
    String key = given.hashKey();
    if (key != null) {
      checked(
          "tracer.redaction.hash-key",
          null,
          () -> builder.hashKey(key.getBytes(StandardCharsets.UTF_8)));
    }
    return builder.build();
  }

  private static void list(
      String name, List<String> items, Function<String[], RedactionBuilder> setter) {
    String[] array = items.toArray(new String[0]);
    checked("tracer.redaction." + name, items, () -> setter.apply(array));
  }
}
