// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks;

import dev.tracer.Context;
import dev.tracer.propagation.CarrierGetter;
import dev.tracer.propagation.CarrierSetter;
import dev.tracer.propagation.Propagator;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.HashMap;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What does it cost to hand a trace on? The context of a sampled local span, child of a remote one
 * with a {@code tracestate} of two entries, is written into a map as {@code traceparent} and {@code
 * tracestate}. The map is used again, so that its growth is not measured.
 *
 * <p>Dimensions: the library. Brave has no W3C Trace Context of its own.
 */
public class InjectBenchmark {
  /** The contexts to write, taken in turn, and the map to write into. */
  @State(Scope.Thread)
  public static class Contexts {
    final Propagator tracer = Propagator.traceContext();
    final CarrierSetter<Map<String, String>> setter = CarrierSetter.ofMap();
    final W3CTraceContextPropagator openTelemetry = W3CTraceContextPropagator.getInstance();
    final TextMapSetter<Map<String, String>> openTelemetrySetter = Map::put;
    final Map<String, String> carrier = new HashMap<>();
    private final Context[] ours = new Context[Headers.COUNT];
    private final io.opentelemetry.context.Context[] theirs =
        new io.opentelemetry.context.Context[Headers.COUNT];
    private int next;

    /** Makes the spans and looks whether both libraries write all there is. */
    @Setup
    public void open(TracerState tracerState, OpenTelemetryState openTelemetryState) {
      for (int i = 0; i < Headers.COUNT; i++) {
        Map<String, String> request = Headers.request(i);
        Context parent = tracer.extract(Context.root(), request, CarrierGetter.ofMap());
        ours[i] = parent.with(tracerState.tracer.spanBuilder("work").parent(parent).start());
        tracer.inject(ours[i], carrier, setter);
        requireComplete(request);
        io.opentelemetry.context.Context theirParent =
            openTelemetry.extract(
                io.opentelemetry.context.Context.root(), request, new ExtractBenchmark.MapGetter());
        theirs[i] =
            theirParent.with(
                openTelemetryState.tracer.spanBuilder("work").setParent(theirParent).startSpan());
        openTelemetry.inject(theirs[i], carrier, openTelemetrySetter);
        requireComplete(request);
      }
    }

    private void requireComplete(Map<String, String> request) {
      String parent = carrier.getOrDefault(Headers.TRACEPARENT, "");
      String asked = request.get(Headers.TRACEPARENT);
      if (parent.length() != asked.length()
          || !parent.startsWith(asked.substring(0, 36))
          || !request.get(Headers.TRACESTATE).equals(carrier.get(Headers.TRACESTATE))) {
        throw new IllegalStateException("not what " + request + " asks for: " + carrier);
      }
      carrier.clear();
    }

    int next() {
      return next++ & (Headers.COUNT - 1);
    }
  }

  /** Writes a context into a map. */
  @Benchmark
  public Object tracer(Contexts contexts) {
    contexts.tracer.inject(contexts.ours[contexts.next()], contexts.carrier, contexts.setter);
    return contexts.carrier;
  }

  /** Writes a context into a map. */
  @Benchmark
  public Object openTelemetry(Contexts contexts) {
    contexts.openTelemetry.inject(
        contexts.theirs[contexts.next()], contexts.carrier, contexts.openTelemetrySetter);
    return contexts.carrier;
  }
}
