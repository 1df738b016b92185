// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.config;

import dev.tracer.export.SpanExporter;
import dev.tracer.propagation.Propagator;
import dev.tracer.sampling.Sampler;
import org.jspecify.annotations.Nullable;

/**
 * What a module adds to the names that {@code OTEL_*} variables may hold. Found by {@link
 * java.util.ServiceLoader}; asked for names that tracer-core does not know, one extension after
 * another until one answers. What it throws is warned of and taken as "not known".
 *
 * @since 0.1
 */
public interface TracerExtension {
  /** The exporter that {@code OTEL_TRACES_EXPORTER} means by {@code name}, or null. */
  default @Nullable SpanExporter exporter(String name, Settings settings) {
    return null;
  }

  /** The propagator that {@code OTEL_PROPAGATORS} means by {@code name}, or null. */
  default @Nullable Propagator propagator(String name, Settings settings) {
    return null;
  }

  /**
   * The sampler that {@code OTEL_TRACES_SAMPLER} means by {@code name}, or null. {@code
   * parentbased_NAME} is asked for as {@code NAME}.
   */
  default @Nullable Sampler sampler(String name, Settings settings) {
    return null;
  }
}
