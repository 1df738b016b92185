// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks.instrumentation;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.tracer.benchmarks.OpenTelemetryState;
import dev.tracer.benchmarks.TracerState;
import dev.tracer.http.HttpTracing;
import dev.tracer.http.JdkServerTracing;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.instrumentation.javahttpserver.JavaHttpServerTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.io.IOException;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What does a traced request cost over an untraced one? A GET with a sampled {@code traceparent}
 * goes through the filter alone to a handler that answers 200: a SERVER span with its attributes.
 * Subtract {@code untraced}, what the chain without filter costs.
 *
 * <p>Dimensions: the library, OpenTelemetry with its instrumentation for the JDK's HttpServer; that
 * also with the metrics which it records where nobody asks it not to.
 */
public class HttpServerBenchmark {
  /** The filters and the exchange they see. */
  @State(Scope.Thread)
  public static class Filters {
    private final HttpHandler handler = exchange -> exchange.sendResponseHeaders(200, -1);
    private HttpExchange exchange;
    private Filter ours;
    private Filter theirs;
    private Filter theirsWithMetrics;

    /** Makes the filters and looks whether both continue the trace. */
    @Setup
    public void open(TracerState tracer, OpenTelemetryState openTelemetry) throws IOException {
      HttpContext context = HttpServer.create().createContext("/orders", handler);
      String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
      exchange = new InstantExchange(context, "00-" + trace + "-00f067aa0ba902b7-01");
      ours = JdkServerTracing.of(HttpTracing.of(tracer.tracer)).filter();
      var w3c = ContextPropagators.create(W3CTraceContextPropagator.getInstance());
      OpenTelemetry bare = new BareOpenTelemetry(openTelemetry.provider, w3c);
      theirs = JavaHttpServerTelemetry.create(bare).newFilter();
      OpenTelemetry whole =
          OpenTelemetrySdk.builder()
              .setTracerProvider(openTelemetry.provider)
              .setPropagators(w3c)
              .build();
      theirsWithMetrics = JavaHttpServerTelemetry.create(whole).newFilter();
      handle(theirsWithMetrics);
      handle(ours);
      handle(theirs);
      if (!tracer.last.span.context().traceId().equals(trace)
          || !openTelemetry.last.span.getSpanContext().getTraceId().equals(trace)) {
        throw new IllegalStateException("the trace was not continued");
      }
    }

    int handle(Filter... filters) throws IOException {
      new Filter.Chain(List.of(filters), handler).doFilter(exchange);
      return exchange.getResponseCode();
    }
  }

  /** A traced request. */
  @Benchmark
  public int tracer(Filters filters) throws IOException {
    return filters.handle(filters.ours);
  }

  /** A traced request. */
  @Benchmark
  public int openTelemetry(Filters filters) throws IOException {
    return filters.handle(filters.theirs);
  }

  /** A traced request, metrics included. */
  @Benchmark
  public int openTelemetryMetrics(Filters filters) throws IOException {
    return filters.handle(filters.theirsWithMetrics);
  }

  /** The same without tracing. */
  @Benchmark
  public int untraced(Filters filters) throws IOException {
    return filters.handle();
  }
}
