// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.config;

import dev.tracer.export.SpanExporter;
import dev.tracer.export.otlp.OtlpExporter;
import dev.tracer.export.otlp.OtlpExporterBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code OTEL_EXPORTER_OTLP_*} (OTLP exporter specification, "Configuration Options"): of each
 * variable the one for traces goes before the one for all signals. Stateless.
 */
final class OtlpSettings {
  private static final String ALL = "OTEL_EXPORTER_OTLP_";
  private static final String TRACES = "OTEL_EXPORTER_OTLP_TRACES_";

  private static final String JSON = "http/json";
  private static final String GRPC = "grpc";
  private static final String PROTOBUF = "http/protobuf";

  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);

  /** What a timeout of 0, "no limit", or more than this becomes: the longest that there is. */
  static final Duration LONGEST_TIMEOUT = Duration.ofDays(1);

  private OtlpSettings() {}

  /**
   * The exporter that the settings describe.
   *
   * @throws IllegalArgumentException if they describe none, an endpoint that is no URL for example
   */
  static SpanExporter exporter(Settings settings) {
    OtlpExporterBuilder builder = OtlpExporter.builder();
    protocol(settings, builder);
    headers(settings, builder);
    compression(settings, builder);
    certificates(settings, builder);
    Duration all = settings.millis(ALL + "TIMEOUT", USUAL_TIMEOUT);
    Duration timeout = settings.millis(TRACES + "TIMEOUT", all);
    boolean isLong = timeout.isZero() || timeout.compareTo(LONGEST_TIMEOUT) > 0;
    builder.timeout(isLong ? LONGEST_TIMEOUT : timeout);
    return builder.build();
  }

  /** The variable for traces if it is set, else the one for all signals. */
  private static String variable(Settings settings, String name) {
    return settings.isSet(TRACES + name) ? TRACES + name : ALL + name;
  }

  private static void protocol(Settings settings, OtlpExporterBuilder builder) {
    String protocol = choice(settings, "PROTOCOL", PROTOBUF, JSON, GRPC);
    boolean isGrpc = protocol.equals(GRPC);
    if (isGrpc) {
      boolean forTraces = settings.text(TRACES + "PROTOCOL", "").equalsIgnoreCase(GRPC);
      settings.warn(
          (forTraces ? TRACES : ALL) + "PROTOCOL",
          "=grpc is not spoken here; http/protobuf is used, and port 4318 instead of 4317 of this"
              + " machine. Set http/protobuf, and an endpoint with the port for HTTP");
    }
    builder.protobuf(!protocol.equals(JSON));
    endpoint(settings, builder, isGrpc);
  }

  /**
   * One of several words, in any case (OpenTelemetry, "Environment Variable Specification",
   * "Enum"); the first one if no variable tells one of them.
   */
  private static String choice(Settings settings, String name, String... words) {
    for (String prefix : List.of(TRACES, ALL)) {
      String word = settings.text(prefix + name, "").toLowerCase(Locale.ROOT);
      if (List.of(words).contains(word)) {
        return word;
      }
      if (!word.isEmpty()) {
        settings.warn(
            prefix + name,
            "is unknown: '" + word + "', known are " + List.of(words) + "; it counts as not set");
      }
    }
    return words[0];
  }

  private static void endpoint(Settings settings, OtlpExporterBuilder builder, boolean isGrpc) {
    String traces = settings.text(TRACES + "ENDPOINT", "");
    String base = settings.text(ALL + "ENDPOINT", "");
    if (!traces.isEmpty()) {
      builder.tracesEndpoint(isGrpc ? forHttp(traces) : traces);
    } else if (!base.isEmpty()) {
      builder.endpoint(isGrpc ? forHttp(base) : base);
    }
  }

  /** The usual address for gRPC with the usual port for HTTP; others are left to the user. */
  private static String forHttp(String endpoint) {
    return endpoint.endsWith("localhost:4317") || endpoint.endsWith("127.0.0.1:4317")
        ? endpoint.substring(0, endpoint.length() - 1) + '8'
        : endpoint;
  }

  private static void headers(Settings settings, OtlpExporterBuilder builder) {
    String variable = variable(settings, "HEADERS");
    for (Map.Entry<String, String> header : settings.pairs(variable).entrySet()) {
      try {
        builder.header(header.getKey(), header.getValue());
      } catch (IllegalArgumentException e) {
        settings.warn(variable, "has a header that is left out: " + e.getMessage());
      }
    }
  }

  private static void compression(Settings settings, OtlpExporterBuilder builder) {
    builder.gzip(choice(settings, "COMPRESSION", "none", "gzip").equals("gzip"));
  }

  private static void certificates(Settings settings, OtlpExporterBuilder builder) {
    Path roots = path(settings, "CERTIFICATE");
    Path key = path(settings, "CLIENT_KEY");
    Path chain = path(settings, "CLIENT_CERTIFICATE");
    if ((key == null) != (chain == null)) {
      settings.warn(
          ALL + "CLIENT_KEY", "and CLIENT_CERTIFICATE count only together; neither is used");
    }
    if (roots == null && (key == null || chain == null)) {
      return;
    }
    try {
      builder.sslSocketFactory(PemTls.socketFactory(roots, key, chain));
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      // with the JDK's roots instead, spans would go to whom the operator does not trust
      throw new IllegalArgumentException("its certificates cannot be used: " + e, e);
    }
  }

  private static @Nullable Path path(Settings settings, String name) {
    String text = settings.text(variable(settings, name), "");
    return text.isEmpty() ? null : Path.of(text);
  }
}
