// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.text;

import static dev.tracer.export.SpanFixture.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.tracer.Tracer;
import dev.tracer.export.BatchProcessor;
import dev.tracer.export.ExportResult;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanExporter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WaterfallExporterTest {
  private static final Duration NEVER = Duration.ofDays(1);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void trace_isPrintedOnceItsRootEndedAndNothingComesAnyMore() throws Exception {
    CountDownLatch printed = new CountDownLatch(1);
    WaterfallExporter exporter =
        builder().to(signalling(printed)).quietTime(Duration.ofMillis(20)).build();

    exporter.export(List.of(span("child", 2, 1)));
    exporter.export(List.of(span("root", 1, 0)));

    assertThat(printed.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(printed())
        .isEqualTo(
            """
            trace 0af7651916cd43dd0000000000000001 · 1.00 ms · 2 spans · shop
            2026-01-01 12:00:00.000Z           │0       │0.2 ms  │0.4 ms  │0.6 ms  │0.8 ms
            root                      1.00 ms  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
            └ child                   1.00 ms  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━

            """);
  }

  @Test
  void traceThatLastsLongerThanTheScheduleDelay_isPrintedInOnePiece() throws Exception {
    WaterfallExporter waterfall = builder().quietTime(NEVER).build();
    Semaphore exported = new Semaphore(0);
    SpanExporter exporter =
        new SpanExporter() {
          @Override
          public ExportResult export(List<SpanData> spans) {
            ExportResult result = waterfall.export(spans);
            exported.release(spans.size());
            return result;
          }

          @Override
          public void flush() {
            waterfall.flush();
          }

          @Override
          public void close(Duration timeout) {
            waterfall.close(timeout);
          }
        };
    var batches = BatchProcessor.builder(exporter).scheduleDelay(Duration.ofMillis(1)).build();
    try (Tracer tracer = Tracer.builder("shop").processor(batches).build()) {
      tracer.run(
          "root",
          root -> {
            for (String name : List.of("first", "second", "third")) {
              tracer.run(name, child -> {});
              assertThat(exported.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
            }
          });
    }

    assertThat(printed()).containsOnlyOnce("trace ").contains("4 spans").doesNotContain("missing");
  }

  @Test
  void export_beforeTheQuietTimeIsOver_printsNothing() {
    WaterfallExporter exporter = builder().quietTime(NEVER).build();

    assertThat(exporter.export(List.of(span("root", 1, 0)))).isEqualTo(ExportResult.success(1));
    assertThat(printed()).isEmpty();
    exporter.flush();
    assertThat(printed()).contains("root");
  }

  @Test
  void close_printsTheIncompleteWithANote() {
    WaterfallExporter exporter = builder().quietTime(NEVER).build();
    exporter.export(List.of(span("orphan", 2, 1)));

    exporter.close(Duration.ofSeconds(1));

    assertThat(printed()).contains("(missing parent 0000000000000001)\n└ orphan ");
  }

  @Test
  void spansAfterAPrint_arePrintedAsContinuation() {
    WaterfallExporter exporter = builder().quietTime(NEVER).build();
    exporter.export(List.of(span("root", 1, 0)));
    exporter.flush();
    exporter.export(List.of(span("late", 2, 1)));
    exporter.flush();

    assertThat(printed())
        .contains("trace 0af7651916cd43dd0000000000000001 (continued) · 1.00 ms · 1 span · shop\n")
        .contains("\n(parent 0000000000000001)\n└ late ");
  }

  @Test
  void spansAfterTheClose_areStillTakenIn() {
    WaterfallExporter exporter = builder().quietTime(NEVER).build();
    exporter.close(Duration.ZERO);
    exporter.export(List.of(span("root", 1, 0)));
    exporter.close(Duration.ZERO);

    assertThat(printed()).contains("root");
  }

  @Test
  void sharedExporter_printsTracesInOnePieceWhenTheLastTracerCloses() {
    WaterfallExporter exporter = builder().quietTime(NEVER).sharedBy(2).build();
    exporter.export(List.of(span("client", 1, 0)));
    exporter.flush();
    exporter.close(Duration.ZERO);
    assertThat(printed()).isEmpty();

    exporter.export(List.of(span("server", 2, 1).remoteParent().service("payment")));
    exporter.close(Duration.ZERO);

    assertThat(printed()).contains("\nshop › client ").contains("\n└ payment › server ");
    assertThat(printed()).doesNotContain("continued");
  }

  @Test
  void manyThreads_printEverySpanOnceAndTracesInOnePiece() throws Exception {
    WaterfallExporter exporter = builder().quietTime(Duration.ofMillis(1)).build(5, 40);
    int threads = 4;
    int traces = 300;
    List<CompletableFuture<Void>> workers = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int worker = t;
      workers.add(
          CompletableFuture.runAsync(
              () -> {
                for (int trace = 1; trace <= traces; trace++) {
                  long id = 10L * worker;
                  exporter.export(
                      List.of(
                          span("s" + worker, id + 2, 1).trace(trace),
                          span("s" + worker, id + 3, 1).trace(trace).service("svc" + worker)));
                }
              }));
    }
    CompletableFuture.allOf(workers.toArray(new CompletableFuture<?>[0])).get();
    exporter.close(Duration.ofMinutes(5));

    String text = printed();
    assertThat(text.lines().filter(line -> line.matches("[├└] .*s\\d .*")))
        .hasSize(threads * traces * 2);
    Matcher header = Pattern.compile("(?m)^trace .* · (\\d+) spans?( |$)").matcher(text);
    int counted = 0;
    while (header.find()) {
      counted += Integer.parseInt(header.group(1));
    }
    assertThat(counted).isEqualTo(threads * traces * 2);
    assertThat(text.split("\n\n")).allMatch(block -> block.startsWith("trace "));
  }

  @Test
  void flush_waitsForWhatAnotherThreadIsPrinting() throws Exception {
    CountDownLatch printing = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    PrintStream slow =
        new PrintStream(bytes, true, StandardCharsets.UTF_8) {
          @Override
          public void print(String text) {
            printing.countDown();
            try {
              assertThat(go.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
            super.print(text);
          }
        };
    WaterfallExporter exporter = builder().to(slow).quietTime(Duration.ZERO).build();
    CompletableFuture<?> export =
        CompletableFuture.runAsync(() -> exporter.export(List.of(span("root", 1, 0))));
    assertThat(printing.await(60, TimeUnit.SECONDS)).isTrue();

    exporter.close(Duration.ofMillis(1)); // gives up in time
    assertThat(printed()).isEmpty();
    CompletableFuture<String> flushed =
        CompletableFuture.supplyAsync(
            () -> {
              exporter.flush();
              return printed();
            });
    go.countDown();

    assertThat(flushed.get(60, TimeUnit.SECONDS)).contains("root");
    export.get(60, TimeUnit.SECONDS);
  }

  @Test
  void timer_endsWhenNothingWaits() throws Exception {
    Set<Thread> before = timers();
    WaterfallExporter exporter = builder().quietTime(NEVER).build();
    exporter.export(List.of(span("root", 1, 0)));
    Thread timer = timerSince(before);
    assertThat(timer.isDaemon()).isTrue();

    exporter.close(Duration.ofSeconds(1));
    timer.join(TimeUnit.MINUTES.toMillis(5));

    assertThat(timer.isAlive()).isFalse();
  }

  @Test
  void timer_interrupted_stillPrints() throws Exception {
    CountDownLatch printed = new CountDownLatch(1);
    Set<Thread> before = timers();
    WaterfallExporter exporter =
        builder().to(signalling(printed)).quietTime(Duration.ofMillis(200)).build();
    exporter.export(List.of(span("child", 2, 1).trace(2))); // waits for its root for a minute
    Thread timer = timerSince(before);
    exporter.export(List.of(span("root", 1, 0)));
    timer.interrupt();

    assertThat(printed.await(5, TimeUnit.MINUTES)).isTrue();
    exporter.close(Duration.ZERO);
  }

  @Test
  void brokenStream_makesBatchesFail() {
    WaterfallExporter exporter =
        builder().to(new PrintStream(new ConsoleExporterTest.Broken())).quietTime(NEVER).build();
    exporter.export(List.of(span("root", 1, 0)));
    exporter.flush();

    assertThat(exporter.export(List.of(span("root", 1, 0))).failed()).isEqualTo(1);
  }

  @Test
  void streamThatThrows_makesBatchesFailAndNothingElse() {
    PrintStream throwing =
        new PrintStream(bytes) {
          @Override
          public void print(String text) {
            throw new IllegalStateException("mine");
          }
        };
    WaterfallExporter exporter = builder().to(throwing).quietTime(NEVER).build();
    exporter.export(List.of(span("root", 1, 0)));
    exporter.flush();

    assertThat(exporter.export(List.of(span("root", 1, 0))).failed()).isEqualTo(1);
    exporter.close(Duration.ofSeconds(5));
  }

  @Test
  void spanThatThrows_isToldAndLeavesOtherTracesAlone() {
    WaterfallExporter exporter = builder().quietTime(NEVER).build();
    exporter.export(List.of(throwing("name", span("bad", 1, 0)), span("good", 1, 0).trace(2)));
    exporter.flush();

    assertThat(printed())
        .contains(
            "trace 0af7651916cd43dd0000000000000001 cannot be shown:"
                + " java.lang.UnsupportedOperationException\n\n")
        .contains("good");
  }

  @Test
  void spanThatOverflowsTheStack_isToldAndLeavesOtherTracesAlone() {
    WaterfallExporter exporter = builder().quietTime(NEVER).build();
    SpanData bad = throwing("name", span("bad", 1, 0), new StackOverflowError());
    exporter.export(List.of(bad, span("good", 1, 0).trace(2)));
    exporter.flush();

    assertThat(printed())
        .contains("cannot be shown: java.lang.StackOverflowError\n\n")
        .contains("good");
  }

  @Test
  void spanThatThrowsWhenItIsTaken_failsAloneAndOnlyItself() {
    WaterfallExporter exporter = builder().quietTime(NEVER).build(1, 10_000);

    ExportResult result =
        exporter.export(
            List.of(
                span("a", 1, 0),
                span("b", 1, 0).trace(2),
                throwing("isParentRemote", span("bad", 2, 1).trace(2)),
                span("c", 3, 1).trace(2)));
    exporter.flush();

    assertThat(result).isEqualTo(new ExportResult(3, 0, 0, 1, "A span threw when it was read"));
    assertThat(printed()).contains("\na ", "\nb ", "\n└ c ");
  }

  @Test
  void builder_badArgument_throwsNamingIt() {
    assertThatNullPointerException().isThrownBy(() -> builder().to(null)).withMessage("out");
    assertThatNullPointerException()
        .isThrownBy(() -> builder().charset(null))
        .withMessage("charset");
    assertThatNullPointerException()
        .isThrownBy(() -> builder().quietTime(null))
        .withMessage("quietTime");
    assertThatNullPointerException()
        .isThrownBy(() -> builder().attributes("order.id", null))
        .withMessage("name");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().width(39))
        .withMessage("width must be 40 to 1000: 39");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().quietTime(Duration.ofNanos(-1)))
        .withMessage("quietTime must not be negative: PT-0.000000001S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().sharedBy(0))
        .withMessage("tracers must be positive: 0");
  }

  @Test
  void hugeQuietTime_isNoOverflow() {
    WaterfallExporter exporter = builder().quietTime(Duration.ofSeconds(Long.MAX_VALUE)).build();
    exporter.export(List.of(span("root", 1, 0)));

    assertThat(printed()).isEmpty();
    exporter.flush();
  }

  @Test
  void charset_decidesAboutTheCharacters() {
    WaterfallExporter exporter =
        builder().charset(StandardCharsets.US_ASCII).quietTime(NEVER).build();
    exporter.export(List.of(span("r\u00fcckgabe", 1, 0)));
    exporter.close(Duration.ofSeconds(1));

    assertThat(printed()).contains("r\\u00fcckgabe").matches("\\p{ASCII}+");
  }

  private WaterfallExporterBuilder builder() {
    return WaterfallExporter.builder()
        .to(out)
        .charset(StandardCharsets.UTF_8)
        .width(80)
        .color(false);
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** A stream to {@link #bytes} that tells when something has been printed. */
  private PrintStream signalling(CountDownLatch printed) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8) {
      @Override
      public void print(String text) {
        super.print(text);
        printed.countDown();
      }
    };
  }

  /** The span without one of its accessors. */
  private static SpanData throwing(String accessor, SpanData span) {
    return throwing(accessor, span, new UnsupportedOperationException());
  }

  private static SpanData throwing(String accessor, SpanData span, Throwable thrown) {
    return (SpanData)
        Proxy.newProxyInstance(
            SpanData.class.getClassLoader(),
            new Class<?>[] {SpanData.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals(accessor)) {
                throw thrown;
              }
              return method.invoke(span, arguments);
            });
  }

  private static Set<Thread> timers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("tracer-waterfall"))
        .collect(Collectors.toSet());
  }

  private static Thread timerSince(Set<Thread> before) {
    return timers().stream().filter(t -> !before.contains(t)).findFirst().orElseThrow();
  }
}
