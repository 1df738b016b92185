// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import dev.tracer.export.ExportResult;
import dev.tracer.export.SpanData;
import dev.tracer.internal.Hex;
import java.net.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * OTLP over HTTP: makes requests of a batch, sends and repeats them within the time for the batch,
 * and keeps count. Threads as in {@link dev.tracer.export.SpanExporter}.
 */
final class HttpExport extends BatchExport {
  // the waits between attempts are those of OpenTelemetry Java
  private static final double FIRST_NANOS = 1e9;
  private static final double FACTOR = 1.5;
  private static final double MAX_NANOS = 5e9;
  private static final double JITTER = 0.2;

  /** Keeps a server that says "retry after 0 seconds" from being called in a tight loop. */
  private static final long MIN_NANOS = 100_000_000;

  // immutable state; headers are credentials as a rule and appear in no message
  final Endpoint endpoint;
  final Map<String, String> headers;
  final @Nullable Supplier<Map<String, String>> headerSupplier;
  final boolean gzip;
  final @Nullable SSLSocketFactory sslSocketFactory;
  final @Nullable Proxy proxy;
  final ExchangeRunner runner;
  private final long timeoutNanos;
  private final int maxBytes;

  /** Confined to the exporting thread. */
  private long deadline;

  /** The last exchange that was answered, whose connection may be idle; read by close(). */
  private volatile @Nullable HttpExchange answered;

  HttpExport(OtlpExporter.Builder builder, ExchangeRunner runner) {
    this.endpoint = builder.endpoint;
    this.headers = new LinkedHashMap<>(builder.headers);
    this.headerSupplier = builder.headerSupplier;
    this.gzip = builder.gzip;
    this.sslSocketFactory = builder.sslSocketFactory;
    this.proxy = builder.proxy;
    this.runner = runner;
    this.timeoutNanos = builder.timeout.toNanos();
    this.maxBytes = builder.maxRequestBytes;
  }

  @Override
  public String name() {
    return "otlp-http";
  }

  @Override
  public ExportResult export(List<SpanData> spans) {
    // an old interrupt of the thread was not meant for this export; a new one ends it
    boolean interrupted = Thread.interrupted();
    deadline = runner.nanoTime() + timeoutNanos;
    try {
      return export(spans, maxBytes, maxBytes, "a span exceeds maxRequestBytes");
    } finally {
      end(maxBytes);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Sends a request until it is answered for good, or there is no time for another try. */
  @Override
  ExportResult send(int spans) {
    byte[] body = gzip ? gzip(body(), length()) : body();
    int length = gzip ? body.length : length();
    boolean atOnce = answered != null;
    for (int attempt = 1; ; attempt++) {
      long left = deadline - runner.nanoTime();
      if (left <= 0 || Thread.currentThread().isInterrupted()) {
        return stopped(spans);
      }
      HttpExchange exchange = new HttpExchange(this, body, length, left);
      if (!runner.execute(exchange, left)) {
        releaseBody();
        return stopped(spans);
      }
      if (exchange.isAnswered()) {
        answered = exchange;
      }
      if (!exchange.isRetryable()) {
        return exchange.result(spans, 1);
      }
      long wait = exchange.retryAfterNanos();
      if (atOnce && exchange.isLost()) {
        atOnce = false; // most likely the server has closed an idle connection
        wait = 0;
      } else if (wait < 0) {
        wait = delayNanos(attempt, runner.random());
      }
      if (wait >= deadline - runner.nanoTime()) {
        return exchange.result(spans, attempt);
      }
      if (!runner.pause(wait)) {
        return stopped(spans);
      }
    }
  }

  private ExportResult stopped(int spans) {
    String reason =
        runner.isClosed()
            ? "the exporter is closed"
            : Thread.currentThread().isInterrupted()
                ? "interrupted before the answer"
                : "no answer in time";
    return ExportResult.failure(spans, endpoint.message(reason, false));
  }

  /**
   * RFC 1952. JSON shrinks to a tenth at the fastest level; the others cost more than they save.
   */
  private static byte[] gzip(byte[] plain, int length) {
    byte[] bytes = new byte[1024 + length / 8];
    bytes[0] = 0x1F;
    bytes[1] = (byte) 0x8B;
    bytes[2] = Deflater.DEFLATED;
    int size = 10;
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    deflater.setInput(plain, 0, length);
    deflater.finish();
    while (!deflater.finished()) {
      size += deflater.deflate(bytes, size, bytes.length - size);
      if (bytes.length - size < 8) {
        bytes = Arrays.copyOf(bytes, 2 * bytes.length);
      }
    }
    deflater.end();
    CRC32 crc = new CRC32();
    crc.update(plain, 0, length);
    Hex.putLong(bytes, size, Long.reverseBytes(crc.getValue() | (long) length << 32));
    return Arrays.copyOf(bytes, size + 8);
  }

  /**
   * The wait after the {@code attempt}th failed attempt, which is at least 1.
   *
   * @param random a random number in [0, 1)
   */
  static long delayNanos(int attempt, double random) {
    double nanos = Math.min(FIRST_NANOS * Math.pow(FACTOR, attempt - 1), MAX_NANOS);
    return (long) (nanos * (1 - JITTER + 2 * JITTER * random));
  }

  /**
   * The wait that a {@code Retry-After} header asks for, in seconds or up to a date (RFC 9110
   * §10.2.3).
   *
   * @return nanoseconds, or -1 if it is malformed
   */
  @SuppressWarnings({"deprecation", "JavaUtilDate"}) // reads all forms of dates that HTTP knows
  static long retryAfterNanos(String header, long nowEpochMillis) {
    String text = header.strip();
    try {
      boolean isDate = text.isEmpty() || !Character.isDigit(text.charAt(0));
      double millis = isDate ? Date.parse(text) - nowEpochMillis : Long.parseLong(text) * 1e3;
      return (long) Math.max(MIN_NANOS, millis * 1e6);
    } catch (IllegalArgumentException e) {
      return -1;
    }
  }

  @Override
  public void close(Duration timeout) {
    runner.close();
    HttpExchange last = answered;
    if (last != null) {
      last.run();
    }
  }
}
