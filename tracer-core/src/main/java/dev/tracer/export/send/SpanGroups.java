// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

import dev.tracer.InstrumentationScope;
import dev.tracer.Resource;
import dev.tracer.export.SpanData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The order in which spans are written: those of one resource and one instrumentation scope after
 * each other, within those of one trace if that is asked for. Groups come in the order in which
 * they first appear, their spans as in the batch. Stateless.
 */
final class SpanGroups {
  private SpanGroups() {}

  /** The spans in that order; the list itself if they are, or if one of them cannot be read. */
  static List<SpanData> inOrder(List<SpanData> batch, boolean byTrace) {
    try {
      return byTrace ? byTrace(batch) : byResource(batch);
    } catch (RuntimeException e) { // the order saves bytes, but is not needed
      return batch;
    }
  }

  static boolean isSameTrace(SpanData a, SpanData b) {
    return a.traceIdLow() == b.traceIdLow() && a.traceIdHigh() == b.traceIdHigh();
  }

  private static List<SpanData> byTrace(List<SpanData> batch) {
    Map<String, List<SpanData>> traces = new LinkedHashMap<>();
    for (SpanData span : batch) {
      String id = span.traceId();
      List<SpanData> trace = traces.get(id);
      if (trace == null) {
        trace = new ArrayList<>();
        traces.put(id, trace);
      }
      trace.add(span);
    }
    List<SpanData> sorted = new ArrayList<>(batch.size());
    for (List<SpanData> trace : traces.values()) {
      sorted.addAll(byResource(trace));
    }
    return sorted;
  }

  private static List<SpanData> byResource(List<SpanData> batch) {
    SpanData first = batch.get(0);
    for (int i = 1; i < batch.size(); i++) {
      SpanData span = batch.get(i);
      if (!Objects.equals(span.resource(), first.resource())
          || !Objects.equals(span.instrumentationScope(), first.instrumentationScope())) {
        return sorted(batch);
      }
    }
    return batch;
  }

  private static List<SpanData> sorted(List<SpanData> batch) {
    List<SpanData> sorted = new ArrayList<>(batch.size());
    for (List<SpanData> rest = batch; !rest.isEmpty(); ) {
      Resource resource = rest.get(0).resource();
      List<SpanData> same = new ArrayList<>();
      List<SpanData> others = new ArrayList<>();
      for (SpanData span : rest) {
        (Objects.equals(resource, span.resource()) ? same : others).add(span);
      }
      while (!same.isEmpty()) {
        InstrumentationScope scope = same.get(0).instrumentationScope();
        List<SpanData> next = new ArrayList<>();
        for (SpanData span : same) {
          (Objects.equals(scope, span.instrumentationScope()) ? sorted : next).add(span);
        }
        same = next;
      }
      rest = others;
    }
    return sorted;
  }
}
