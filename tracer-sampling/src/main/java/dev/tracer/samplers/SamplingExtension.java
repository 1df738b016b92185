// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import dev.tracer.Resource;
import dev.tracer.config.Settings;
import dev.tracer.config.TracerExtension;
import dev.tracer.sampling.Sampler;
import org.jspecify.annotations.Nullable;

/**
 * The names of this module in {@code OTEL_TRACES_SAMPLER}: {@code jaeger_remote}, {@code xray},
 * {@code rate_limiting} and {@code adaptive}, whose argument is how many traces a second, and
 * {@code production}. Public for {@link java.util.ServiceLoader} only. Stateless.
 *
 * @since 0.1
 */
public final class SamplingExtension implements TracerExtension {
  /** For {@link java.util.ServiceLoader}. */
  public SamplingExtension() {}

  @Override
  public @Nullable Sampler sampler(String name, Settings settings) {
    String argument = settings.text("OTEL_TRACES_SAMPLER_ARG", "");
    String service = settings.text("OTEL_SERVICE_NAME", Resource.UNKNOWN_SERVICE);
    return EnvironmentSampler.ofName(name, argument, service);
  }
}
