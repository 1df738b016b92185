// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.backends.chain;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.extension.trace.propagation.B3Propagator;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** OpenTelemetry's SDK: reads {@code traceparent}, writes {@code X-B3-*}. */
final class OpenTelemetryHop implements Hop {
  static final TextMapGetter<Map<String, String>> GETTER =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
          return carrier.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
          return carrier == null ? null : carrier.get(key);
        }
      };

  /** Of one request: they come one after another. */
  private final List<String> recorded = new CopyOnWriteArrayList<>();

  private final Tracer tracer =
      SdkTracerProvider.builder().addSpanProcessor(new Recorder()).build().get("chain");

  @Override
  public Report serve(Map<String, String> received, Next next) throws Exception {
    recorded.clear();
    Context remote =
        W3CTraceContextPropagator.getInstance().extract(Context.root(), received, GETTER);
    Span server =
        tracer.spanBuilder("serve").setParent(remote).setSpanKind(SpanKind.SERVER).startSpan();
    Span client =
        tracer
            .spanBuilder("call")
            .setParent(remote.with(server))
            .setSpanKind(SpanKind.CLIENT)
            .startSpan();
    Map<String, String> headers = Hop.headers();
    B3Propagator.injectingMultiHeaders().inject(remote.with(client), headers, Map::put);
    next.call(headers);
    client.end();
    server.end();
    return new Report(
        server.getSpanContext().getTraceId(),
        server.getSpanContext().getSpanId(),
        Span.fromContext(remote).getSpanContext().getSpanId(),
        client.getSpanContext().getSpanId(),
        server.getSpanContext().isSampled(),
        String.join(" ", recorded));
  }

  private final class Recorder implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      recorded.add(
          span.getSpanContext().getSpanId() + '<' + span.getParentSpanContext().getSpanId());
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }
}
