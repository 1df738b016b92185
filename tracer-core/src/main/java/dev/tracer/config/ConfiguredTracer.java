// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.config;

import dev.tracer.Attributes;
import dev.tracer.Resource;
import dev.tracer.SpanLimits;
import dev.tracer.Tracer;
import dev.tracer.TracerBuilder;
import dev.tracer.export.BatchProcessor;
import dev.tracer.export.SpanExporter;
import dev.tracer.export.otlp.OtlpExporter;
import dev.tracer.export.text.ConsoleExporter;
import dev.tracer.export.text.WaterfallExporter;
import dev.tracer.propagation.Propagator;
import dev.tracer.sampling.LocalTraceSampler;
import dev.tracer.sampling.Sampler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes of {@link Settings} what a tracer is built from. Confined to one call. */
final class ConfiguredTracer {
  private static final String FILE = "OTEL_CONFIG_FILE";
  private static final String EXPORTERS = "OTEL_TRACES_EXPORTER";
  private static final String PROPAGATORS = "OTEL_PROPAGATORS";
  static final String SAMPLER = "OTEL_TRACES_SAMPLER";
  private static final String SAMPLER_ARGUMENT = "OTEL_TRACES_SAMPLER_ARG";
  private static final String PARENT_BASED = "parentbased_";
  private static final String VALUE_LENGTH = "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT";
  private static final String SPAN_VALUE_LENGTH = "OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT";
  private static final String DISABLED_KEYS = "OTEL_RESOURCE_DISABLED_KEYS";

  /** Stands for a variable that is not set, or has no valid value. */
  private static final Duration UNSET = Duration.ofMillis(-1);

  /** That of {@code BatchProcessorBuilder}; OpenTelemetry's 2,048 are few over a slow network. */
  private static final int USUAL_QUEUE = 8192;

  /** More would take megabytes while it is empty; what waits is bounded in bytes besides. */
  private static final int LARGEST_QUEUE = 1 << 20;

  private final Settings settings;
  private final Extensions extensions;

  ConfiguredTracer(Settings settings) {
    this.settings = settings;
    this.extensions = Extensions.find(settings);
  }

  TracerBuilder builder() {
    if (settings.isSet(FILE)) {
      settings.warn(FILE, "is not read; the other variables count");
    }
    Map<String, String> attributes = settings.pairsAllOrNothing("OTEL_RESOURCE_ATTRIBUTES");
    // the name is told with the rest, so that the application can tell another one
    TracerBuilder builder = Tracer.builder(Resource.UNKNOWN_SERVICE);
    builder
        .resource(resource(attributes))
        .disabled(settings.isTrue("OTEL_SDK_DISABLED"))
        .limits(limits())
        .propagator(propagator())
        .sampler(sampler());
    for (SpanExporter exporter : exporters()) {
      builder.processor(processor(exporter));
    }
    return builder;
  }

  private Resource resource(Map<String, String> given) {
    Set<String> disabled = settings.names(DISABLED_KEYS, "");
    Attributes detected = DetectedResource.ofProcess().attributes();
    var attributes = Attributes.builder();
    for (int i = 0; i < detected.size(); i++) {
      attributes.set(detected.name(i), detected.value(i));
    }
    given.forEach(attributes::set);
    Attributes all = attributes.build();
    var kept = Attributes.builder();
    for (int i = 0; i < all.size(); i++) {
      String name = all.name(i);
      if (!disabled.contains(name.toLowerCase(Locale.ROOT))) {
        kept.set(name, all.value(i));
      }
    }
    kept.set(Resource.SERVICE_NAME, settings.serviceName());
    return Resource.of(kept.build());
  }

  private SpanLimits limits() {
    SpanLimits usual = SpanLimits.DEFAULT;
    if (settings.isSet(VALUE_LENGTH, SPAN_VALUE_LENGTH)) { // else stack traces may be longer
      int length = settings.integer(VALUE_LENGTH, 0, usual.valueLength());
      usual = usual.withValueLength(settings.integer(SPAN_VALUE_LENGTH, 0, length));
    }
    int attributes = settings.integer("OTEL_ATTRIBUTE_COUNT_LIMIT", 0, usual.attributes());
    return usual
        .withAttributes(settings.integer("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", 0, attributes))
        .withEventAttributes(settings.integer("OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT", 0, attributes))
        .withLinkAttributes(settings.integer("OTEL_LINK_ATTRIBUTE_COUNT_LIMIT", 0, attributes))
        .withEvents(settings.integer("OTEL_SPAN_EVENT_COUNT_LIMIT", 0, usual.events()))
        .withLinks(settings.integer("OTEL_SPAN_LINK_COUNT_LIMIT", 0, usual.links()));
  }

  private Propagator propagator() {
    List<Propagator> propagators = new ArrayList<>();
    for (String name : settings.names(PROPAGATORS, "tracecontext,baggage")) {
      Propagator propagator = propagator(name);
      if (propagator != null) {
        propagators.add(propagator);
      }
    }
    return Propagator.composite(propagators.toArray(new Propagator[0]));
  }

  private @Nullable Propagator propagator(String name) {
    return switch (name) {
      case "none" -> null;
      case "tracecontext" -> Propagator.traceContext();
      case "baggage" -> Propagator.baggage();
      default ->
          extensions.ask(
              PROPAGATORS,
              name,
              "it is left out",
              "tracecontext, baggage, none",
              extension -> extension.propagator(name, settings));
    };
  }

  private Sampler sampler() {
    String name = settings.text(SAMPLER, "parentbased_always_on").toLowerCase(Locale.ROOT);
    boolean parentBased = name.startsWith(PARENT_BASED);
    Sampler root = rootSampler(parentBased ? name.substring(PARENT_BASED.length()) : name);
    if (root == null) {
      return Sampler.parentBased(Sampler.alwaysOn());
    }
    // a tail sampler's own head sampler asks the parent
    boolean wraps = parentBased && !(root instanceof LocalTraceSampler);
    return wraps ? Sampler.parentBased(root) : root;
  }

  private @Nullable Sampler rootSampler(String name) {
    return switch (name) {
      case "always_on" -> Sampler.alwaysOn();
      case "always_off" -> Sampler.alwaysOff();
      case "traceidratio" -> Sampler.probability(ratio());
      default ->
          extensions.ask(
              SAMPLER,
              name,
              "parentbased_always_on is used",
              "always_on, always_off, traceidratio, and each with " + PARENT_BASED,
              extension -> extension.sampler(name, settings));
    };
  }

  /** A bad argument counts as not set (OpenTelemetry, "General SDK Configuration"). */
  private double ratio() {
    String text = settings.text(SAMPLER_ARGUMENT, "1");
    try {
      double ratio = Double.parseDouble(text);
      if (ratio >= 0 && ratio <= 1) {
        return ratio;
      }
    } catch (NumberFormatException e) {
      // as one out of range
    }
    settings.warn(SAMPLER_ARGUMENT, "is not a number in [0, 1]: '" + text + "'; 1 is used");
    return 1;
  }

  private List<SpanExporter> exporters() {
    // what sends to a default address without being asked to surprises people
    String usual =
        settings.isSet("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
            ? "otlp"
            : "none";
    List<SpanExporter> exporters = new ArrayList<>();
    for (String name : settings.names(EXPORTERS, usual)) {
      SpanExporter exporter = exporter(name);
      if (exporter != null) {
        exporters.add(exporter);
      }
    }
    return exporters;
  }

  private @Nullable SpanExporter exporter(String name) {
    try {
      return switch (name) {
        case "none" -> null;
        case "otlp" -> OtlpSettings.exporter(settings);
        case "otlp/stdout" -> OtlpExporter.stdout();
        case "console" -> ConsoleExporter.create();
        case "waterfall" -> WaterfallExporter.create();
        default ->
            extensions.ask(
                EXPORTERS,
                name,
                "it is left out",
                "otlp, otlp/stdout, console, waterfall, none",
                extension -> extension.exporter(name, settings));
      };
    } catch (IllegalArgumentException e) {
      settings.warn(EXPORTERS, "=" + name + " is left out: " + e.getMessage());
      return null;
    }
  }

  private BatchProcessor processor(SpanExporter exporter) {
    int queue = settings.integer("OTEL_BSP_MAX_QUEUE_SIZE", 1, USUAL_QUEUE);
    if (queue > LARGEST_QUEUE) {
      settings.warn(
          "OTEL_BSP_MAX_QUEUE_SIZE", "is too large: " + queue + "; " + LARGEST_QUEUE + " is used");
      queue = LARGEST_QUEUE;
    }
    int batch = settings.integer("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", 1, 0, Settings.AS_NOT_SET);
    if (batch > queue) {
      settings.warn(
          "OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "exceeds the queue; " + queue + ", its size, is used");
    }
    var builder = BatchProcessor.builder(exporter).maxQueueSize(queue);
    if (batch > 0) {
      builder.maxExportBatchSize(Math.min(batch, queue));
    }
    Duration delay = settings.millis("OTEL_BSP_SCHEDULE_DELAY", UNSET);
    if (!delay.isNegative()) {
      builder.scheduleDelay(delay.isZero() ? Duration.ofMillis(1) : delay); // 0: at once
    }
    Duration timeout = settings.millis("OTEL_BSP_EXPORT_TIMEOUT", UNSET);
    if (!timeout.isNegative()) {
      builder.exportTimeout(
          timeout.isZero() ? OtlpSettings.LONGEST_TIMEOUT : timeout); // 0: no limit
    }
    return builder.build();
  }
}
