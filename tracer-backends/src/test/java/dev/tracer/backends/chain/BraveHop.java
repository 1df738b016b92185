// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.backends.chain;

import brave.Span;
import brave.Tracing;
import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.B3Propagation;
import brave.propagation.TraceContext;
import brave.propagation.TraceContextOrSamplingFlags;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Brave, the tracer of Zipkin: reads {@code X-B3-*}, writes {@code b3}. */
final class BraveHop implements Hop {
  /** Of one request: they come one after another. */
  private final List<String> recorded = new CopyOnWriteArrayList<>();

  private final Tracing tracing =
      Tracing.newBuilder()
          .localServiceName("brave")
          .supportsJoin(false) // a span has one service
          .propagationFactory(
              B3Propagation.newFactoryBuilder()
                  .injectFormat(B3Propagation.Format.SINGLE_NO_PARENT)
                  .build())
          .addSpanHandler(
              new SpanHandler() {
                @Override
                public boolean end(TraceContext context, MutableSpan span, Cause cause) {
                  recorded.add(span.id() + '<' + span.parentId());
                  return true;
                }
              })
          .build();

  @Override
  public Report serve(Map<String, String> received, Next next) throws Exception {
    recorded.clear();
    TraceContextOrSamplingFlags remote =
        tracing
            .propagation()
            .<Map<String, String>>extractor((carrier, key) -> carrier.get(key))
            .extract(received);
    Span server = tracing.tracer().nextSpan(remote).kind(Span.Kind.SERVER).start();
    Span client = tracing.tracer().newChild(server.context()).kind(Span.Kind.CLIENT).start();
    Map<String, String> headers = Hop.headers();
    tracing.propagation().<Map<String, String>>injector(Map::put).inject(client.context(), headers);
    next.call(headers);
    client.finish();
    server.finish();
    return new Report(
        server.context().traceIdString(),
        server.context().spanIdString(),
        remote.context() == null ? "" : remote.context().spanIdString(),
        client.context().spanIdString(),
        Boolean.TRUE.equals(server.context().sampled()),
        String.join(" ", recorded));
  }
}
