// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import dev.tracer.export.otlp.OtlpExporter;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The OTLP server that the properties name, whichever Boot's names they have. Immutable.
 *
 * @param prefix of the properties, for messages
 * @param endpoint null if none was given, or it is not to be used
 */
record OtlpTarget(
    String prefix,
    @Nullable String endpoint,
    Map<String, String> headers,
    @Nullable Duration timeout,
    boolean grpc,
    boolean gzip) {
  static final String OLDER = "management.otlp.tracing";
  static final String NEWER = "management.opentelemetry.tracing.export.otlp";

  private static final String GRPC_PORT = ":4317";

  /** The server named in 4.0's way, else that of 3.5; problems are told to {@code warnings}. */
  static OtlpTarget of(
      TracingProperties tracing,
      OpenTelemetryProperties newer,
      OtlpProperties older,
      Warnings warnings) {
    var otlp = newer.tracing().export().otlp();
    boolean byNewer = otlp.endpoint() != null && !otlp.endpoint().isBlank();
    if (byNewer && older.endpoint() != null && !older.endpoint().equals(otlp.endpoint())) {
      warnings.add(
          NEWER + ".endpoint and " + OLDER + ".endpoint name two servers; the first is used.");
    }
    OtlpTarget given =
        byNewer
            ? new OtlpTarget(
                NEWER,
                otlp.endpoint(),
                otlp.headers(),
                otlp.timeout(),
                otlp.transport() == OtlpProperties.Transport.GRPC,
                otlp.compression() == OtlpProperties.Compression.GZIP)
            : new OtlpTarget(
                OLDER,
                older.endpoint(),
                older.headers(),
                older.timeout(),
                older.transport() == OtlpProperties.Transport.GRPC,
                older.compression() == OtlpProperties.Compression.GZIP);
    boolean isOn = tracing.export().otlp().enabled() && older.export().enabled();
    return given.checked(isOn, warnings);
  }

  private OtlpTarget checked(boolean isOn, Warnings warnings) {
    if (endpoint == null || endpoint.isBlank() || !isOn) {
      return to(null);
    }
    String url = endpoint.strip();
    if (grpc) {
      url = overHttp(url);
      warnings.add(
          prefix
              + ".transport=grpc is not spoken here: OTLP is sent over HTTP to "
              + withoutSecrets(url)
              + ". Set transport=http, and an endpoint like http://collector:4318/v1/traces.");
    }
    try {
      OtlpExporter.builder().tracesEndpoint(url);
      return to(url);
    } catch (IllegalArgumentException e) {
      warnings.add(
          prefix + ".endpoint cannot be used, no spans are sent there: " + e.getMessage() + ".");
      return to(null);
    }
  }

  /* The port for HTTP, and the path that gRPC has no need of. */
  private static String overHttp(String url) {
    int query = url.indexOf('?');
    String base = (query < 0 ? url : url.substring(0, query)).replaceFirst("/+$", "");
    int scheme = base.indexOf("://");
    int slash = base.indexOf('/', scheme < 0 ? 0 : scheme + 3);
    String server = slash < 0 ? base : base.substring(0, slash);
    String path = slash < 0 ? "/v1/traces" : base.substring(slash);
    if (server.endsWith(GRPC_PORT)) {
      server = server.substring(0, server.length() - GRPC_PORT.length()) + ":4318";
    }
    return server + path + (query < 0 ? "" : url.substring(query));
  }

  private OtlpTarget to(@Nullable String url) {
    return new OtlpTarget(prefix, url, headers, timeout, grpc, gzip);
  }

  /** A URL without the parts that may hold secrets: user, password and query. */
  static String withoutSecrets(String url) {
    int query = url.indexOf('?');
    return (query < 0 ? url : url.substring(0, query)).replaceFirst("//[^/]*@", "//");
  }

  /** Without the headers, which may hold keys. */
  @Override
  public String toString() {
    return "OtlpTarget[" + prefix + "]";
  }
}
