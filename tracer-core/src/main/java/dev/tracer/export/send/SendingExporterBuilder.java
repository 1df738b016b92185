// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a {@link SendingExporter}. All methods throw {@code NullPointerException} naming the
 * argument that is null. Confined to one thread.
 *
 * @since 0.1
 */
public final class SendingExporterBuilder {
  private static final int DEFAULT_REQUEST_BYTES = 4 * 1024 * 1024;
  private static final int MIN_REQUEST_BYTES = 1024;
  private static final int MAX_REQUEST_BYTES = 64 * 1024 * 1024;
  private static final Duration MAX_TIMEOUT = Duration.ofDays(1);

  final String name;
  @Nullable Encoding encoding;
  @Nullable Sender sender;
  Duration timeout = Duration.ofSeconds(10);
  int maxRequestBytes = DEFAULT_REQUEST_BYTES;
  int maxSpanBytes;
  boolean requestPerTrace;
  Timing timing = Timing.SYSTEM;

  SendingExporterBuilder(String name) {
    this.name = name;
  }

  /** Sets the format. The instance belongs to one exporter: set a new one for each. */
  public SendingExporterBuilder encoding(Encoding encoding) {
    this.encoding = requireNonNull(encoding, "encoding");
    return this;
  }

  /**
   * Sets the way. The instance belongs to one exporter, which closes it: set a new one for each.
   */
  public SendingExporterBuilder sender(Sender sender) {
    this.sender = requireNonNull(sender, "sender");
    return this;
  }

  /**
   * Sets how long the export of a batch may take, with all requests, waits and repetitions; 10
   * seconds by default.
   *
   * @throws IllegalArgumentException if {@code timeout} is not positive or more than a day
   */
  public SendingExporterBuilder timeout(Duration timeout) {
    if (requireNonNull(timeout, "timeout").isNegative()
        || timeout.isZero()
        || timeout.compareTo(MAX_TIMEOUT) > 0) {
      throw new IllegalArgumentException("timeout must be in (0, 24 h]: " + timeout);
    }
    this.timeout = timeout;
    return this;
  }

  /**
   * Sets how large a request may be, before compression; 4 MiB by default. Larger batches are
   * split.
   *
   * @throws IllegalArgumentException if {@code bytes} is not in [1 KiB, 64 MiB]
   */
  public SendingExporterBuilder maxRequestBytes(int bytes) {
    this.maxRequestBytes = requestBytes(bytes, "maxRequestBytes");
    return this;
  }

  /**
   * Sets how large the request of a single span may be, if that is more than {@link
   * #maxRequestBytes}. A span that is larger is dropped as oversize.
   *
   * @throws IllegalArgumentException if {@code bytes} is not in [1 KiB, 64 MiB]
   */
  public SendingExporterBuilder maxSpanBytes(int bytes) {
    this.maxSpanBytes = requestBytes(bytes, "maxSpanBytes");
    return this;
  }

  private static int requestBytes(int bytes, String name) {
    if (bytes < MIN_REQUEST_BYTES || bytes > MAX_REQUEST_BYTES) {
      throw new IllegalArgumentException(name + " must be in [1024, 67108864]: " + bytes);
    }
    return bytes;
  }

  /**
   * Makes each request of spans of one trace, whose id is then its {@link Request#key key}; off by
   * default. For destinations that keep together what has the same key, as topics do.
   */
  public SendingExporterBuilder requestPerTrace(boolean perTrace) {
    this.requestPerTrace = perTrace;
    return this;
  }

  /** Sets the clock that tests control. */
  SendingExporterBuilder timing(Timing timing) {
    this.timing = timing;
    return this;
  }

  /**
   * Makes the exporter.
   *
   * @throws NullPointerException naming the encoding or the sender if it was not set
   */
  public SendingExporter build() {
    return new SendingExporter(this);
  }
}
