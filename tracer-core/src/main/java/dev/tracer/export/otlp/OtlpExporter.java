// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import static java.util.Objects.requireNonNull;

import dev.tracer.export.ExportResult;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanExporter;
import java.net.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sends spans in the OpenTelemetry protocol (OTLP), which all current back ends and the
 * OpenTelemetry Collector read, encoded as JSON:
 *
 * <pre>{@code
 * Tracer tracer = Tracer.builder("checkout").exporter(OtlpExporter.http()).build();
 * }</pre>
 *
 * <p>Over HTTP a batch is sent in one request, or in several if it is large. A request that the
 * server cannot take now (status 429, 502, 503, 504), or that does not reach it, is repeated as
 * long as there is time: after what {@code Retry-After} asks for, otherwise after 1 to 5 seconds.
 * One that is too large for the server (413) is halved. All other answers are final. What became of
 * each span is in the {@link ExportResult}; credentials are in no message.
 *
 * <p>Threads: as {@link SpanExporter} says. Requests run on a daemon thread of the exporter's own,
 * so that {@link #export} ends in time whatever the network does. Nothing here makes spans.
 *
 * @since 0.1
 */
public final class OtlpExporter implements SpanExporter {
  private final SpanExporter delegate;
  private final String target;

  private OtlpExporter(SpanExporter delegate, String target) {
    this.delegate = delegate;
    this.target = target;
  }

  /** An exporter to the collector on this host: {@code http://localhost:4318/v1/traces}. */
  public static OtlpExporter http() {
    return builder().build();
  }

  /**
   * An exporter to a server, with default settings otherwise.
   *
   * @param endpoint as in {@link Builder#endpoint}
   * @throws IllegalArgumentException if {@code endpoint} is not a URL of HTTP or HTTPS
   * @throws NullPointerException if {@code endpoint} is null
   */
  public static OtlpExporter http(String endpoint) {
    return builder().endpoint(endpoint).build();
  }

  /** Starts to describe an exporter over HTTP. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * An exporter that appends to a file, one {@code TracesData} a line (JSON Lines; OpenTelemetry,
   * "OTLP File Exporter"). The usual suffix is {@code .jsonl}. The file is made if it does not
   * exist, and flushed after each batch.
   *
   * @throws IllegalArgumentException if {@code path} is not on the default file system
   * @throws java.io.UncheckedIOException if {@code path} cannot be written
   * @throws NullPointerException if {@code path} is null
   */
  public static OtlpExporter file(Path path) {
    return new OtlpExporter(StreamExport.to(requireNonNull(path, "path")), path.toString());
  }

  /** An exporter as {@link #file} to standard output, which it never closes. */
  public static OtlpExporter stdout() {
    return new OtlpExporter(new StreamExport("otlp-stdout", System.out, false), "stdout");
  }

  @Override
  public ExportResult export(List<SpanData> spans) {
    return spans.isEmpty() ? ExportResult.success(0) : delegate.export(spans);
  }

  @Override
  public void close(Duration timeout) {
    delegate.close(requireNonNull(timeout, "timeout"));
  }

  /** {@code otlp-http}, {@code otlp-file} or {@code otlp-stdout}. */
  @Override
  public String name() {
    return delegate.name();
  }

  /** Where it sends to, without credentials. */
  @Override
  public String toString() {
    return "OtlpExporter{" + target + '}';
  }

  /**
   * Settings of an {@link OtlpExporter} over HTTP. All methods throw {@code NullPointerException}
   * naming the argument that is null. Confined to one thread.
   *
   * @since 0.1
   */
  public static final class Builder {
    private static final int DEFAULT_REQUEST_BYTES = 4 * 1024 * 1024;
    private static final int MIN_REQUEST_BYTES = 1024;
    private static final int MAX_REQUEST_BYTES = 64 * 1024 * 1024;
    private static final Duration MAX_TIMEOUT = Duration.ofDays(1);

    Endpoint endpoint = Endpoint.local();
    final Map<String, String> headers = new LinkedHashMap<>();
    @Nullable Supplier<Map<String, String>> headerSupplier;
    boolean gzip;
    Duration timeout = Duration.ofSeconds(10);
    int maxRequestBytes = DEFAULT_REQUEST_BYTES;
    @Nullable SSLSocketFactory sslSocketFactory;
    @Nullable Proxy proxy;

    private Builder() {}

    /**
     * Sets the server by its base URL, to which {@code /v1/traces} is appended unless its path ends
     * so; {@code http://localhost:4318} by default. A user in the URL ({@code
     * https://user:key@host}) is sent as Basic authorization. Replaces {@link #tracesEndpoint}.
     *
     * @throws IllegalArgumentException if {@code baseUrl} is not a URL of HTTP or HTTPS, or has a
     *     fragment
     */
    public Builder endpoint(String baseUrl) {
      this.endpoint = Endpoint.ofBase(baseUrl);
      return this;
    }

    /**
     * Sets the server by the URL for traces, which is taken as it is. Replaces {@link #endpoint}.
     *
     * @throws IllegalArgumentException if {@code url} is not a URL of HTTP or HTTPS, or has a
     *     fragment
     */
    public Builder tracesEndpoint(String url) {
      this.endpoint = Endpoint.ofTraces(url);
      return this;
    }

    /**
     * Adds a header to all requests, {@code Authorization} or an API key for instance. A second one
     * of the same name replaces the first.
     *
     * @param name not one of those that the format decides: {@code Content-Type} and its like
     * @param value visible ASCII, spaces and tabs
     * @throws IllegalArgumentException naming the header that is not legal
     */
    public Builder header(String name, String value) {
      Endpoint.checkHeader(name, value);
      headers.put(name, value);
      return this;
    }

    /**
     * Asks for headers before each request, for tokens that expire. They win over those of {@link
     * #header}. The supplier is called on the exporter's thread and may take part of the time for
     * the export; if it throws or its headers are not legal, the batch fails.
     */
    public Builder headers(Supplier<Map<String, String>> supplier) {
      this.headerSupplier = requireNonNull(supplier, "supplier");
      return this;
    }

    /** Compresses requests; off by default. Worth it on slow networks: a tenth of the bytes. */
    public Builder gzip(boolean gzip) {
      this.gzip = gzip;
      return this;
    }

    /**
     * Sets how long the export of a batch may take, with connecting, all requests, waits and
     * repetitions; 10 seconds by default.
     *
     * @throws IllegalArgumentException if {@code timeout} is not positive or more than a day
     */
    public Builder timeout(Duration timeout) {
      if (requireNonNull(timeout, "timeout").isNegative()
          || timeout.isZero()
          || timeout.compareTo(MAX_TIMEOUT) > 0) {
        throw new IllegalArgumentException("timeout must be in (0, 24 h]: " + timeout);
      }
      this.timeout = timeout;
      return this;
    }

    /**
     * Sets how large a request may be, before compression; 4 MiB by default, which known receivers
     * take (AWS X-Ray 5 MB, the OpenTelemetry Collector 20 MiB). Larger batches are split; a single
     * span that is larger is dropped as oversize.
     *
     * @throws IllegalArgumentException if {@code bytes} is not in [1 KiB, 64 MiB]
     */
    public Builder maxRequestBytes(int bytes) {
      if (bytes < MIN_REQUEST_BYTES || bytes > MAX_REQUEST_BYTES) {
        throw new IllegalArgumentException("maxRequestBytes must be in [1024, 67108864]: " + bytes);
      }
      this.maxRequestBytes = bytes;
      return this;
    }

    /** Sets trust and client certificates for HTTPS; the JDK's defaults otherwise. */
    public Builder sslSocketFactory(SSLSocketFactory factory) {
      this.sslSocketFactory = requireNonNull(factory, "factory");
      return this;
    }

    /** Sets a proxy; otherwise the JDK's settings decide ({@code http.proxyHost} and so on). */
    public Builder proxy(Proxy proxy) {
      this.proxy = requireNonNull(proxy, "proxy");
      return this;
    }

    /** Makes the exporter. It connects with the first batch. */
    public OtlpExporter build() {
      return build(new ExchangeRunner());
    }

    OtlpExporter build(ExchangeRunner runner) {
      return new OtlpExporter(new HttpExport(this, runner), endpoint.toString());
    }
  }
}
