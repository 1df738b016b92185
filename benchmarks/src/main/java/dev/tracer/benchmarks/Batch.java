// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks;

import dev.tracer.Context;
import dev.tracer.Span;
import dev.tracer.Tracer;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanProcessor;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch to encode: 64 traces of a root and seven children, 512 spans with five attributes each,
 * made by either library itself. Attribute values differ from span to span.
 */
final class Batch {
  static final int TRACES = 64;
  static final int SPANS_PER_TRACE = 8;
  static final int SPANS = TRACES * SPANS_PER_TRACE;

  private Batch() {}

  static List<SpanData> ours() {
    List<SpanData> batch = new ArrayList<>();
    SpanProcessor collector = batch::add;
    try (Tracer tracer = Tracer.builder("benchmark").processor(collector).build()) {
      for (int trace = 0; trace < TRACES; trace++) {
        Span root = tracer.startSpan("request");
        Context context = Context.root().with(root);
        for (int i = 1; i < SPANS_PER_TRACE; i++) {
          Span child = tracer.spanBuilder("query").parent(context).start();
          fill(child, i);
          child.end();
        }
        fill(root, 0);
        root.end();
      }
    }
    return List.copyOf(batch);
  }

  private static void fill(Span span, int number) {
    span.set(AttributesBenchmark.METHOD, "GET");
    span.set(AttributesBenchmark.ROUTE, "/orders/" + number);
    span.set(AttributesBenchmark.SCHEME, "https");
    span.set(AttributesBenchmark.STATUS, 200 + number);
    span.set(AttributesBenchmark.HIT, number % 2 == 0);
  }

  static List<io.opentelemetry.sdk.trace.data.SpanData> openTelemetry() {
    Collector collector = new Collector();
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder().addSpanProcessor(collector).build()) {
      io.opentelemetry.api.trace.Tracer tracer = provider.get("benchmark");
      for (int trace = 0; trace < TRACES; trace++) {
        io.opentelemetry.api.trace.Span root = tracer.spanBuilder("request").startSpan();
        var context = io.opentelemetry.context.Context.root().with(root);
        for (int i = 1; i < SPANS_PER_TRACE; i++) {
          var child = tracer.spanBuilder("query").setParent(context).startSpan();
          fill(child, i);
          child.end();
        }
        fill(root, 0);
        root.end();
      }
    }
    return List.copyOf(collector.batch);
  }

  private static void fill(io.opentelemetry.api.trace.Span span, int number) {
    span.setAttribute(AttributesBenchmark.METHOD, "GET");
    span.setAttribute(AttributesBenchmark.ROUTE, "/orders/" + number);
    span.setAttribute(AttributesBenchmark.SCHEME, "https");
    span.setAttribute(AttributesBenchmark.STATUS, 200 + number);
    span.setAttribute(AttributesBenchmark.HIT, number % 2 == 0);
  }

  /** Collects what ends, as exporters see it. */
  private static final class Collector implements io.opentelemetry.sdk.trace.SpanProcessor {
    final List<io.opentelemetry.sdk.trace.data.SpanData> batch = new ArrayList<>();

    @Override
    public void onStart(io.opentelemetry.context.Context parent, ReadWriteSpan started) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan ended) {
      batch.add(ended.toSpanData());
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }
}
