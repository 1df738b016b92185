// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import dev.tracer.internal.LogTopic;
import dev.tracer.internal.SafeText;
import dev.tracer.internal.ThrottledLog;
import dev.tracer.sampling.LocalTraceSampler;
import dev.tracer.sampling.Sampler;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@link Sampling#fromEnvironment}. As the specification asks, a name that is not known, and an
 * argument that cannot be understood, count as not set.
 */
final class EnvironmentSampler {
  private static final String NAME = "OTEL_TRACES_SAMPLER";
  private static final String ARGUMENT = "OTEL_TRACES_SAMPLER_ARG";
  private static final String PARENT_BASED = "parentbased_";
  private static final double JAEGER_RATIO = 0.001;
  private static final String JAEGER_ENDPOINT = "http://localhost:5778/sampling";
  private static final long JAEGER_MILLIS = 60_000;

  /** Traces a second. */
  private static final double USUAL_RATE = 100;

  /** Makes a sampler of the argument, or throws if it cannot be understood. */
  private interface Maker {
    Sampler make(String argument);
  }

  private EnvironmentSampler() {}

  static Sampler read(Map<String, String> environment) {
    String given = environment.getOrDefault(NAME, "").strip();
    String name = given.toLowerCase(Locale.ROOT);
    boolean parentBased = name.startsWith(PARENT_BASED);
    String argument = environment.getOrDefault(ARGUMENT, "").strip();
    String service = SamplingExtension.serviceName(environment);
    try {
      Maker maker = maker(parentBased ? name.substring(PARENT_BASED.length()) : name, service);
      Sampler sampler = make(maker, argument);
      // a tail sampler's own head sampler asks the parent
      boolean wraps = parentBased && !(sampler instanceof LocalTraceSampler);
      return wraps ? Sampler.parentBased(sampler) : sampler;
    } catch (IllegalArgumentException e) {
      warn(
          NAME
              + "="
              + SafeText.inMessage(given)
              + " cannot be used, all traces are kept as by parentbased_always_on: "
              + e.getMessage());
      return Sampler.parentBased(Sampler.alwaysOn());
    }
  }

  /** What only this module has; null if it does not know the name. */
  static @Nullable Sampler ofName(String name, String argument, String service) {
    Maker maker = ownMaker(name, service);
    return maker == null ? null : make(maker, argument);
  }

  private static Maker maker(String name, String service) {
    Maker own = ownMaker(name, service);
    if (own != null) {
      return own;
    }
    return switch (name) {
      case "" -> argument -> Sampler.parentBased(Sampler.alwaysOn());
      case "always_on" -> argument -> Sampler.alwaysOn();
      case "always_off" -> argument -> Sampler.alwaysOff();
      case "traceidratio" ->
          argument -> Sampler.probability(argument.isEmpty() ? 1 : number(argument));
      default -> throw new IllegalArgumentException("there is no such sampler");
    };
  }

  private static @Nullable Maker ownMaker(String name, String service) {
    return switch (name) {
      case "jaeger_remote" -> argument -> jaegerRemote(service, argument);
      case "xray" -> argument -> Sampling.reservoir(1, 0.05);
      case "rate_limiting" -> argument -> Sampling.rateLimiting(rate(argument));
      case "adaptive" -> argument -> Sampling.adaptive(rate(argument));
      case "production" -> argument -> Sampling.productionDefaults();
      default -> null;
    };
  }

  private static double rate(String argument) {
    return argument.isEmpty() ? USUAL_RATE : number(argument);
  }

  private static Sampler make(Maker maker, String argument) {
    try {
      return maker.make(argument);
    } catch (IllegalArgumentException e) {
      warn(ARGUMENT + " counts as not set: " + e.getMessage());
      return maker.make("");
    }
  }

  private static void warn(String message) {
    new ThrottledLog().warn(LogTopic.SETUP, message);
  }

  private static Sampler jaegerRemote(String service, String arguments) {
    String endpoint = JAEGER_ENDPOINT;
    long millis = JAEGER_MILLIS;
    double initial = JAEGER_RATIO;
    for (String argument : arguments.split(",", 0)) {
      int equals = argument.indexOf('=');
      String key = argument.substring(0, Math.max(0, equals)).strip();
      String value = argument.substring(equals + 1).strip();
      switch (key) {
        case "endpoint" -> endpoint = value;
        case "pollingIntervalMs" -> millis = (long) number(value);
        case "initialSamplingRate" -> initial = number(value);
        default -> {
          if (!value.isEmpty()) {
            throw new IllegalArgumentException("unknown part: " + SafeText.inMessage(key));
          }
        }
      }
    }
    return JaegerRemoteSampler.create(
        service, endpoint, Duration.ofMillis(millis), Sampler.probability(initial));
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("no number: " + SafeText.inMessage(text), e);
    }
  }
}
