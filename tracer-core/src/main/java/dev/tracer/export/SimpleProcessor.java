// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import static java.util.Objects.requireNonNull;

import dev.tracer.FlushResult;
import dev.tracer.TracerStats;
import java.time.Duration;
import java.util.List;

/**
 * Exports each sampled span at its end, which waits for it: for tests and for tools that run once.
 * A slow destination slows the application. Exports never overlap (OpenTelemetry trace SDK, "Simple
 * processor"). Nobody waits for a span that ends inside the exporter, nor on a thread that was
 * interrupted: it is exported all the same. Thread-safe.
 *
 * <p>The exporter is called on a thread of its own, as by {@link BatchProcessor}.
 *
 * @since 0.1
 */
public final class SimpleProcessor implements SpanProcessor {
  private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(365);

  private final BatchProcessor queue;

  private SimpleProcessor(SpanExporter exporter) {
    this.queue = BatchProcessor.builder(exporter).maxExportBatchSize(1).build();
  }

  /** A processor for {@code exporter}. */
  public static SimpleProcessor create(SpanExporter exporter) {
    return new SimpleProcessor(requireNonNull(exporter, "exporter"));
  }

  @Override
  public void onEnd(SpanData span) {
    if (span.isSampled()) {
      queue.onEnd(span);
      queue.worker.flush(AS_LONG_AS_IT_TAKES, false); // a batch has room for one span
    }
  }

  @Override
  public boolean takeRedaction(SpanFilter redaction) {
    return queue.takeRedaction(redaction);
  }

  @Override
  public FlushResult flush(Duration timeout) {
    return queue.flush(timeout);
  }

  @Override
  public FlushResult close(Duration timeout) {
    return queue.close(timeout);
  }

  @Override
  public List<TracerStats.Exporter> stats() {
    return queue.stats();
  }

  /** The exporter, without credentials, and the settings of the queue before it. */
  @Override
  public String toString() {
    return "SimpleProcessor{" + queue + '}';
  }
}
