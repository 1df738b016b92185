// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.config;

import static java.util.Objects.requireNonNull;

import dev.tracer.Resource;
import dev.tracer.TracerBuilder;
import dev.tracer.internal.LogTopic;
import dev.tracer.internal.PercentCode;
import dev.tracer.internal.ThrottledLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Environment variables, and the system properties of the same names: {@code
 * otel.traces.sampler.arg} is {@code OTEL_TRACES_SAMPLER_ARG} and wins over it. A variable that is
 * empty counts as not set (OpenTelemetry, "Environment Variable Specification", "Parsing empty
 * value"). What cannot be read is warned of with its name and what is used instead, and never
 * thrown. Immutable.
 *
 * @since 0.1
 */
public final class Settings {
  static final String AS_NOT_SET = "it counts as not set";

  private static final String PROPERTY_PREFIX = "otel.";

  /** One line for each variable that cannot be used: every one of them counts. */
  private static final ThrottledLog LOG = new ThrottledLog();

  private final Map<String, String> values;

  private Settings(Map<String, String> values) {
    this.values = values;
  }

  /** Those of this process, as they are now. */
  public static Settings ofProcess() {
    Map<String, String> properties = new HashMap<>();
    Map<String, String> environment = Map.of();
    try {
      environment = System.getenv();
      for (String name : System.getProperties().stringPropertyNames()) {
        properties.put(name, System.getProperty(name, ""));
      }
    } catch (SecurityException e) { // a security manager's policy of JDK 17 to 23
      LOG.warn(
          LogTopic.SETUP,
          "A security manager does not let all of the environment and the system properties be read."
              + " Settings there count as not set.");
    }
    return of(environment, properties);
  }

  /**
   * Settings from elsewhere.
   *
   * @param properties those whose names begin with {@code otel.} count
   * @throws NullPointerException naming the argument that is null
   */
  public static Settings of(Map<String, String> environment, Map<String, String> properties) {
    Map<String, String> values = new HashMap<>(requireNonNull(environment, "environment"));
    requireNonNull(properties, "properties")
        .forEach(
            (name, value) -> {
              if (name.startsWith(PROPERTY_PREFIX) && !value.isBlank()) {
                values.put(variable(name), value);
              }
            });
    values.values().removeIf(String::isBlank);
    return new Settings(values);
  }

  /**
   * A builder that these settings have set up, to change details of: the name of the service, its
   * resource, exporters, sampler, propagators and limits. Nothing is sent anywhere unless {@code
   * OTEL_TRACES_EXPORTER} or an endpoint for OTLP is set.
   */
  public TracerBuilder tracerBuilder() {
    return new ConfiguredTracer(this).builder();
  }

  private static String variable(String property) {
    return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** Whether any of these variables is set. */
  public boolean isSet(String... variables) {
    for (String variable : variables) {
      if (values.containsKey(variable)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The text of a variable without the white space around it; {@code fallback} if it is not set.
   */
  public String text(String variable, String fallback) {
    String value = values.get(variable);
    return value == null ? fallback : value.strip();
  }

  /**
   * Whether a variable is {@code true}, in any case; other texts than {@code false} are warned of.
   */
  public boolean isTrue(String variable) {
    String text = text(variable, "false");
    if (text.equalsIgnoreCase("true")) {
      return true;
    }
    if (!text.equalsIgnoreCase("false")) {
      warn(variable, "is neither true nor false: '" + text + "'; false is used");
    }
    return false;
  }

  /** A whole number of at least {@code least}; {@code fallback} if it is not set or is none. */
  public int integer(String variable, int least, int fallback) {
    return integer(variable, least, fallback, fallback + " is used");
  }

  /** The same, where the fallback only stands for something else, which {@code instead} tells. */
  int integer(String variable, int least, int fallback, String instead) {
    String text = text(variable, "");
    if (text.isEmpty()) {
      return fallback;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= least) {
        return value;
      }
    } catch (NumberFormatException e) {
      // as one that is too small
    }
    warn(variable, "is not a whole number of at least " + least + ": '" + text + "'; " + instead);
    return fallback;
  }

  /** A duration in milliseconds; {@code fallback} if it is not set or is none. */
  public Duration millis(String variable, Duration fallback) {
    String instead = fallback.isNegative() ? AS_NOT_SET : fallback.toMillis() + " ms is used";
    int given = integer(variable, 0, -1, instead);
    return given < 0 ? fallback : Duration.ofMillis(given);
  }

  /** The parts of a list in lower case, each once, in their order; {@code fallback} if not set. */
  public Set<String> names(String variable, String fallback) {
    Set<String> names = new LinkedHashSet<>();
    for (String part : text(variable, fallback).split(",", -1)) {
      String name = part.strip().toLowerCase(Locale.ROOT);
      if (!name.isEmpty()) {
        names.add(name);
      }
    }
    return names;
  }

  /**
   * The pairs of a list {@code name=value,...} whose values are percent-encoded. Pairs that are
   * malformed are left out, and said by their place, not by their text: it may be a secret.
   */
  public Map<String, String> pairs(String variable) {
    List<Integer> malformed = new ArrayList<>();
    Map<String, String> pairs = parsePairs(text(variable, ""), malformed);
    if (!malformed.isEmpty()) {
      warn(variable, "has malformed parts, which are left out: number " + malformed);
    }
    return pairs;
  }

  /** The same, but nothing of the list counts if one pair is malformed. */
  Map<String, String> pairsAllOrNothing(String variable) {
    List<Integer> malformed = new ArrayList<>();
    Map<String, String> pairs = parsePairs(text(variable, ""), malformed);
    if (malformed.isEmpty()) {
      return pairs;
    }
    warn(variable, "is left out, as it has malformed parts: number " + malformed);
    return Map.of();
  }

  /**
   * The service's name: {@code OTEL_SERVICE_NAME}, else {@code service.name} among well-formed
   * {@code OTEL_RESOURCE_ATTRIBUTES}, else {@link Resource#UNKNOWN_SERVICE}.
   */
  public String serviceName() {
    List<Integer> malformed = new ArrayList<>();
    Map<String, String> pairs = parsePairs(text("OTEL_RESOURCE_ATTRIBUTES", ""), malformed);
    String named = malformed.isEmpty() ? pairs.getOrDefault(Resource.SERVICE_NAME, "") : "";
    return text("OTEL_SERVICE_NAME", named.isBlank() ? Resource.UNKNOWN_SERVICE : named);
  }

  private static Map<String, String> parsePairs(String text, List<Integer> malformed) {
    Map<String, String> pairs = new LinkedHashMap<>();
    int number = 0;
    for (String part : text.split(",", -1)) {
      number++;
      if (part.isBlank()) {
        continue;
      }
      int equals = part.indexOf('=');
      String name = equals < 0 ? "" : part.substring(0, equals).strip();
      String value = equals < 0 ? null : PercentCode.decode(part.substring(equals + 1).strip());
      String decodedName = PercentCode.decode(name);
      if (value == null || decodedName == null || decodedName.isEmpty()) {
        malformed.add(number);
      } else {
        pairs.put(decodedName, value);
      }
    }
    return pairs;
  }

  /**
   * Warns of a variable that cannot be used.
   *
   * @param what what is wrong, and what is used instead, without secrets and full stop; begins with
   *     an equals sign if it begins with the value
   */
  public void warn(String variable, String what) {
    String separator = what.startsWith("=") ? "" : " ";
    LOG.warnAlways(variable + separator + what + ".", null);
  }
}
