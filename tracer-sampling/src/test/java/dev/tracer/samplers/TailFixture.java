// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import dev.tracer.TraceState;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanFixture;
import dev.tracer.sampling.Sampler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A running tail sampler without a tracer, what it passed on, and times in milliseconds. */
final class TailFixture {
  /** An id whose randomness is a half: kept by thresholds up to 8. */
  static final long HALF = 0x80_0000_0000_0000L;

  final List<SpanData> passed = Collections.synchronizedList(new ArrayList<>());
  final List<Throwable> faults = Collections.synchronizedList(new ArrayList<>());
  final HeldTraces tail;

  TailFixture(TailSampler settings) {
    tail = new HeldTraces(settings, passed::add, (part, error) -> faults.add(error));
  }

  static TailFixture of(TailPolicy... policies) {
    return new TailFixture(TailSampler.create(Sampler.alwaysOff(), policies));
  }

  static long at(long millis) {
    return SpanFixture.ORIGIN + millis * 1_000_000;
  }

  HeldTrace open(long id, long millis) {
    return tail.open(id, TraceState.empty(), false, at(millis));
  }

  HeldTrace open(long id) {
    return open(id, 0);
  }

  HeldTrace openSampled(String traceState) {
    return tail.open(HALF, TraceState.parse(traceState), true, at(0));
  }

  static SpanFixture span(String name, long from, long to) {
    return SpanFixture.span(name, 1, 0).micros(from * 1000, to * 1000);
  }

  static void end(HeldTrace trace, SpanFixture span, boolean root) {
    trace.ended(span, root, span.endEpochNanos());
  }

  static void child(HeldTrace trace, SpanFixture span) {
    trace.started();
    end(trace, span, false);
  }

  List<String> names() {
    return passed.stream().map(SpanData::name).toList();
  }

  List<Object> reasons() {
    return passed.stream()
        .map(span -> span.attributes().get("sampling.reason"))
        .distinct()
        .toList();
  }
}
