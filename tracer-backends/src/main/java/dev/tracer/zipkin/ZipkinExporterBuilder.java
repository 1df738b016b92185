// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.zipkin;

import dev.tracer.export.send.Endpoint;
import dev.tracer.export.send.HttpSender;
import dev.tracer.export.send.HttpSenderBuilder;
import dev.tracer.export.send.SendingExporter;
import dev.tracer.export.send.SendingExporterBuilder;
import java.net.Proxy;
import java.time.Duration;
import javax.net.ssl.SSLSocketFactory;

/**
 * Settings of a {@link ZipkinExporter}. All methods throw {@code NullPointerException} naming the
 * argument that is null. Confined to one thread.
 *
 * @since 0.1
 */
public final class ZipkinExporterBuilder {
  private static final String DEFAULT_ENDPOINT = "http://localhost:9411/api/v2/spans";

  private final SendingExporterBuilder exporter = SendingExporter.builder("zipkin");
  private HttpSenderBuilder http = HttpSender.builder(Endpoint.of("endpoint", DEFAULT_ENDPOINT));

  ZipkinExporterBuilder() {}

  /**
   * Sets the URL that spans are posted to, path included ({@code OTEL_EXPORTER_ZIPKIN_ENDPOINT});
   * {@code http://localhost:9411/api/v2/spans} by default.
   *
   * @throws IllegalArgumentException if {@code url} is not a URL of HTTP or HTTPS, or has a
   *     fragment
   */
  public ZipkinExporterBuilder endpoint(String url) {
    http = http.withEndpoint(Endpoint.of("endpoint", url));
    return this;
  }

  /**
   * Adds a header to all requests; see {@link HttpSenderBuilder#header}.
   *
   * @throws IllegalArgumentException naming the header that is not legal
   */
  public ZipkinExporterBuilder header(String name, String value) {
    http.header(name, value);
    return this;
  }

  /** Compresses requests; off by default. */
  public ZipkinExporterBuilder gzip(boolean gzip) {
    http.gzip(gzip);
    return this;
  }

  /**
   * Sets how long the export of a batch may take, with all requests, waits and repetitions ({@code
   * OTEL_EXPORTER_ZIPKIN_TIMEOUT}); 10 seconds by default.
   *
   * @throws IllegalArgumentException if {@code timeout} is not positive or more than a day
   */
  public ZipkinExporterBuilder timeout(Duration timeout) {
    exporter.timeout(timeout);
    return this;
  }

  /**
   * Sets how large a request may be, before compression; 4 MiB by default. Larger batches are
   * split; a single span that is larger is dropped as oversize.
   *
   * @throws IllegalArgumentException if {@code bytes} is not in [1 KiB, 64 MiB]
   */
  public ZipkinExporterBuilder maxRequestBytes(int bytes) {
    exporter.maxRequestBytes(bytes);
    return this;
  }

  /** Sets trust and client certificates for HTTPS; the JDK's defaults otherwise. */
  public ZipkinExporterBuilder sslSocketFactory(SSLSocketFactory factory) {
    http.sslSocketFactory(factory);
    return this;
  }

  /** Sets a proxy; otherwise the JDK's settings decide ({@code http.proxyHost} and so on). */
  public ZipkinExporterBuilder proxy(Proxy proxy) {
    http.proxy(proxy);
    return this;
  }

  /** Makes the exporter. It connects with the first batch. */
  public ZipkinExporter build() {
    return new ZipkinExporter(exporter.encoding(new ZipkinEncoding()).sender(http.build()).build());
  }
}
