// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks.instrumentation;

import dev.tracer.benchmarks.OpenTelemetryState;
import dev.tracer.benchmarks.TracerState;
import dev.tracer.http.HttpTracing;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.instrumentation.javahttpclient.JavaHttpClientTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What does a traced call cost over an untraced one? A GET with two headers, through a client that
 * answers at once: a sampled root CLIENT span with its attributes, and {@code traceparent} in the
 * request. Subtract {@code untraced}, what the instant client itself costs.
 *
 * <p>Dimensions: the library, OpenTelemetry with its instrumentation for java.net.http; that also
 * with the metrics which it records where nobody asks it not to.
 */
public class HttpClientBenchmark {
  /** The clients and what they send. */
  @State(Scope.Thread)
  public static class Clients {
    private final URI uri = URI.create("http://127.0.0.1:8080/orders/4711?verbose=true");
    final HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Accept", "application/json")
            .header("X-Tenant", "blue")
            .build();
    final HttpClient untraced = new InstantClient(uri);
    private final InstantClient behindOurs = new InstantClient(uri);
    private final InstantClient behindTheirs = new InstantClient(uri);
    private final InstantClient behindMetrics = new InstantClient(uri);
    HttpClient tracer;
    HttpClient openTelemetry;
    HttpClient openTelemetryMetrics;

    /** Wraps the clients and looks whether both libraries send a context. */
    @Setup
    public void open(TracerState ours, OpenTelemetryState theirs) throws Exception {
      tracer = HttpTracing.of(ours.tracer).client(behindOurs);
      var w3c = ContextPropagators.create(W3CTraceContextPropagator.getInstance());
      OpenTelemetry bare = new BareOpenTelemetry(theirs.provider, w3c);
      openTelemetry = JavaHttpClientTelemetry.create(bare).newHttpClient(behindTheirs);
      OpenTelemetry whole =
          OpenTelemetrySdk.builder().setTracerProvider(theirs.provider).setPropagators(w3c).build();
      openTelemetryMetrics = JavaHttpClientTelemetry.create(whole).newHttpClient(behindMetrics);
      call(openTelemetryMetrics);
      call(tracer);
      call(openTelemetry);
      if (behindOurs.sent.firstValue("traceparent").isEmpty()
          || behindMetrics.sent.firstValue("traceparent").isEmpty()
          || behindTheirs.sent.firstValue("traceparent").isEmpty()
          || ours.last.span == null
          || theirs.last.span == null) {
        throw new IllegalStateException("no trace was sent");
      }
    }

    Object call(HttpClient client) throws IOException, InterruptedException {
      return client.send(request, BodyHandlers.discarding());
    }
  }

  /** A traced call. */
  @Benchmark
  public Object tracer(Clients clients) throws Exception {
    return clients.call(clients.tracer);
  }

  /** A traced call. */
  @Benchmark
  public Object openTelemetry(Clients clients) throws Exception {
    return clients.call(clients.openTelemetry);
  }

  /** A traced call, metrics included. */
  @Benchmark
  public Object openTelemetryMetrics(Clients clients) throws Exception {
    return clients.call(clients.openTelemetryMetrics);
  }

  /** The same without tracing. */
  @Benchmark
  public Object untraced(Clients clients) throws Exception {
    return clients.call(clients.untraced);
  }
}
