// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationHandler.FirstMatchingCompositeObservationHandler;
import io.micrometer.observation.ObservationRegistry.ObservationConfig;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingAwareMeterObservationHandler;
import io.micrometer.tracing.handler.TracingObservationHandler;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationHandlerGroup;

/**
 * One handler of spans and one of meters for each observation, spans first. Meters are recorded
 * while their span is current, so that exemplars find it. Immutable.
 */
final class TracingHandlerGroup implements ObservationHandlerGroup {
  private final Tracer tracer;

  TracingHandlerGroup(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  public Class<?> handlerType() {
    return TracingObservationHandler.class;
  }

  @Override
  public boolean isMember(ObservationHandler<?> handler) {
    return handler instanceof TracingObservationHandler<?>
        || handler instanceof MeterObservationHandler<?>;
  }

  /** Before groups of meters, which would take those. */
  @Override
  public int compareTo(ObservationHandlerGroup other) {
    if (other instanceof TracingHandlerGroup) {
      return 0;
    }
    return MeterObservationHandler.class.isAssignableFrom(other.handlerType()) ? -1 : 1;
  }

  @Override
  public void registerMembers(ObservationConfig config, List<ObservationHandler<?>> members) {
    List<ObservationHandler<?>> spans = new ArrayList<>();
    List<ObservationHandler<?>> meters = new ArrayList<>();
    for (ObservationHandler<?> member : members) {
      if (member instanceof TracingAwareMeterObservationHandler<?>) {
        meters.add(member);
      } else if (member instanceof MeterObservationHandler<?> meter) {
        meters.add(new TracingAwareMeterObservationHandler<>(meter, tracer));
      } else {
        spans.add(member);
      }
    }
    register(config, spans);
    register(config, meters);
  }

  private static void register(ObservationConfig config, List<ObservationHandler<?>> handlers) {
    if (!handlers.isEmpty()) {
      config.observationHandler(new FirstMatchingCompositeObservationHandler(handlers));
    }
  }
}
