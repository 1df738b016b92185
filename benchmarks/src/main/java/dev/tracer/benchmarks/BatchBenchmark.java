// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks;

import dev.tracer.Tracer;
import dev.tracer.export.BatchProcessor;
import dev.tracer.export.ExportResult;
import dev.tracer.export.SpanExporter;
import dev.tracer.redact.Redaction;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What does a typical span cost the application when it goes through the batching processor? A
 * sampled root span with five attributes, handed over to the processor's thread, which gives
 * batches of 512 to an exporter that acknowledges them unread.
 *
 * <p>A tight loop makes spans faster than any exporter takes them, queues fill up, and a dropped
 * span is cheaper than a kept one. So spans are made in bursts that the queue can hold: an
 * iteration is one burst a thread, measured, while the processor's thread is at work; then the rest
 * is flushed, unmeasured. Nothing may be dropped: a run that loses a span fails.
 *
 * <p>Dimensions: the library; redaction, which the processor's thread does; the number of threads
 * that make spans, 1 or 2.
 */
@BenchmarkMode(Mode.SingleShotTime)
public class BatchBenchmark {
  /** How many spans a thread makes in an iteration. */
  static final int BURST = 20_000;

  /** How many spans may wait; enough for the bursts of three threads. */
  static final int QUEUE = 65_536;

  private static final int FLUSH_SECONDS = 20;

  /** This library with an exporter that acknowledges everything. */
  @State(Scope.Benchmark)
  public static class TracerBatch {
    Tracer tracer;

    /** Builds the tracer. */
    @Setup
    public void open() {
      SpanExporter exporter = spans -> ExportResult.success(spans.size());
      tracer =
          Tracer.builder("benchmark")
              .processor(BatchProcessor.builder(exporter).maxQueueSize(QUEUE).build())
              .redaction(redaction())
              .build();
    }

    Redaction redaction() {
      return Redaction.defaults();
    }

    /** Waits until the burst is exported. */
    @TearDown(Level.Iteration)
    public void flush() {
      tracer.flush(Duration.ofSeconds(FLUSH_SECONDS));
      var stats = tracer.stats();
      requireAll(stats.ended(), stats.exported());
    }

    /** Closes the tracer. */
    @TearDown
    public void close() {
      tracer.close();
    }
  }

  /** The same, but nothing is redacted. */
  public static class Unredacted extends TracerBatch {
    @Override
    Redaction redaction() {
      return Redaction.none();
    }
  }

  /** OpenTelemetry with an exporter that acknowledges everything. */
  @State(Scope.Benchmark)
  public static class OpenTelemetryBatch {
    final AtomicLong exported = new AtomicLong();
    SdkTracerProvider provider;
    io.opentelemetry.api.trace.Tracer tracer;

    /** How many spans the threads made; known from the number of iterations. */
    final AtomicLong made = new AtomicLong();

    /** Builds the tracer. */
    @Setup
    public void open() {
      provider =
          SdkTracerProvider.builder()
              .addSpanProcessor(
                  BatchSpanProcessor.builder(new Acknowledging(exported))
                      .setMaxQueueSize(QUEUE)
                      .build())
              .build();
      tracer = provider.get("benchmark");
    }

    /** Waits until the burst is exported. */
    @TearDown(Level.Iteration)
    public void flush() {
      provider.forceFlush().join(FLUSH_SECONDS, TimeUnit.SECONDS);
      requireAll(made.get(), exported.get());
    }

    /** Closes the tracer. */
    @TearDown
    public void close() {
      provider.close();
    }
  }

  private static void requireAll(long made, long exported) {
    if (made != exported) {
      throw new IllegalStateException(made + " spans were made, but " + exported + " exported");
    }
  }

  /** A burst of spans with five attributes. */
  @Benchmark
  @OperationsPerInvocation(BURST)
  public void tracer(TracerBatch state) {
    for (int i = 0; i < BURST; i++) {
      dev.tracer.Span span = state.tracer.startSpan("work");
      AttributesBenchmark.fill(span);
      span.end();
    }
  }

  /** The same without redaction. */
  @Benchmark
  @OperationsPerInvocation(BURST)
  public void tracerUnredacted(Unredacted state) {
    for (int i = 0; i < BURST; i++) {
      dev.tracer.Span span = state.tracer.startSpan("work");
      AttributesBenchmark.fill(span);
      span.end();
    }
  }

  /** A burst of spans with five attributes. */
  @Benchmark
  @OperationsPerInvocation(BURST)
  public void openTelemetry(OpenTelemetryBatch state) {
    for (int i = 0; i < BURST; i++) {
      io.opentelemetry.api.trace.Span span = state.tracer.spanBuilder("work").startSpan();
      AttributesBenchmark.fill(span);
      span.end();
    }
    state.made.addAndGet(BURST);
  }

  /** Acknowledges batches and counts their spans. */
  private record Acknowledging(AtomicLong exported)
      implements io.opentelemetry.sdk.trace.export.SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      exported.addAndGet(spans.size());
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
