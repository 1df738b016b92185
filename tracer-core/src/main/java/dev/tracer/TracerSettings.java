// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import dev.tracer.export.SpanFilter;
import dev.tracer.export.SpanProcessor;
import dev.tracer.propagation.Propagator;
import dev.tracer.redact.Redaction;
import dev.tracer.sampling.Sampler;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link TracerBuilder} has been told and an {@link Engine} is made from. Confined to the
 * builder's thread.
 */
final class TracerSettings {
  final List<SpanProcessor> processors = new ArrayList<>();
  final List<SpanFilter> filters = new ArrayList<>();
  Resource resource = Resource.empty();
  Sampler sampler = Sampler.parentBased(Sampler.alwaysOn());
  Propagator propagator = Propagator.composite(Propagator.traceContext(), Propagator.baggage());
  Redaction redaction = Redaction.defaults();
  SpanLimits limits = SpanLimits.DEFAULT;
  Clock clock = Clock.system();

  /** Null for random ones. */
  @Nullable IdGenerator ids;

  @Nullable ScopeListener listener;
  boolean strict;
  boolean disabled;
}
