// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.zipkin;

import dev.tracer.export.ExportResult;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanExporter;
import dev.tracer.export.send.SendingExporter;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends spans to Zipkin as v2 JSON over HTTP. Jaeger, the OpenTelemetry Collector and others take
 * them as well, but for them {@link dev.tracer.export.otlp.OtlpExporter} loses less.
 *
 * <pre>{@code
 * Tracer tracer = Tracer.builder("checkout").exporter(ZipkinExporter.http()).build();
 * }</pre>
 *
 * <p>What Zipkin has no place for: trace state, links, attributes of the resource but its service
 * name, and types of attributes, which all become text. Times are whole microseconds, durations at
 * least one.
 *
 * <p>Requests are sent and repeated as {@link dev.tracer.export.send.HttpSender} says. It serves
 * one tracer. Threads: as {@link SpanExporter} says.
 *
 * @since 0.1
 */
public final class ZipkinExporter implements SpanExporter {
  private final SendingExporter delegate;

  ZipkinExporter(SendingExporter delegate) {
    this.delegate = delegate;
  }

  /** An exporter to Zipkin on this host: {@code http://localhost:9411/api/v2/spans}. */
  public static ZipkinExporter http() {
    return builder().build();
  }

  /**
   * An exporter to a server, with default settings otherwise.
   *
   * @param endpoint as in {@link ZipkinExporterBuilder#endpoint}
   * @throws IllegalArgumentException if {@code endpoint} is not a URL of HTTP or HTTPS
   * @throws NullPointerException if {@code endpoint} is null
   */
  public static ZipkinExporter http(String endpoint) {
    return builder().endpoint(endpoint).build();
  }

  /** Starts to describe an exporter. */
  public static ZipkinExporterBuilder builder() {
    return new ZipkinExporterBuilder();
  }

  @Override
  public void attach() {
    delegate.attach();
  }

  @Override
  public ExportResult export(List<SpanData> spans) {
    return delegate.export(spans);
  }

  @Override
  public void close(Duration timeout) {
    delegate.close(timeout);
  }

  /** {@code zipkin}. */
  @Override
  public String name() {
    return delegate.name();
  }

  @Override
  public @Nullable String trouble() {
    return delegate.trouble();
  }

  @Override
  public String destination() {
    return delegate.destination();
  }

  /** Where it sends to, without credentials. */
  @Override
  public String toString() {
    return "ZipkinExporter{" + delegate.destination() + '}';
  }
}
