// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import dev.tracer.internal.LogTopic;
import dev.tracer.internal.ThrottledLog;
import dev.tracer.sampling.Sampler;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** {@link Sampling#fromEnvironment}. */
final class EnvironmentSampler {
  private static final String NAME = "OTEL_TRACES_SAMPLER";
  private static final String PARENT_BASED = "parentbased_";

  private EnvironmentSampler() {}

  static Sampler read(Map<String, String> environment) {
    String name = environment.getOrDefault(NAME, "").strip().toLowerCase(Locale.ROOT);
    String argument = environment.getOrDefault(NAME.concat("_ARG"), "").strip();
    boolean parentBased = name.startsWith(PARENT_BASED);
    try {
      Sampler sampler =
          sampler(
              parentBased ? name.substring(PARENT_BASED.length()) : name, argument, environment);
      return parentBased ? Sampler.parentBased(sampler) : sampler;
    } catch (IllegalArgumentException e) {
      new ThrottledLog()
          .warn(
              LogTopic.SETUP,
              NAME
                  + "="
                  + name
                  + " cannot be used, all traces are kept as by parentbased_always_on: "
                  + e.getMessage());
      return sampler("", "", environment);
    }
  }

  private static Sampler sampler(String name, String argument, Map<String, String> environment) {
    return switch (name) {
      case "" -> Sampler.parentBased(Sampler.alwaysOn());
      case "always_on" -> Sampler.alwaysOn();
      case "always_off" -> Sampler.alwaysOff();
      case "traceidratio" -> Sampler.probability(argument.isEmpty() ? 1 : number(argument));
      case "jaeger_remote" ->
          jaegerRemote(
              environment.getOrDefault("OTEL_SERVICE_NAME", "unknown_service:java"), argument);
      case "xray" -> Sampling.reservoir(1, 0.05);
      default -> throw new IllegalArgumentException("there is no such sampler");
    };
  }

  private static Sampler jaegerRemote(String serviceName, String arguments) {
    String endpoint = "http://localhost:5778/sampling";
    long millis = 60_000;
    double initial = 0.001;
    for (String argument : arguments.split(",", 0)) {
      int equals = argument.indexOf('=');
      String value = argument.substring(equals + 1).strip();
      if (argument.contains("endpoint=")) {
        endpoint = value;
      } else if (argument.contains("pollingIntervalMs=")) {
        millis = (long) number(value);
      } else if (argument.contains("initialSamplingRate=")) {
        initial = number(value);
      } else if (!value.isEmpty()) {
        throw new IllegalArgumentException(
            "OTEL_TRACES_SAMPLER_ARG has an unknown part: "
                + argument.substring(0, Math.max(0, equals)));
      }
    }
    return JaegerRemoteSampler.create(
        serviceName, endpoint, Duration.ofMillis(millis), Sampler.probability(initial));
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("OTEL_TRACES_SAMPLER_ARG has no number: " + text, e);
    }
  }
}
