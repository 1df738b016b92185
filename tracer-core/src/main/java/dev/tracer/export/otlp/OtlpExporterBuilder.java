// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import dev.tracer.export.send.Endpoint;
import dev.tracer.export.send.HttpSender;
import dev.tracer.export.send.HttpSenderBuilder;
import dev.tracer.export.send.RequestSigner;
import dev.tracer.export.send.SendingExporter;
import dev.tracer.export.send.SendingExporterBuilder;
import java.net.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;

/**
 * Settings of an {@link OtlpExporter} over HTTP. All methods throw {@code NullPointerException}
 * naming the argument that is null. Confined to one thread.
 *
 * @since 0.1
 */
public final class OtlpExporterBuilder {
  private static final String PATH = "/v1/traces";
  private static final String DEFAULT_ENDPOINT = "http://localhost:4318";
  private static final int GRPC_PORT = 4317;
  private static final String HINT =
      "port 4317 is for gRPC, OTLP over HTTP listens on 4318 at /v1/traces";

  final SendingExporterBuilder exporter = SendingExporter.builder("otlp-http");
  HttpSenderBuilder http =
      HttpSender.builder(Endpoint.of("endpoint", DEFAULT_ENDPOINT).withPathSuffix(PATH))
          .hint(HINT, GRPC_PORT);
  private boolean protobuf;

  OtlpExporterBuilder() {}

  /**
   * Sets the server by its base URL, to which {@code /v1/traces} is appended (OTLP exporter
   * specification, "Endpoint URLs for OTLP/HTTP"), but not, other than there, if its path ends so
   * already; {@code http://localhost:4318} by default. A user in the URL ({@code
   * https://user:key@host}) is sent as Basic authorization. Replaces {@link #tracesEndpoint}.
   *
   * @throws IllegalArgumentException if {@code baseUrl} is not a URL of HTTP or HTTPS, or has a
   *     fragment
   */
  public OtlpExporterBuilder endpoint(String baseUrl) {
    http = http.withEndpoint(Endpoint.of("endpoint", baseUrl).withPathSuffix(PATH));
    return this;
  }

  /**
   * Sets the server by the URL for traces, which is taken as it is. Replaces {@link #endpoint}.
   *
   * @throws IllegalArgumentException if {@code url} is not a URL of HTTP or HTTPS, or has a
   *     fragment
   */
  public OtlpExporterBuilder tracesEndpoint(String url) {
    http = http.withEndpoint(Endpoint.of("tracesEndpoint", url));
    return this;
  }

  /**
   * Adds a header to all requests, {@code Authorization} or an API key for instance; see {@link
   * HttpSenderBuilder#header}.
   *
   * @throws IllegalArgumentException naming the header that is not legal
   */
  public OtlpExporterBuilder header(String name, String value) {
    http.header(name, value);
    return this;
  }

  /**
   * Asks for headers before each attempt, for tokens that expire; see {@link
   * HttpSenderBuilder#headers}.
   */
  public OtlpExporterBuilder headers(Supplier<Map<String, String>> supplier) {
    http.headers(supplier);
    return this;
  }

  /** Signs each attempt, after all other headers are known; none by default. */
  public OtlpExporterBuilder signer(RequestSigner signer) {
    http.signer(signer);
    return this;
  }

  /**
   * Sends protobuf instead of JSON ({@code http/protobuf}); off by default. All receivers of OTLP
   * over HTTP take it, the intakes of some vendors nothing else.
   */
  public OtlpExporterBuilder protobuf(boolean protobuf) {
    this.protobuf = protobuf;
    return this;
  }

  /** Compresses requests; off by default. Worth it on slow networks: a tenth of the bytes. */
  public OtlpExporterBuilder gzip(boolean gzip) {
    http.gzip(gzip);
    return this;
  }

  /**
   * Sets how long the export of a batch may take, with connecting, all requests, waits and
   * repetitions; 10 seconds by default.
   *
   * @throws IllegalArgumentException if {@code timeout} is not positive or more than a day
   */
  public OtlpExporterBuilder timeout(Duration timeout) {
    exporter.timeout(timeout);
    return this;
  }

  /**
   * Sets how large a request may be, before compression; 4 MiB by default, which known receivers
   * take (AWS X-Ray 5 MB, the OpenTelemetry Collector 20 MiB). Larger batches are split; a single
   * span that is larger is dropped as oversize.
   *
   * @throws IllegalArgumentException if {@code bytes} is not in [1 KiB, 64 MiB]
   */
  public OtlpExporterBuilder maxRequestBytes(int bytes) {
    exporter.maxRequestBytes(bytes);
    return this;
  }

  /** Sets trust and client certificates for HTTPS; the JDK's defaults otherwise. */
  public OtlpExporterBuilder sslSocketFactory(SSLSocketFactory factory) {
    http.sslSocketFactory(factory);
    return this;
  }

  /** Sets a proxy; otherwise the JDK's settings decide ({@code http.proxyHost} and so on). */
  public OtlpExporterBuilder proxy(Proxy proxy) {
    http.proxy(proxy);
    return this;
  }

  /** Makes the exporter. It connects with the first batch. */
  public OtlpExporter build() {
    exporter.encoding(protobuf ? OtlpEncoding.protobuf() : OtlpEncoding.json());
    return new OtlpExporter(exporter.sender(http.build()).build());
  }
}
