// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks;

import dev.tracer.Context;
import dev.tracer.propagation.CarrierGetter;
import dev.tracer.propagation.Propagator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What does it cost to take over a caller's trace? {@code traceparent} and {@code tracestate} with
 * two entries are read from a map of eight headers into a context.
 *
 * <p>Dimensions: the library. Brave has no W3C Trace Context of its own.
 */
public class ExtractBenchmark {
  /** The requests, taken in turn. */
  @State(Scope.Thread)
  public static class Requests {
    final Propagator tracer = Propagator.traceContext();
    final CarrierGetter<Map<String, String>> getter = CarrierGetter.ofMap();
    final W3CTraceContextPropagator openTelemetry = W3CTraceContextPropagator.getInstance();
    final MapGetter openTelemetryGetter = new MapGetter();
    private final Map<String, String>[] requests = newArray();
    private int next;

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Map<String, String>[] newArray() {
      return new Map[Headers.COUNT];
    }

    /** Makes the requests and looks whether both libraries read the same out of them. */
    @Setup
    public void open() {
      for (int i = 0; i < requests.length; i++) {
        requests[i] = Headers.request(i);
        var ours = tracer.extract(Context.root(), requests[i], getter).span().context();
        var theirs =
            Span.fromContext(
                    openTelemetry.extract(
                        io.opentelemetry.context.Context.root(), requests[i], openTelemetryGetter))
                .getSpanContext();
        boolean same =
            ours.traceId().equals(theirs.getTraceId())
                && ours.spanId().equals(theirs.getSpanId())
                && "t61rcWkgMzE".equals(ours.traceState().get("vendor2"))
                && "t61rcWkgMzE".equals(theirs.getTraceState().get("vendor2"));
        if (!same) {
          throw new IllegalStateException(ours + " is not " + theirs);
        }
      }
    }

    Map<String, String> next() {
      return requests[next++ & (Headers.COUNT - 1)];
    }
  }

  /** Reads a context from a request. */
  @Benchmark
  public Context tracer(Requests requests) {
    return requests.tracer.extract(Context.root(), requests.next(), requests.getter);
  }

  /** Reads a context from a request. */
  @Benchmark
  public Object openTelemetry(Requests requests) {
    return requests.openTelemetry.extract(
        io.opentelemetry.context.Context.root(), requests.next(), requests.openTelemetryGetter);
  }

  /** Reads a map. */
  static final class MapGetter implements TextMapGetter<Map<String, String>> {
    @Override
    public String get(Map<String, String> carrier, String key) {
      return carrier.get(key);
    }
  }
}
