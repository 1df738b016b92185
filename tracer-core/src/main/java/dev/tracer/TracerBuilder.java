// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static java.util.Objects.requireNonNull;

import dev.tracer.config.Settings;
import dev.tracer.export.BatchProcessor;
import dev.tracer.export.SpanExporter;
import dev.tracer.export.SpanFilter;
import dev.tracer.export.SpanProcessor;
import dev.tracer.internal.ThrottledLog;
import dev.tracer.internal.Version;
import dev.tracer.propagation.CarrierGetter;
import dev.tracer.propagation.CarrierSetter;
import dev.tracer.propagation.Propagator;
import dev.tracer.redact.Redaction;
import dev.tracer.sampling.Sampler;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * Describes a {@link Tracer}. All methods throw {@code NullPointerException} naming the argument
 * that is null. Confined to one thread.
 *
 * @since 0.1
 */
public final class TracerBuilder {
  private final String serviceName;
  private final TracerSettings settings = new TracerSettings();

  TracerBuilder(String serviceName) {
    if (requireNonNull(serviceName, "serviceName").isBlank()) {
      throw new IllegalArgumentException("serviceName must not be empty");
    }
    this.serviceName = serviceName;
  }

  /**
   * A builder as the {@code OTEL_*} environment variables and system properties of this process
   * describe it; see {@link Settings#tracerBuilder()}.
   */
  public static TracerBuilder fromEnvironment() {
    return Settings.ofProcess().tracerBuilder();
  }

  /**
   * Adds a destination, behind a {@link BatchProcessor} of its own with default settings. Several
   * destinations do not disturb each other.
   */
  public TracerBuilder exporter(SpanExporter exporter) {
    return processor(BatchProcessor.create(requireNonNull(exporter, "exporter")));
  }

  /**
   * Adds the exporters that {@link ServiceLoader} finds, each as {@link #exporter} does: by the
   * context class loader, and if that knows none (as in the common pool), by that of this library.
   * If that knows none either, a warning says so.
   */
  public TracerBuilder exportersFromServiceLoader() {
    boolean found = add(ServiceLoader.load(SpanExporter.class));
    ClassLoader own = TracerBuilder.class.getClassLoader();
    if (!found && !add(ServiceLoader.load(SpanExporter.class, own))) {
      new ThrottledLog()
          .warnAlways(
              "No exporter was found by the service loader: is its jar on the class path, with"
                  + " META-INF/services/dev.tracer.export.SpanExporter?",
              null);
    }
    return this;
  }

  private boolean add(ServiceLoader<SpanExporter> exporters) {
    boolean found = false;
    for (SpanExporter exporter : exporters) {
      exporter(exporter);
      found = true;
    }
    return found;
  }

  /** Adds a processor. */
  public TracerBuilder processor(SpanProcessor processor) {
    settings.processors.add(requireNonNull(processor, "processor"));
    return this;
  }

  /** Adds a filter; filters run in the order they were added. */
  public TracerBuilder filter(SpanFilter filter) {
    settings.filters.add(requireNonNull(filter, "filter"));
    return this;
  }

  /**
   * Sets what may leave the process; by default {@link Redaction#defaults()}, which hides the
   * values of attributes whose names are those of secrets. It runs after all filters, on the
   * exporting thread.
   */
  public TracerBuilder redaction(Redaction redaction) {
    settings.redaction = requireNonNull(redaction, "redaction");
    return this;
  }

  /** Sets the sampler; by default {@code parentBased(alwaysOn())}. */
  public TracerBuilder sampler(Sampler sampler) {
    settings.sampler = requireNonNull(sampler, "sampler");
    return this;
  }

  /** Sets the formats for remote contexts; by default W3C Trace Context and W3C Baggage. */
  public TracerBuilder propagator(Propagator propagator) {
    settings.propagator = requireNonNull(propagator, "propagator");
    return this;
  }

  /**
   * Tells more about the service than its name. What was told before, by the environment for
   * instance, stays, and what is told later wins (OpenTelemetry resource SDK, "Specifying resource
   * information via an environment variable"). A {@code service.name} in it names the service only
   * if the builder was made for none: by {@link #fromEnvironment}, or with {@link
   * Resource#UNKNOWN_SERVICE}.
   */
  public TracerBuilder resource(Resource resource) {
    settings.resource = settings.resource.merge(requireNonNull(resource, "resource"));
    return this;
  }

  /** Sets the bounds of a span; {@link SpanLimits#DEFAULT} by default. */
  public TracerBuilder limits(SpanLimits limits) {
    settings.limits = requireNonNull(limits, "limits");
    return this;
  }

  /** Adds a listener to context changes; each is told, in the order they were added. */
  public TracerBuilder scopeListener(ScopeListener listener) {
    requireNonNull(listener, "listener");
    ScopeListener known = settings.listener;
    settings.listener =
        known == null
            ? listener
            : now -> {
              try {
                known.contextChanged(now);
              } finally { // whatever that throws
                listener.contextChanged(now);
              }
            };
    return this;
  }

  /** Sets the clocks; the system's by default. */
  public TracerBuilder clock(Clock clock) {
    settings.clock = requireNonNull(clock, "clock");
    return this;
  }

  /** Sets the source of ids; random by default. */
  public TracerBuilder idGenerator(IdGenerator ids) {
    settings.ids = requireNonNull(ids, "ids");
    return this;
  }

  /**
   * For debugging: remembers where each span was started and ended and each scope opened, and logs
   * it for those that are never ended or closed, and for spans that are used after their end. Costs
   * a stack trace each.
   */
  public TracerBuilder strict(boolean strict) {
    settings.strict = strict;
    return this;
  }

  /** Records nothing; remote contexts still pass through. */
  public TracerBuilder disabled(boolean disabled) {
    settings.disabled = disabled;
    return this;
  }

  private Resource mergedResource() {
    AttributesBuilder defaults = Attributes.builder();
    defaults.set(Resource.SERVICE_NAME, serviceName);
    defaults.set("telemetry.sdk.name", "dev.tracer");
    defaults.set("telemetry.sdk.language", "java");
    defaults.set("telemetry.sdk.version", Version.NUMBER);
    Resource base = Resource.of(defaults.build());
    Resource merged = base.merge(settings.resource);
    String name = merged.serviceName();
    if (name.isBlank() || !serviceName.equals(Resource.UNKNOWN_SERVICE)) {
      name = serviceName;
    }
    Attributes told = settings.redaction.attributes(merged.attributes());
    Resource redacted =
        told.equals(merged.attributes()) ? merged : Resource.of(told, merged.schemaUrl());
    return redacted.merge(Resource.of(Attributes.of(Resource.SERVICE_NAME, name)));
  }

  /** Makes the tracer. */
  public Tracer build() {
    Tracer tracer = tracer(settings, mergedResource());
    useOnce(tracer(new TracerSettings(), Resource.empty()));
    return tracer;
  }

  private static Tracer tracer(TracerSettings settings, Resource resource) {
    Engine engine = new Engine(settings);
    InstrumentationScope scope = InstrumentationScope.of(resource.serviceName(), "");
    return new Tracer(engine, engine.origin(resource, scope));
  }

  /**
   * Uses each class on the way of a span and of its headers: one that is first used at the end of a
   * stack stays unusable for ever.
   */
  private static void useOnce(Tracer spare) {
    Span span = spare.startSpan("").set("x", 1);
    Map<String, String> headers = new HashMap<>();
    try (Scope scope = span.makeCurrent()) {
      spare.inject(headers, CarrierSetter.ofMap());
      spare.extract(headers, CarrierGetter.ofMap());
    }
    span.end();
  }
}
