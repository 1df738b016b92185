// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Context;
import dev.tracer.Span;
import dev.tracer.StatusCode;
import dev.tracer.Tracer;
import dev.tracer.TracerStats;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanProcessor;
import dev.tracer.internal.LogCapture;
import dev.tracer.sampling.Sampler;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Traces are decided at each depth near the end of the stack, where any call may overflow. */
@Tag("slow")
class TailEndOfStackTest {
  private final LogCapture log = new LogCapture();

  @AfterEach
  void release() {
    log.close();
  }

  /** Counts the sampled spans that it is given. */
  private static final class Counter implements SpanProcessor {
    private final AtomicLong count = new AtomicLong();

    @Override
    public void onEnd(SpanData span) {
      if (span.isSampled()) {
        count.incrementAndGet();
      }
    }

    @Override
    public List<TracerStats.Exporter> stats() {
      return List.of(new TracerStats.Exporter("all", count.get(), 0, Map.of(), null, null));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nearTheEndOfTheStack_nothingIsLostWithoutAWord(boolean isKept) throws Exception {
    Sampler head = isKept ? Sampler.alwaysOn() : Sampler.alwaysOff();
    TailSampler sampler = TailSampler.create(head, TailPolicy.error());
    Tracer tracer =
        Tracer.builder("deep")
            .sampler(sampler.withMaxTraces(1 << 16))
            .processor(new Counter())
            .build();
    for (int round = 0; round < 30; round++) {
      Span[] spans = spans(tracer);
      int[] next = {0};
      Thread deep =
          new Thread(
              null,
              () -> {
                try {
                  descend(spans, next);
                } catch (StackOverflowError e) {
                  // the descent itself
                }
              },
              "deep",
              256 * 1024);
      deep.start();
      deep.join();
    }
    tracer.close();

    TracerStats stats = tracer.stats();
    TracerStats.Exporter account = stats.exporters().get(0);
    assertThat(stats.sampledOut() + account.exported() + account.droppedTotal() + account.queued())
        .isEqualTo(stats.ended());
    assertThat(account.queued()).isZero();
  }

  /** Spans of 1,000 traces, of which every second one fails: two children, then their root. */
  private static Span[] spans(Tracer tracer) {
    Span[] spans = new Span[3_000];
    for (int i = 0; i < spans.length; i += 3) {
      spans[i + 2] = tracer.spanBuilder("root").noParent().start();
      Context context = Context.root().with(spans[i + 2]);
      spans[i] = tracer.spanBuilder("first").parent(context).start();
      spans[i + 1] = tracer.spanBuilder("second").parent(context).start();
      spans[i].status(i % 2 == 0 ? StatusCode.ERROR : StatusCode.UNSET);
    }
    return spans;
  }

  private static void descend(Span[] spans, int[] next) {
    if (next[0] == spans.length) {
      return;
    }
    spans[next[0]++].end();
    try {
      descend(spans, next);
    } finally {
      if (next[0] < spans.length) {
        spans[next[0]++].end();
      }
    }
  }
}
