// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import dev.tracer.export.ExportResult;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanExporter;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * OTLP over HTTP: makes requests of a batch, sends and repeats them within the time for the batch,
 * and keeps count. Threads as in {@link SpanExporter}.
 */
final class HttpExport implements SpanExporter {
  private final HttpSettings settings;
  private final Timing timing;
  private final ExchangeRunner runner = new ExchangeRunner();

  // mutable state: confined to the exporting thread
  private final BatchEncoder encoder = new BatchEncoder();
  private @Nullable GzipBuffer gzip;
  private long deadline;

  /** The last exchange that was answered, whose connection may be idle; read by close(). */
  private volatile @Nullable HttpExchange answered;

  HttpExport(HttpSettings settings, Timing timing) {
    this.settings = settings;
    this.timing = timing;
  }

  @Override
  public String name() {
    return "otlp-http";
  }

  @Override
  public ExportResult export(List<SpanData> spans) {
    // an old interrupt of the thread was not meant for this export; a new one ends it
    boolean interrupted = Thread.interrupted();
    deadline = timing.nanoTime() + settings.timeoutNanos;
    try {
      encoder.begin(spans);
      return send(spans.size());
    } finally {
      encoder.end(settings.maxRequestBytes);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Sends the batch in as many requests as it takes. Each is judged by itself. */
  private ExportResult send(int count) {
    ExportResult sum = ExportResult.success(0);
    int most = count;
    int from = 0;
    while (from < count) {
      int end = encoder.encode(from, Math.min(count, from + most), settings.maxRequestBytes);
      int spans = end - from - encoder.unreadable();
      if (end == from) {
        end++;
        sum = sum.plus(new ExportResult(0, 0, 1, 0, "a span exceeds maxRequestBytes"));
      } else if (spans > 0) {
        HttpReply reply = post();
        if (reply.isTooLarge() && spans > 1) {
          most = Math.max(1, (end - from) / 2);
          continue;
        }
        sum = sum.plus(result(reply, spans));
      }
      if (encoder.unreadable() > 0 && end > from) {
        sum = sum.plus(ExportResult.failure(encoder.unreadable(), "a span could not be read"));
      }
      from = end;
    }
    return sum;
  }

  private ExportResult result(HttpReply reply, int spans) {
    if (reply.isSuccess()) {
      ReplyBody body = ReplyBody.parse(reply.body());
      int rejected = (int) Math.min(body.rejected(), spans);
      return new ExportResult(spans - rejected, rejected, 0, 0, reply.warning(body, rejected));
    }
    String message = reply.trouble(settings.endpoint);
    return reply.isTooLarge()
        ? new ExportResult(0, 0, spans, 0, message)
        : ExportResult.failure(spans, message);
  }

  /** Sends a request until it is answered for good, or there is no time for another try. */
  private HttpReply post() {
    byte[] body = encoder.body();
    int length = encoder.length();
    if (settings.gzip) {
      GzipBuffer buffer = gzip;
      if (buffer == null) {
        gzip = buffer = new GzipBuffer();
      }
      buffer.compress(body, length);
      body = buffer.bytes();
      length = buffer.size();
    }
    boolean atOnce = answered != null;
    for (int attempt = 1; ; attempt++) {
      long left = deadline - timing.nanoTime();
      boolean stop = left <= 0 || Thread.currentThread().isInterrupted();
      HttpReply reply = stop ? null : exchange(body, length, left);
      if (reply == null) {
        return HttpReply.broken(reasonToStop());
      }
      if (!reply.isRetryable()) {
        return reply;
      }
      long wait;
      if (atOnce && reply.end() == HttpReply.End.LOST) {
        atOnce = false; // most likely the server has closed an idle connection
        wait = 0;
      } else {
        wait = wait(reply, attempt);
      }
      if (wait >= deadline - timing.nanoTime()) {
        return reply.after(attempt);
      }
      if (!timing.pause(runner, wait)) {
        return HttpReply.broken(reasonToStop());
      }
    }
  }

  private @Nullable HttpReply exchange(byte[] body, int length, long timeoutNanos) {
    HttpExchange exchange = new HttpExchange(settings, body, length, timeoutNanos);
    HttpReply reply = runner.run(exchange, timeoutNanos);
    if (reply == null) {
      encoder.releaseBody();
      gzip = null;
    } else if (reply.end() == HttpReply.End.ANSWERED) {
      answered = exchange;
    }
    return reply;
  }

  private long wait(HttpReply reply, int attempt) {
    long asked = Retry.retryAfterNanos(reply.retryAfter(), timing.epochMillis());
    return asked >= 0 ? asked : Retry.delayNanos(attempt, timing.random());
  }

  private String reasonToStop() {
    if (runner.isClosed()) {
      return "the exporter is closed";
    }
    return Thread.currentThread().isInterrupted() ? "interrupted" : "no answer in time";
  }

  @Override
  public void close(Duration timeout) {
    runner.close();
    HttpExchange last = answered;
    if (last != null) {
      last.cut();
    }
  }

  /** Time as the retries see it. Tests have one of their own. */
  static class Timing {
    long nanoTime() {
      return System.nanoTime();
    }

    long epochMillis() {
      return System.currentTimeMillis();
    }

    /** A random number in [0, 1). */
    double random() {
      return Math.random();
    }

    /** Waits; false if the wait was cut short by the close or an interrupt. */
    boolean pause(ExchangeRunner runner, long nanos) {
      return runner.pause(nanos);
    }
  }
}
