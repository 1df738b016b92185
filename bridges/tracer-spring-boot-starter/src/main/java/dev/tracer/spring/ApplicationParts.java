// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import dev.tracer.ScopeListener;
import dev.tracer.TracerBuilder;
import dev.tracer.export.SpanExporter;
import dev.tracer.export.SpanFilter;
import dev.tracer.export.SpanProcessor;
import dev.tracer.propagation.Propagator;
import dev.tracer.redact.Redaction;
import dev.tracer.sampling.Sampler;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;

/** The application's beans that take part in its tracer. Immutable. */
record ApplicationParts(BeanFactory beans) {

  /**
   * Adds or sets them all, customizers last.
   *
   * @return whether spans go to one of them
   */
  boolean addTo(TracerBuilder builder) {
    AtomicBoolean receives = new AtomicBoolean();
    all(Sampler.class).ifUnique(builder::sampler);
    all(Propagator.class).ifUnique(builder::propagator);
    all(Redaction.class).ifUnique(builder::redaction);
    all(ScopeListener.class).orderedStream().forEach(builder::scopeListener);
    all(SpanFilter.class).orderedStream().forEach(builder::filter);
    all(SpanProcessor.class)
        .orderedStream()
        .forEach(
            processor -> {
              builder.processor(processor);
              receives.set(true);
            });
    all(SpanExporter.class)
        .orderedStream()
        .forEach(
            exporter -> {
              builder.exporter(exporter);
              receives.set(true);
            });
    all(TracerBuilderCustomizer.class)
        .orderedStream()
        .forEach(
            customizer -> {
              customizer.customize(builder);
              receives.set(true); // perhaps: it does not tell
            });
    return receives.get();
  }

  private <T> ObjectProvider<T> all(Class<T> type) {
    return beans.getBeanProvider(type);
  }
}
