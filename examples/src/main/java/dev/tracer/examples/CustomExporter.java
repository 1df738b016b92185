// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples;

import dev.tracer.Tracer;
import dev.tracer.export.BatchProcessor;
import dev.tracer.export.ExportResult;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanExporter;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

/**
 * A destination of one's own: counts spans and sums up their time by name. Also shows a filter that
 * redacts, the settings of a batch processor, and what the tracer knows about itself.
 */
public final class CustomExporter {
  private CustomExporter() {}

  /** Sums up the time spent by span name. Called by one thread at a time. */
  static final class Totals implements SpanExporter {
    private final TreeMap<String, long[]> totals = new TreeMap<>();

    @Override
    public ExportResult export(List<SpanData> spans) {
      for (SpanData span : spans) {
        long[] total = totals.computeIfAbsent(span.name(), name -> new long[2]);
        total[0]++;
        total[1] += span.durationNanos();
      }
      return ExportResult.success(spans.size());
    }

    @Override
    public void close(Duration timeout) {
      totals.forEach(
          (name, total) ->
              System.out.println(name + ": " + total[0] + " spans, " + total[1] / 1_000 + " µs"));
    }
  }

  /** Runs the example. */
  public static void main(String[] args) {
    new Options("custom-exporter", args).done();
    Tracer tracer =
        Tracer.builder("shop")
            .filter(span -> span.name().startsWith("health") ? null : span)
            .processor(
                BatchProcessor.builder(new Totals())
                    .maxQueueSize(10_000)
                    .scheduleDelay(Duration.ofSeconds(1))
                    .build())
            .build();
    for (int i = 0; i < 1_000; i++) {
      tracer.run("checkout", span -> tracer.run("charge-card", inner -> inner.set("attempt", 1)));
      tracer.startSpan("health-check").end();
    }
    tracer.close();
    System.out.println(tracer.stats());
  }
}
