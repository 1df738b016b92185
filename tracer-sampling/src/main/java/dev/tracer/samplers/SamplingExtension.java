// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import dev.tracer.config.Settings;
import dev.tracer.config.TracerExtension;
import dev.tracer.sampling.Sampler;
import java.util.Map;
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
    String service = settings.serviceName();
    return EnvironmentSampler.ofName(name, argument, service);
  }

  /** The service that {@code environment} names. */
  static String serviceName(Map<String, String> environment) {
    return Settings.of(environment, Map.of()).serviceName();
  }
}
