// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks;

import dev.tracer.Tracer;
import dev.tracer.export.BatchProcessor;
import dev.tracer.export.otlp.OtlpExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What does a span cost the process in all, until somebody has acknowledged it? One thread makes a
 * burst of root spans with five attributes; they go through the batching processor, the encoder,
 * gzip and HTTP over loopback to a server in another process; the burst ends when its flush has.
 * The processor time is the figure. Nothing may be dropped: a run that loses a span fails.
 *
 * <p>Dimensions: the library; for ours the format.
 */
@BenchmarkMode(Mode.SingleShotTime)
public class DeliveredBenchmark {
  private static final int FLUSH_SECONDS = 60;

  /** The server. */
  @State(Scope.Benchmark)
  public static class Server {
    Acknowledging server;

    /** Starts it. */
    @Setup
    public void open() {
      server = new Acknowledging(Duration.ZERO);
    }

    /** Ends it. */
    @TearDown
    public void close() {
      server.close();
    }
  }

  /** This library. */
  @State(Scope.Benchmark)
  public static class Ours {
    Tracer protobuf;
    Tracer json;

    /** Builds the tracers; only one of them is used in a fork. */
    @Setup
    public void open(Server server) {
      protobuf = tracer(server, true);
      json = tracer(server, false);
    }

    private static Tracer tracer(Server server, boolean protobuf) {
      OtlpExporter exporter =
          OtlpExporter.builder()
              .endpoint(server.server.endpoint())
              .protobuf(protobuf)
              .gzip(true)
              .build();
      return Tracer.builder("benchmark")
          .processor(BatchProcessor.builder(exporter).maxQueueSize(BatchBenchmark.QUEUE).build())
          .build();
    }

    /** Closes the tracers. */
    @TearDown
    public void close() {
      protobuf.close();
      json.close();
    }
  }

  /** OpenTelemetry. */
  @State(Scope.Benchmark)
  public static class Theirs {
    SdkTracerProvider provider;
    io.opentelemetry.api.trace.Tracer tracer;

    /** A flush succeeds there whatever its exports did. */
    final AtomicLong exported = new AtomicLong();

    private long made;

    /** Builds the tracer. */
    @Setup
    public void open(Server server) {
      OtlpHttpSpanExporter exporter =
          OtlpHttpSpanExporter.builder()
              .setEndpoint(server.server.endpoint() + "/v1/traces")
              .setCompression("gzip")
              .build();
      provider =
          SdkTracerProvider.builder()
              .addSpanProcessor(
                  BatchSpanProcessor.builder(SlowRoundTrip.counting(exporter, exported))
                      .setMaxQueueSize(BatchBenchmark.QUEUE)
                      .build())
              .build();
      tracer = provider.get("benchmark");
    }

    /** Closes the tracer. */
    @TearDown
    public void close() {
      provider.close();
    }
  }

  private static void burst(Tracer tracer) {
    for (int i = 0; i < BatchBenchmark.BURST; i++) {
      dev.tracer.Span span = tracer.startSpan("work");
      AttributesBenchmark.fill(span);
      span.end();
    }
    tracer.flush(Duration.ofSeconds(FLUSH_SECONDS));
    var stats = tracer.stats();
    if (stats.exported() != stats.ended()) {
      throw new IllegalStateException("spans were lost: " + stats);
    }
  }

  /** Protobuf. */
  @Benchmark
  @OperationsPerInvocation(BatchBenchmark.BURST)
  public void tracer(Ours state) {
    burst(state.protobuf);
  }

  /** JSON. */
  @Benchmark
  @OperationsPerInvocation(BatchBenchmark.BURST)
  public void tracerJson(Ours state) {
    burst(state.json);
  }

  /** Protobuf; the queue holds the burst, so that nothing can be dropped but by the server. */
  @Benchmark
  @OperationsPerInvocation(BatchBenchmark.BURST)
  public void openTelemetry(Theirs state) {
    for (int i = 0; i < BatchBenchmark.BURST; i++) {
      io.opentelemetry.api.trace.Span span = state.tracer.spanBuilder("work").startSpan();
      AttributesBenchmark.fill(span);
      span.end();
    }
    state.provider.forceFlush().join(FLUSH_SECONDS, TimeUnit.SECONDS);
    state.made += BatchBenchmark.BURST;
    if (state.exported.get() != state.made) {
      throw new IllegalStateException(
          "of " + state.made + " spans " + state.exported + " were exported");
    }
  }
}
