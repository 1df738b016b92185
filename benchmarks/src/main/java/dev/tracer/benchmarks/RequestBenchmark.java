// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks;

import brave.propagation.B3Propagation;
import brave.propagation.Propagation;
import brave.propagation.TraceContext;
import dev.tracer.Context;
import dev.tracer.Scope;
import dev.tracer.Span;
import dev.tracer.SpanBuilder;
import dev.tracer.SpanKind;
import dev.tracer.Tracer;
import dev.tracer.propagation.CarrierGetter;
import dev.tracer.propagation.CarrierSetter;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.HashMap;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * What does a request really pay? It comes with headers; ten spans are made of it: one SERVER, four
 * INTERNAL one inside the other, and in the innermost three CLIENT, each of which writes headers,
 * and two as of a database. All are current while they last, and go through the batching processor.
 * One operation is the request.
 *
 * <p>Dimensions: the library. Brave has no batching processor of its own: its spans go to a handler
 * that keeps the last one, which is in its favour; and it carries B3 in one header.
 */
@BenchmarkMode(Mode.SingleShotTime)
public class RequestBenchmark {
  private static final int SPANS = 10;

  /** How many requests a thread has in an iteration. */
  static final int BURST = BatchBenchmark.BURST / SPANS;

  private static final int INTERNAL = 4;
  private static final int CLIENTS = 3;
  private static final int QUERIES = 2;

  private static final String ADDRESS = "server.address";
  private static final String PATH = "url.path";
  private static final String SYSTEM = "db.system.name";
  private static final String QUERY = "db.query.text";
  private static final String SQL = "SELECT price FROM orders WHERE id = ?";
  private static final String HOST = "stock.example.com";

  private static final AttributeKey<String> ADDRESS_KEY = AttributeKey.stringKey(ADDRESS);
  private static final AttributeKey<String> PATH_KEY = AttributeKey.stringKey(PATH);
  private static final AttributeKey<String> SYSTEM_KEY = AttributeKey.stringKey(SYSTEM);
  private static final AttributeKey<String> QUERY_KEY = AttributeKey.stringKey(QUERY);

  private static final AttributeKey<String> METHOD_KEY =
      AttributeKey.stringKey(AttributesBenchmark.METHOD);
  private static final AttributeKey<Long> STATUS_KEY =
      AttributeKey.longKey(AttributesBenchmark.STATUS);

  private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
  private static final ExtractBenchmark.MapGetter GETTER = new ExtractBenchmark.MapGetter();
  private static final TextMapSetter<Map<String, String>> SETTER = Map::put;

  private static final Propagation<String> B3 =
      B3Propagation.newFactoryBuilder().injectFormat(B3Propagation.Format.SINGLE).build().get();
  private static final TraceContext.Extractor<Map<String, String>> EXTRACTOR =
      B3.extractor(Map::get);
  private static final TraceContext.Injector<Map<String, String>> INJECTOR = B3.injector(Map::put);

  /** The requests, taken in turn. */
  @org.openjdk.jmh.annotations.State(org.openjdk.jmh.annotations.Scope.Thread)
  public static class Requests {
    private final Map<?, ?>[] headers = new Map<?, ?>[Headers.COUNT];
    private int next;

    /** Makes them. */
    public Requests() {
      for (int i = 0; i < Headers.COUNT; i++) {
        Map<String, String> request = Headers.request(i);
        String parent = request.get(Headers.TRACEPARENT);
        request.put("b3", parent.substring(3, 52) + "-1");
        headers[i] = request;
      }
    }

    @SuppressWarnings("unchecked") // as they were made
    Map<String, String> next() {
      return (Map<String, String>) headers[next++ & (Headers.COUNT - 1)];
    }
  }

  /** A burst of requests. */
  @Benchmark
  @OperationsPerInvocation(BURST)
  public Object tracer(BatchBenchmark.TracerBatch state, Requests requests) {
    Object last = null;
    for (int i = 0; i < BURST; i++) {
      last = serve(state.tracer, requests.next());
    }
    return last;
  }

  private static Object serve(Tracer tracer, Map<String, String> headers) {
    Context parent = tracer.extract(headers, CarrierGetter.ofMap());
    SpanBuilder start = tracer.spanBuilder("GET /orders/{id}").parent(parent);
    Span span = start.kind(SpanKind.SERVER).start();
    AttributesBenchmark.fill(span);
    try (Scope scope = span.makeCurrent()) {
      return work(tracer, INTERNAL);
    } finally {
      span.end();
    }
  }

  private static Object work(Tracer tracer, int depth) {
    if (depth > 0) {
      Span span = tracer.startSpan("work");
      try (Scope scope = span.makeCurrent()) {
        return work(tracer, depth - 1);
      } finally {
        span.end();
      }
    }
    Object last = null;
    for (int i = 0; i < CLIENTS; i++) {
      Span span = tracer.spanBuilder("GET").kind(SpanKind.CLIENT).start();
      span.set(AttributesBenchmark.METHOD, "GET").set(ADDRESS, HOST).set(PATH, "/stock");
      try (Scope scope = span.makeCurrent()) {
        Map<String, String> request = new HashMap<>();
        tracer.inject(request, CarrierSetter.ofMap());
        last = request;
        span.set(AttributesBenchmark.STATUS, 200);
      } finally {
        span.end();
      }
    }
    for (int i = 0; i < QUERIES; i++) {
      Span span = tracer.spanBuilder("SELECT orders").kind(SpanKind.CLIENT).start();
      try (Scope scope = span.makeCurrent()) {
        span.set(SYSTEM, "postgresql").set(QUERY, SQL);
      } finally {
        span.end();
      }
    }
    return last;
  }

  /** A burst of requests. */
  @Benchmark
  @OperationsPerInvocation(BURST)
  public Object openTelemetry(BatchBenchmark.OpenTelemetryBatch state, Requests requests) {
    Object last = null;
    for (int i = 0; i < BURST; i++) {
      last = serve(state.tracer, requests.next());
    }
    state.made.addAndGet(BURST * SPANS);
    return last;
  }

  private static Object serve(
      io.opentelemetry.api.trace.Tracer tracer, Map<String, String> headers) {
    var parent = W3C.extract(io.opentelemetry.context.Context.root(), headers, GETTER);
    var start = tracer.spanBuilder("GET /orders/{id}").setParent(parent);
    var span = start.setSpanKind(io.opentelemetry.api.trace.SpanKind.SERVER).startSpan();
    AttributesBenchmark.fill(span);
    try (io.opentelemetry.context.Scope scope = span.makeCurrent()) {
      return work(tracer, INTERNAL);
    } finally {
      span.end();
    }
  }

  private static Object work(io.opentelemetry.api.trace.Tracer tracer, int depth) {
    if (depth > 0) {
      var span = tracer.spanBuilder("work").startSpan();
      try (io.opentelemetry.context.Scope scope = span.makeCurrent()) {
        return work(tracer, depth - 1);
      } finally {
        span.end();
      }
    }
    Object last = null;
    var client = io.opentelemetry.api.trace.SpanKind.CLIENT;
    for (int i = 0; i < CLIENTS; i++) {
      var span = tracer.spanBuilder("GET").setSpanKind(client).startSpan();
      span.setAttribute(METHOD_KEY, "GET");
      span.setAttribute(ADDRESS_KEY, HOST).setAttribute(PATH_KEY, "/stock");
      try (io.opentelemetry.context.Scope scope = span.makeCurrent()) {
        Map<String, String> request = new HashMap<>();
        W3C.inject(io.opentelemetry.context.Context.current(), request, SETTER);
        last = request;
        span.setAttribute(STATUS_KEY, 200L);
      } finally {
        span.end();
      }
    }
    for (int i = 0; i < QUERIES; i++) {
      var span = tracer.spanBuilder("SELECT orders").setSpanKind(client).startSpan();
      try (io.opentelemetry.context.Scope scope = span.makeCurrent()) {
        span.setAttribute(SYSTEM_KEY, "postgresql").setAttribute(QUERY_KEY, SQL);
      } finally {
        span.end();
      }
    }
    return last;
  }

  /** A burst of requests. */
  @Benchmark
  @OperationsPerInvocation(BURST)
  public Object brave(BraveState state, Requests requests) {
    Object last = null;
    for (int i = 0; i < BURST; i++) {
      last = serve(state.tracer, requests.next());
    }
    return last;
  }

  private static Object serve(brave.Tracer tracer, Map<String, String> headers) {
    brave.Span span = tracer.nextSpan(EXTRACTOR.extract(headers));
    span.name("GET /orders/{id}").kind(brave.Span.Kind.SERVER).start();
    AttributesBenchmark.fill(span);
    try (brave.Tracer.SpanInScope scope = tracer.withSpanInScope(span)) {
      return work(tracer, INTERNAL);
    } finally {
      span.finish();
    }
  }

  private static Object work(brave.Tracer tracer, int depth) {
    if (depth > 0) {
      brave.Span span = tracer.nextSpan().name("work").start();
      try (brave.Tracer.SpanInScope scope = tracer.withSpanInScope(span)) {
        return work(tracer, depth - 1);
      } finally {
        span.finish();
      }
    }
    Object last = null;
    for (int i = 0; i < CLIENTS; i++) {
      brave.Span span = tracer.nextSpan().name("GET").kind(brave.Span.Kind.CLIENT).start();
      span.tag(AttributesBenchmark.METHOD, "GET").tag(ADDRESS, HOST).tag(PATH, "/stock");
      try (brave.Tracer.SpanInScope scope = tracer.withSpanInScope(span)) {
        Map<String, String> request = new HashMap<>();
        INJECTOR.inject(span.context(), request);
        last = request;
        span.tag(AttributesBenchmark.STATUS, "200");
      } finally {
        span.finish();
      }
    }
    for (int i = 0; i < QUERIES; i++) {
      brave.Span span = tracer.nextSpan().name("SELECT orders").kind(brave.Span.Kind.CLIENT);
      span.start();
      try (brave.Tracer.SpanInScope scope = tracer.withSpanInScope(span)) {
        span.tag(SYSTEM, "postgresql").tag(QUERY, SQL);
      } finally {
        span.finish();
      }
    }
    return last;
  }
}
