// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

import static java.util.Objects.requireNonNull;

import dev.tracer.export.ExportResult;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanExporter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

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
  /** How many requests are on their way at once, if the sender can do that. */
  private static final int MOST = 64;

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

  /** A request that has no answer yet. */
  private static final class OnItsWay {
    final CompletableFuture<Answer> answer;

    /** How many spans are in it. */
    final int count;

    /** What it was made of, and what of that is not in it. */
    final List<SpanData> spans;

    final ExportResult unsent;

    OnItsWay(RequestBuilder made, int count, CompletableFuture<Answer> answer) {
      this.answer = answer;
      this.count = count;
      this.spans = made.spans();
      this.unsent = made.unsent();
    }
  }

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
      String before = sender.trouble();
      return ExportResult.failure(
          spans.size(),
          sender + ": the exporter is closed" + (before == null ? "" : "; before, " + before));
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
    Deque<OnItsWay> all = new ArrayDeque<>();
    try {
      requests.begin(spans);
      while (requests.hasNext() || !all.isEmpty()) {
        OnItsWay oldest = all.peek();
        if (oldest != null
            && (oldest.answer.isDone() || all.size() == MOST || !requests.hasNext())) {
          sum = sum.plus(settle(all.remove(), left(deadline)));
          continue;
        }
        Request request = requests.next();
        if (request == null) {
          sum = sum.plus(requests.unsent());
        } else {
          all.add(new OnItsWay(requests, request.spans(), begin(request, left(deadline))));
        }
      }
      return sum;
    } catch (Throwable e) { // no memory, for example: what was answered before stays so
      int told = sum.exported() + sum.rejected() + sum.oversize() + sum.failed();
      return sum.plus(ExportResult.failure(spans.size() - told, sender + ": " + e));
    } finally {
      requests.end();
    }
  }

  /** What a sender throws is its answer to this request, and says nothing of the others. */
  private CompletableFuture<Answer> begin(Request request, Duration left) {
    try {
      return requireNonNull(sender.begin(request, left), "the answer to come");
    } catch (Throwable e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Duration left(long deadline) {
    return Duration.ofNanos(Math.max(0, deadline - timing.nanoTime()));
  }

  /** Waits for an answer, and says what became of the spans that are not to be sent again. */
  private ExportResult settle(OnItsWay request, Duration left) {
    Answer answer = Answer.await(request.answer, left, sender.toString());
    if (answer.kind() == Answer.Kind.UNAVAILABLE) {
      encoding.release(0); // somebody may still read the body
    }
    ExportResult result = read(answer, request.count);
    if (result.oversize() > 1) {
      requests.halve(request.spans);
      return ExportResult.success(0);
    }
    return result.plus(request.unsent);
  }

  /** A format that fails to read an answer knows nothing of this request; the others count. */
  private ExportResult read(Answer answer, int spans) {
    try {
      return requireNonNull(encoding.read(answer, spans), "what an answer says");
    } catch (Throwable e) {
      return ExportResult.failure(spans, sender + ": unreadable answer: " + e);
    }
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
  public @Nullable String trouble() {
    return sender.trouble();
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
