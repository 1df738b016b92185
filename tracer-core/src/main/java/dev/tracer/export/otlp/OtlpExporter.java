// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import static java.util.Objects.requireNonNull;

import dev.tracer.export.ExportResult;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanExporter;
import dev.tracer.export.send.FileSender;
import dev.tracer.export.send.Sender;
import dev.tracer.export.send.SendingExporter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends spans in the OpenTelemetry protocol (OTLP), which all current back ends and the
 * OpenTelemetry Collector read, encoded as JSON:
 *
 * <pre>{@code
 * Tracer tracer = Tracer.builder("checkout").exporter(OtlpExporter.http()).build();
 * }</pre>
 *
 * <p>Over HTTP a batch is sent in one request, or in several if it is large, and repeated as {@link
 * dev.tracer.export.send.HttpSender} says. A request that is too large for the server is halved.
 * What became of each span is in the {@link ExportResult}; credentials are in no message.
 *
 * <p>It serves one tracer, and is refused by a second one. Threads: as {@link SpanExporter} says.
 *
 * @since 0.1
 */
public final class OtlpExporter implements SpanExporter {
  /** Longer batches become several lines, so that readers and the buffer stay small. */
  private static final int USUAL_LINE_BYTES = 4 * 1024 * 1024;

  private static final int MAX_LINE_BYTES = 64 * 1024 * 1024;

  private final SendingExporter delegate;

  OtlpExporter(SendingExporter delegate) {
    this.delegate = delegate;
  }

  /** An exporter to the collector on this host: {@code http://localhost:4318/v1/traces}. */
  public static OtlpExporter http() {
    return builder().build();
  }

  /**
   * An exporter to a server, with default settings otherwise.
   *
   * @param endpoint as in {@link OtlpExporterBuilder#endpoint}
   * @throws IllegalArgumentException if {@code endpoint} is not a URL of HTTP or HTTPS
   * @throws NullPointerException if {@code endpoint} is null
   */
  public static OtlpExporter http(String endpoint) {
    return builder().endpoint(endpoint).build();
  }

  /** Starts to describe an exporter over HTTP. */
  public static OtlpExporterBuilder builder() {
    return new OtlpExporterBuilder();
  }

  /**
   * An exporter that appends to a file, one {@code TracesData} a line (JSON Lines; OpenTelemetry,
   * "OpenTelemetry Protocol File Exporter"). The usual suffix is {@code .jsonl}. The file is made
   * if it does not exist, flushed after each batch, and opened anew if it was deleted or replaced.
   *
   * @throws IllegalArgumentException if {@code path} is not on the default file system
   * @throws java.io.UncheckedIOException if {@code path} cannot be written
   * @throws NullPointerException if {@code path} is null
   */
  public static OtlpExporter file(Path path) {
    return lines("otlp-file", FileSender.create(requireNonNull(path, "path")));
  }

  /** An exporter as {@link #file} to standard output, which it never closes. */
  public static OtlpExporter stdout() {
    return lines("otlp-stdout", FileSender.stdout());
  }

  static OtlpExporter lines(String name, Sender sender) {
    return new OtlpExporter(
        SendingExporter.builder(name)
            .encoding(OtlpEncoding.jsonLines())
            .sender(sender)
            .maxRequestBytes(USUAL_LINE_BYTES)
            .maxSpanBytes(MAX_LINE_BYTES)
            .build());
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

  /** {@code otlp-http}, {@code otlp-file} or {@code otlp-stdout}. */
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
    return "OtlpExporter{" + delegate.destination() + '}';
  }
}
