// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import dev.tracer.ScopeListener;
import dev.tracer.TracerBuilder;
import dev.tracer.export.MeasuringProcessor;
import dev.tracer.export.SpanExporter;
import dev.tracer.export.SpanFilter;
import dev.tracer.export.SpanProcessor;
import dev.tracer.propagation.Propagator;
import dev.tracer.redact.Redaction;
import dev.tracer.sampling.Sampler;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;

/** The application's beans that take part in its tracer. Immutable. */
record ApplicationParts(BeanFactory beans) {

  /** What of a tracer is the application's. */
  enum Part {
    SAMPLER,
    PROPAGATOR,
    REDACTION,
    DESTINATION
  }

  /**
   * Adds or sets them all, customizers last.
   *
   * @return what is theirs
   * @throws WrongSettingException if there are several of which one alone can be set, and none is
   *     the primary one
   */
  Set<Part> addTo(TracerBuilder builder) {
    Set<Part> own = EnumSet.noneOf(Part.class);
    one(Sampler.class, Part.SAMPLER, own, builder::sampler);
    one(Propagator.class, Part.PROPAGATOR, own, builder::propagator);
    one(Redaction.class, Part.REDACTION, own, builder::redaction);
    all(ScopeListener.class).forEach(builder::scopeListener);
    all(SpanFilter.class).forEach(builder::filter);
    all(SpanProcessor.class)
        .forEach(
            processor -> {
              builder.processor(processor);
              if (!(processor instanceof MeasuringProcessor)) { // that counts, and sends nothing
                own.add(Part.DESTINATION);
              }
            });
    all(SpanExporter.class)
        .forEach(
            exporter -> {
              builder.exporter(exporter);
              own.add(Part.DESTINATION);
            });
    all(TracerBuilderCustomizer.class)
        .forEach(
            customizer -> {
              customizer.customize(builder);
              own.add(Part.DESTINATION); // perhaps: it does not tell
            });
    return own;
  }

  private <T> void one(Class<T> type, Part part, Set<Part> own, Consumer<T> setter) {
    T bean;
    try {
      bean = beans.getBeanProvider(type).getIfAvailable();
    } catch (NoUniqueBeanDefinitionException e) {
      throw WrongSettingException.ofBeans(type, e);
    }
    if (bean != null) {
      setter.accept(bean);
      own.add(part);
    }
  }

  private <T> Stream<T> all(Class<T> type) {
    return beans.getBeanProvider(type).orderedStream();
  }
}
