// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.sampling;

import dev.tracer.Span;
import dev.tracer.TraceState;
import dev.tracer.Tracer;
import dev.tracer.examples.sampling.Strategy.Head;
import dev.tracer.export.InMemoryExporter;
import dev.tracer.export.SpanData;
import dev.tracer.sampling.LocalTrace;
import dev.tracer.sampling.LocalTraces;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingResult;
import dev.tracer.sampling.strategy.TailPolicy;
import dev.tracer.sampling.strategy.TailSampler;
import java.time.Duration;
import java.util.function.IntFunction;

/**
 * Tracer's tail sampler in each process of the fleet, behind a head sampler in the gateways: keeps
 * failed local roots and slow ones. Verdicts go down with the requests sent after them and up with
 * the responses, if callees say so.
 */
final class TailStrategy implements Strategy {
  private static final long MILLI = 1_000_000;
  private static final long SLOW = 2_500 * MILLI;
  private static final SpanData FINE = span(false);
  private static final SpanData FAILED = span(true);

  private final LocalTraces[] samplers = new LocalTraces[Request.SERVICES * Workload.GATEWAYS];
  private final Head[] heads = new Head[Workload.GATEWAYS];
  private final boolean verdicts;

  // the request at hand
  private final LocalTrace[] traces = new LocalTrace[Request.SERVICES];
  private long now;

  TailStrategy(boolean verdicts, IntFunction<Head> head) {
    this.verdicts = verdicts;
    TailSampler settings =
        TailSampler.create(
                Sampler.alwaysOff(), TailPolicy.error(), TailPolicy.latency(Duration.ofSeconds(2)))
            .maxTraces(1 << 14);
    for (int i = 0; i < samplers.length; i++) {
      samplers[i] = settings.attach(span -> {}, (part, error) -> {});
    }
    for (int i = 0; i < heads.length; i++) {
      heads[i] = head.apply(i);
    }
  }

  /** A real span, as the tail sampler looks into it. */
  private static SpanData span(boolean failed) {
    InMemoryExporter exporter = InMemoryExporter.create();
    try (Tracer tracer = Tracer.builder("example").exporter(exporter).build()) {
      Span span = tracer.startSpan("example");
      if (failed) {
        span.fail(new IllegalStateException());
      }
      span.end();
    }
    return exporter.spans().get(0);
  }

  @Override
  public void request(Request request, Tally tally) {
    double weight = heads[request.instance()].weight(request);
    now = request.nanos();
    serve(request, 0, weight > 0 ? state(weight) : null);
    int kept = 0;
    double stands = 0;
    for (int service = Request.SERVICES - 1; service >= 0; service--) {
      LocalTrace trace = traces[service];
      if (trace != null && trace.isKept()) {
        kept |= 1 << service;
        stands = weight(trace.traceState()); // that of the root, if it is kept
      }
    }
    tally.enter(request, kept, stands);
  }

  private static TraceState state(double weight) {
    long threshold = Math.round(SamplingResult.MAX_THRESHOLD * (1 - 1 / weight));
    return TraceState.parse(String.format("ot=th:%014x", threshold));
  }

  private static double weight(TraceState state) {
    String ot = state.get("ot");
    if (ot == null) {
      return 1;
    }
    String digits = (ot.substring("th:".length()) + "0".repeat(14)).substring(0, 14);
    return Ours.weight(Long.parseLong(digits, 16));
  }

  /**
   * The way of a request through a service and those that it calls.
   *
   * @param head the trace state if the sampled flag came with the request, else null
   * @return the verdict
   */
  private boolean serve(Request request, int service, TraceState head) {
    LocalTrace trace =
        samplers[service * Workload.GATEWAYS + request.instance()].open(
            request.traceIdLow(), head == null ? TraceState.empty() : head, head != null, now);
    traces[service] = trace;
    if (trace == null) {
      return false;
    }
    now += MILLI;
    for (int callee = 1; callee < Request.SERVICES; callee++) {
      if (Request.caller(callee) == service) {
        trace.announce(now);
        TraceState sent = trace.isKept() ? trace.traceState() : head;
        boolean kept = serve(request, callee, sent);
        if (kept && sent == null && verdicts && callee != Request.NOTIFICATION) {
          trace.keep("downstream");
        }
      }
    }
    boolean slowest = request.slow() == Request.path(service);
    now += slowest ? SLOW : MILLI;
    trace.ended((request.failed() & 1 << service) != 0 ? FAILED : FINE, true, now);
    return trace.isKept();
  }
}
