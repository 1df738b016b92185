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
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
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
   *     the primary one, or if one throws or cannot be added
   */
  Set<Part> addTo(TracerBuilder builder) {
    Set<Part> own = EnumSet.noneOf(Part.class);
    one(Sampler.class, Part.SAMPLER, own, builder::sampler);
    one(Propagator.class, Part.PROPAGATOR, own, builder::propagator);
    one(Redaction.class, Part.REDACTION, own, builder::redaction);
    each(ScopeListener.class, builder::scopeListener);
    each(SpanFilter.class, builder::filter);
    each(
        SpanProcessor.class,
        processor -> {
          builder.processor(processor);
          if (!(processor instanceof MeasuringProcessor)) { // that counts, and sends nothing
            own.add(Part.DESTINATION);
          }
        });
    each(
        SpanExporter.class,
        exporter -> {
          builder.exporter(exporter);
          own.add(Part.DESTINATION);
        });
    each(
        TracerBuilderCustomizer.class,
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

  private <T> void each(Class<T> type, Consumer<T> adder) {
    beans
        .getBeanProvider(type)
        .orderedStream()
        .forEach(
            bean -> {
              try {
                adder.accept(bean);
              } catch (RuntimeException e) {
                throw WrongSettingException.ofBean(type, nameOf(type, bean), e);
              }
            });
  }

  private String nameOf(Class<?> type, Object bean) {
    if (beans instanceof ListableBeanFactory all) {
      for (var named : BeanFactoryUtils.beansOfTypeIncludingAncestors(all, type).entrySet()) {
        if (named.getValue() == bean) {
          return named.getKey();
        }
      }
    }
    return bean.getClass().getName();
  }
}
