// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.sampling;

import dev.tracer.Span;
import dev.tracer.TraceState;
import dev.tracer.Tracer;
import dev.tracer.examples.sampling.Strategy.Head;
import dev.tracer.export.SpanData;
import dev.tracer.samplers.TailPolicy;
import dev.tracer.samplers.TailSampler;
import dev.tracer.sampling.LocalTrace;
import dev.tracer.sampling.LocalTraces;
import dev.tracer.sampling.OtTraceState;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingResult;
import dev.tracer.testing.InMemoryExporter;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Tracer's tail sampler in each process of the fleet, behind a head sampler in the gateways: keeps
 * failed local roots and slow ones. Verdicts go down with the requests sent after them and up with
 * the responses, if callees say so.
 */
final class TailStrategy implements Strategy {
  private static final long MILLI = 1_000_000;
  private static final long SLOW = 2_500 * MILLI;

  /** As clients of tracer-http bound what they believe. */
  private static final int VERDICTS_PER_SECOND = 100;

  private static final SpanData FINE = span(false);
  private static final SpanData FAILED = span(true);

  private final LocalTraces[] samplers = new LocalTraces[Request.SERVICES * Workload.GATEWAYS];
  private final Head[] heads = new Head[Workload.GATEWAYS];
  private final boolean verdicts;

  /** The second in which each process took its last verdict, and how many it took there. */
  private final long[] seconds = new long[samplers.length];

  private final int[] taken = new int[samplers.length];

  // the request at hand
  private final LocalTrace[] traces = new LocalTrace[Request.SERVICES];
  private long now;

  /**
   * Failed and slow requests besides those of {@code head}.
   *
   * @param verdicts whether callers are told
   */
  TailStrategy(boolean verdicts, IntFunction<Head> head) {
    this(verdicts, head, i -> List.of());
  }

  /**
   * The same, {@code limits} permitting.
   *
   * @param limits for errors and for slow requests, or none, in one process
   */
  TailStrategy(boolean verdicts, IntFunction<Head> head, IntFunction<List<TailPolicy>> limits) {
    this.verdicts = verdicts;
    for (int i = 0; i < samplers.length; i++) {
      List<TailPolicy> limit = limits.apply(i);
      TailPolicy error = TailPolicy.error();
      TailPolicy slow = TailPolicy.latency(Duration.ofSeconds(2));
      samplers[i] =
          TailSampler.create(
                  Sampler.alwaysOff(),
                  limit.isEmpty() ? error : TailPolicy.and(error, limit.get(0)),
                  limit.isEmpty() ? slow : TailPolicy.and(slow, limit.get(1)))
              .attach(span -> {}, (part, fault) -> {});
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
    for (int service = 0; service < Request.SERVICES; service++) {
      LocalTrace trace = traces[service];
      kept |= trace != null && trace.isKept() ? 1 << service : 0;
    }
    tally.enter(request, kept, weight > 0, weight(traces[0]));
  }

  private static TraceState state(double weight) {
    long threshold = Math.round(SamplingResult.MAX_THRESHOLD * (1 - 1 / weight));
    return TraceState.parse(String.format("ot=th:%014x", threshold));
  }

  /** What a local trace stands for; 0 if it is not kept. */
  private static double weight(LocalTrace trace) {
    if (trace == null || !trace.isKept()) {
      return 0;
    }
    long threshold = OtTraceState.threshold(trace.traceState());
    return threshold < 0 ? 1 : Ours.weight(threshold);
  }

  /**
   * The way of a request through a service and those that it calls.
   *
   * @param head the trace state if the sampled flag came with the request, else null
   * @return what its spans stand for; 0 if they are not kept
   */
  private double serve(Request request, int service, TraceState head) {
    int process = service * Workload.GATEWAYS + request.instance();
    LocalTrace trace =
        samplers[process].open(
            request.traceIdLow(), head == null ? TraceState.empty() : head, head != null, now);
    traces[service] = trace;
    if (trace == null) {
      return 0;
    }
    now += MILLI;
    for (int callee = 1; callee < Request.SERVICES; callee++) {
      if (Request.caller(callee) == service) {
        trace.announce(now);
        TraceState sent = trace.isKept() ? trace.traceState() : head;
        double verdict = serve(request, callee, sent);
        boolean news = sent == null ? verdict > 0 : verdict == 1; // see Verdicts of tracer-http
        if (news && verdicts && callee != Request.NOTIFICATION && !trace.isKept()) {
          if (mayTake(process)) {
            trace.keep("downstream");
          }
        }
      }
    }
    boolean slowest = request.slow() == Request.path(service);
    now += slowest ? SLOW : MILLI;
    trace.ended((request.failed() & 1 << service) != 0 ? FAILED : FINE, true, now);
    return weight(trace);
  }

  private boolean mayTake(int process) {
    long second = now / 1_000_000_000;
    taken[process] = seconds[process] == second ? taken[process] + 1 : 1;
    seconds[process] = second;
    return taken[process] <= VERDICTS_PER_SECOND;
  }
}
