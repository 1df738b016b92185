// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

import static java.util.Objects.requireNonNull;

import dev.tracer.export.ExportResult;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanExporter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An exporter made of an {@link Encoding} and a {@link Sender}: makes as many requests of a batch
 * as their size asks for, sends them one after another within the time for the batch, halves those
 * that the other side calls too large, and counts what became of each span.
 *
 * <p>It serves one processor: batches of two would share the time and the connection, and the first
 * to close would close it for the other.
 *
 * <p>Threads: as {@link SpanExporter} says; several exports at once wait for each other.
 *
 * @since 0.1
 */
public final class SendingExporter implements SpanExporter {
  // immutable state
  private final String name;
  private final Sender sender;
  private final Encoding encoding;
  private final RequestBuilder requests;
  private final Duration timeout;
  private final int usualBytes;
  private final Timing timing;
  private final ReentrantLock lock = new ReentrantLock();

  // mutable state: any thread
  private final AtomicBoolean used = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();

  SendingExporter(SendingExporterBuilder builder) {
    this.name = builder.name;
    this.sender = requireNonNull(builder.sender, "sender");
    this.encoding = requireNonNull(builder.encoding, "encoding");
    this.requests =
        new RequestBuilder(
            encoding,
            builder.requestPerTrace,
            builder.maxRequestBytes,
            Math.max(builder.maxRequestBytes, builder.maxSpanBytes));
    this.timeout = builder.timeout;
    this.usualBytes = builder.maxRequestBytes;
    this.timing = builder.timing;
  }

  /**
   * Starts to describe an exporter.
   *
   * @param name under which {@code TracerStats} counts it, {@code otlp-http} for example
   */
  public static SendingExporterBuilder builder(String name) {
    return new SendingExporterBuilder(requireNonNull(name, "name"));
  }

  @Override
  public void attach() {
    if (used.getAndSet(true)) {
      throw new IllegalStateException(
          "this exporter serves a processor already; make one for each: " + this);
    }
  }

  @Override
  public ExportResult export(List<SpanData> spans) {
    if (spans.isEmpty()) {
      return ExportResult.success(0);
    }
    if (closed.get()) {
      return ExportResult.failure(spans.size(), sender + ": the exporter is closed");
    }
    // an old interrupt of the thread was not meant for this export; a new one ends it
    boolean interrupted = Thread.interrupted();
    lock.lock();
    try {
      return send(spans, timing.nanoTime() + timeout.toNanos());
    } finally {
      encoding.release(4 * usualBytes);
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private ExportResult send(List<SpanData> spans, long deadline) {
    ExportResult sum = ExportResult.success(0);
    requests.begin(spans);
    while (requests.hasNext()) {
      Request request = requests.next();
      if (request == null) {
        sum = sum.plus(requests.unsent());
        continue;
      }
      Duration left = Duration.ofNanos(Math.max(0, deadline - timing.nanoTime()));
      Answer answer = sender.send(request, left);
      if (answer.kind() == Answer.Kind.UNAVAILABLE) {
        encoding.release(0); // somebody may still read the body
      }
      ExportResult result = encoding.read(answer, request.spans());
      if (result.oversize() > 1) {
        requests.halve();
      } else {
        sum = sum.plus(result).plus(requests.unsent());
      }
    }
    requests.end();
    return sum;
  }

  @Override
  public void flush() {
    sender.flush();
  }

  @Override
  public void close(Duration timeout) {
    requireNonNull(timeout, "timeout");
    closed.set(true);
    sender.close(timeout);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String destination() {
    return sender.toString();
  }

  /** The name, and where it sends to, without credentials. */
  @Override
  public String toString() {
    return name + '{' + sender + '}';
  }
}
