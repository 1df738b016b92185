// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.export.BatchProcessor;
import dev.tracer.export.ExportResult;
import dev.tracer.export.LinkData;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanExporter;
import dev.tracer.export.SpanProcessor;
import dev.tracer.internal.LogCapture;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingDecision;
import dev.tracer.sampling.SamplingResult;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a tracer gets along with its processors, exporters and filters. */
class EngineProcessorsTest {
  private static final Duration SECONDS = Duration.ofSeconds(60);

  private final CountDownLatch gate = new CountDownLatch(1);
  private LogCapture log;

  @BeforeEach
  void capture() {
    log = new LogCapture();
  }

  @AfterEach
  void release() {
    gate.countDown();
    log.close();
  }

  private interface Export {
    ExportResult export(List<SpanData> spans);
  }

  private static SpanExporter exporter(String name, Export export) {
    return new SpanExporter() {
      @Override
      public ExportResult export(List<SpanData> spans) {
        return export.export(spans);
      }

      @Override
      public String name() {
        return name;
      }
    };
  }

  private ExportResult hang(List<SpanData> spans) {
    boolean released = false;
    while (!released) {
      try {
        released = gate.await(60, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        // a destination that cannot be interrupted
      }
    }
    return ExportResult.success(spans.size());
  }

  private static BatchProcessor lazy(SpanExporter exporter) {
    return BatchProcessor.builder(exporter).scheduleDelay(Duration.ofHours(1)).build();
  }

  /** Has a span for an exporter that hangs and one that works. */
  private Tracer halfHanging() {
    Tracer tracer =
        Tracer.builder("test")
            .processor(lazy(exporter("hanging", this::hang)))
            .processor(lazy(exporter("healthy", spans -> ExportResult.success(spans.size()))))
            .build();
    tracer.startSpan("work").end();
    return tracer;
  }

  /** However slow the machine is, some time is enough for an exporter that works at once. */
  private static FlushResult withEnoughTime(
      Function<Duration, FlushResult> work, FlushResult enough) {
    FlushResult result = work.apply(Duration.ofSeconds(1));
    for (int seconds = 2; seconds < 100 && !result.equals(enough); seconds *= 2) {
      result = work.apply(Duration.ofSeconds(seconds));
    }
    return result;
  }

  @Test
  void close_withAHangingExporter_leavesTimeToTheOthers() {
    Tracer[] tracer = new Tracer[1];
    FlushResult enough = new FlushResult(1, 1, 0);
    FlushResult result =
        withEnoughTime(
            time -> {
              tracer[0] = halfHanging();
              return tracer[0].close(time);
            },
            enough);

    assertThat(result).isEqualTo(enough);
    TracerStats stats = tracer[0].stats();
    assertThat(stats.exporters().get(0).dropped()).isEqualTo(Map.of(DropReason.CLOSED, 1L));
    assertThat(stats.exporters().get(1).exported()).isEqualTo(1);
  }

  @Test
  void flush_withAHangingExporter_leavesTimeToTheOthers() {
    List<Tracer> tracers = new ArrayList<>();
    FlushResult enough = new FlushResult(1, 0, 1);
    FlushResult result =
        withEnoughTime(
            time -> {
              tracers.add(halfHanging());
              return tracers.get(tracers.size() - 1).flush(time);
            },
            enough);

    assertThat(result).isEqualTo(enough);
    gate.countDown();
    tracers.forEach(Tracer::close);
  }

  @Test
  void exporter_thatMakesSpans_recordsNone() {
    Tracer[] self = new Tracer[1];
    List<Boolean> recording = new CopyOnWriteArrayList<>();
    Tracer tracer =
        Tracer.builder("test")
            .processor(
                lazy(
                    exporter(
                        "traced",
                        spans -> {
                          Span current = self[0].startSpan("export");
                          Span root = self[0].spanBuilder("export").noParent().start();
                          recording.add(current.isRecording());
                          recording.add(root.isRecording());
                          current.end();
                          root.end();
                          return ExportResult.success(spans.size());
                        })))
            .build();
    self[0] = tracer;
    tracer.startSpan("work").end();
    tracer.flush(SECONDS);
    tracer.flush(SECONDS);

    assertThat(recording).containsExactly(false, false);
    assertThat(tracer.stats().ended()).isEqualTo(1);
    assertThat(tracer.stats().exported()).isEqualTo(1);
    tracer.close();
  }

  @Test
  void span_endedAfterTheClose_isCounted() {
    Tracer tracer =
        Tracer.builder("test")
            .processor(lazy(exporter("a", spans -> ExportResult.success(spans.size()))))
            .build();
    Span span = tracer.startSpan("late");
    tracer.close();
    span.end();

    assertThat(tracer.stats().exporters().get(0).dropped())
        .isEqualTo(Map.of(DropReason.CLOSED, 1L));
    assertThat(tracer.startSpan("later").isRecording()).isFalse();
    assertThat(tracer.close(SECONDS)).isEqualTo(FlushResult.EMPTY);
  }

  /** Throws whatever it is asked. */
  private static SpanProcessor throwing(Throwable error) {
    InvocationHandler handler =
        (proxy, method, args) -> {
          if (method.getDeclaringClass() == Object.class) {
            return method.invoke(error, args);
          }
          throw error;
        };
    return (SpanProcessor)
        Proxy.newProxyInstance(
            SpanProcessor.class.getClassLoader(), new Class<?>[] {SpanProcessor.class}, handler);
  }

  @Test
  void processor_thatThrowsAlways_disturbsNobody() {
    Tracer tracer =
        Tracer.builder("test")
            .processor(throwing(new IllegalStateException("x")))
            .processor(lazy(exporter("a", spans -> ExportResult.success(spans.size()))))
            .build();
    tracer.startSpan("work").end();

    assertThat(tracer.flush(SECONDS)).isEqualTo(new FlushResult(1, 0, 0));
    assertThat(tracer.stats().exporters()).hasSize(1);
    assertThat(tracer.close(SECONDS)).isEqualTo(FlushResult.EMPTY);
    assertThat(tracer.stats().faults()).isGreaterThanOrEqualTo(5);
    assertThat(log.warnings()).hasSize(1);
  }

  @Test
  void processor_thatThrowsAFatalError_takesNoSpanFromTheOthers() {
    Tracer tracer =
        Tracer.builder("test")
            .processor(
                new SpanProcessor() {
                  @Override
                  public void onEnd(SpanData span) {
                    throw new OutOfMemoryError("x");
                  }
                })
            .processor(lazy(exporter("a", spans -> ExportResult.success(spans.size()))))
            .build();
    Span span = tracer.startSpan("work");

    span.end();

    assertThat(tracer.flush(SECONDS)).isEqualTo(new FlushResult(1, 0, 0));
    assertBalanced(tracer.stats());
    tracer.close();
  }

  @Test
  void filter_thatThrowsAFatalError_keepsTheBalance() {
    Tracer tracer =
        Tracer.builder("test")
            .processor(lazy(exporter("a", spans -> ExportResult.success(spans.size()))))
            .filter(
                span -> {
                  throw new OutOfMemoryError("x");
                })
            .build();
    Span span = tracer.startSpan("work");

    span.end();

    assertBalanced(tracer.stats());
    tracer.close();
  }

  /** A span as another would have it sampled. */
  private static SpanData withSampled(SpanData span, boolean sampled) {
    InvocationHandler handler =
        (proxy, method, args) -> {
          if (method.getName().equals("isSampled")) {
            return sampled;
          }
          return method.invoke(span, args);
        };
    return (SpanData)
        Proxy.newProxyInstance(
            SpanData.class.getClassLoader(), new Class<?>[] {SpanData.class}, handler);
  }

  @Test
  void filter_thatChangesWhetherASpanIsSampled_keepsTheBalance() {
    Tracer tracer =
        Tracer.builder("test")
            .processor(lazy(exporter("a", spans -> ExportResult.success(spans.size()))))
            .sampler(
                new Sampler() {
                  @Override
                  public SamplingResult sample(
                      Context context,
                      long high,
                      long low,
                      String name,
                      SpanKind kind,
                      Attributes attributes,
                      List<LinkData> links) {
                    return SamplingResult.of(
                        name.startsWith("sampled")
                            ? SamplingDecision.RECORD_AND_SAMPLE
                            : SamplingDecision.RECORD_ONLY);
                  }

                  @Override
                  public String description() {
                    return "by name";
                  }
                })
            .filter(
                span ->
                    span.name().endsWith("turned")
                        ? withSampled(span, !span.isSampled())
                        : span.name().endsWith("refused") ? null : span)
            .build();
    for (String name :
        List.of("sampled", "sampled turned", "sampled refused", "recorded", "recorded refused")) {
      tracer.startSpan(name).end();
    }
    tracer.flush(SECONDS);
    TracerStats stats = tracer.stats();
    assertBalanced(stats);
    assertThat(stats.exported()).isEqualTo(1);
    assertThat(stats.sampledOut()).isEqualTo(3);
    assertThat(stats.dropped()).isEqualTo(1);

    tracer.startSpan("recorded turned").end();
    tracer.flush(SECONDS);
    assertBalanced(tracer.stats());
    assertThat(tracer.stats().exported()).isEqualTo(2);
    assertThat(tracer.stats().sampledOut()).isEqualTo(3);
    tracer.close();
  }

  @Test
  void stats_withASampler_balance() {
    Tracer tracer =
        Tracer.builder("test")
            .processor(lazy(exporter("a", spans -> ExportResult.success(spans.size()))))
            .sampler(Sampler.probability(0.3))
            .build();
    for (int i = 0; i < 1000; i++) {
      tracer.startSpan("work").end();
    }
    tracer.flush(SECONDS);
    TracerStats stats = tracer.stats();

    assertThat(stats.started()).isEqualTo(1000);
    assertThat(stats.ended()).isEqualTo(1000);
    assertThat(stats.sampledOut()).isBetween(550L, 850L);
    assertThat(stats.exported()).isEqualTo(1000 - stats.sampledOut());
    assertBalanced(stats);
    tracer.close();
  }

  private static void assertBalanced(TracerStats stats) {
    for (TracerStats.Exporter account : stats.exporters()) {
      assertThat(
              stats.sampledOut() + account.exported() + account.droppedTotal() + account.queued())
          .as("%s", stats)
          .isEqualTo(stats.ended());
    }
  }
}
