// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks;

import dev.tracer.Tracer;
import dev.tracer.TracerStats;
import dev.tracer.export.otlp.OtlpExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * How many spans are lost if the server is far away? One thread ends 40,000 spans with five
 * attributes a second, in portions every millisecond, for some seconds; each answer takes 50 ms.
 * Default settings of either library.
 */
public final class SlowRoundTrip {
  private static final int PER_SECOND = 40_000;
  private static final int SECONDS = 5;
  private static final int PORTION = PER_SECOND / 1_000;
  private static final Duration ROUND_TRIP = Duration.ofMillis(50);

  private SlowRoundTrip() {}

  /** Prints what each loses. */
  public static void main(String[] args) {
    int seconds = args.length > 0 ? Integer.parseInt(args[0]) : SECONDS;
    try (Acknowledging server = new Acknowledging(ROUND_TRIP)) {
      ours(server, seconds, true);
      ours(server, seconds, false);
      openTelemetry(server, seconds);
    }
  }

  private static void ours(Acknowledging server, int seconds, boolean protobuf) {
    OtlpExporter exporter =
        OtlpExporter.builder().endpoint(server.endpoint()).protobuf(protobuf).build();
    Tracer tracer = Tracer.builder("benchmark").exporter(exporter).build();
    paced(
        seconds,
        () -> {
          dev.tracer.Span span = tracer.startSpan("work");
          AttributesBenchmark.fill(span);
          span.end();
        });
    tracer.close(Duration.ofSeconds(20));
    TracerStats stats = tracer.stats();
    print(protobuf ? "tracer, protobuf" : "tracer, JSON", stats.ended(), stats.exported());
  }

  private static void openTelemetry(Acknowledging server, int seconds) {
    AtomicLong exported = new AtomicLong();
    OtlpHttpSpanExporter exporter =
        OtlpHttpSpanExporter.builder().setEndpoint(server.endpoint() + "/v1/traces").build();
    AtomicLong made = new AtomicLong();
    SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .addSpanProcessor(BatchSpanProcessor.builder(counting(exporter, exported)).build())
            .build();
    io.opentelemetry.api.trace.Tracer tracer = provider.get("benchmark");
    paced(
        seconds,
        () -> {
          io.opentelemetry.api.trace.Span span = tracer.spanBuilder("work").startSpan();
          AttributesBenchmark.fill(span);
          span.end();
          made.incrementAndGet();
        });
    provider.shutdown().join(20, TimeUnit.SECONDS);
    print("OpenTelemetry, protobuf", made.get(), exported.get());
  }

  /** An exporter that adds up how many spans were acknowledged. */
  static SpanExporter counting(SpanExporter exporter, AtomicLong exported) {
    return new SpanExporter() {
      @Override
      public CompletableResultCode export(Collection<SpanData> spans) {
        int count = spans.size();
        CompletableResultCode result = exporter.export(spans);
        result.whenComplete(() -> exported.addAndGet(result.isSuccess() ? count : 0));
        return result;
      }

      @Override
      public CompletableResultCode flush() {
        return exporter.flush();
      }

      @Override
      public CompletableResultCode shutdown() {
        return exporter.shutdown();
      }
    };
  }

  /** Makes a portion each millisecond; what was missed for want of a processor is left out. */
  private static void paced(int seconds, Runnable span) {
    long begin = System.nanoTime();
    long end = begin + TimeUnit.SECONDS.toNanos(seconds);
    for (long next = begin; next - end < 0; ) {
      for (int i = 0; i < PORTION; i++) {
        span.run();
      }
      next = Math.max(next + TimeUnit.MILLISECONDS.toNanos(1), System.nanoTime());
      for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
    }
  }

  private static void print(String name, long ended, long exported) {
    System.out.printf(
        Locale.ROOT,
        "%-24s %9d spans ended, %9d acknowledged, %5.1f %% lost%n",
        name,
        ended,
        exported,
        100.0 * (ended - exported) / ended);
  }
}
