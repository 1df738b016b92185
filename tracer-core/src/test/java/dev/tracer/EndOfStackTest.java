// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.export.BatchProcessor;
import dev.tracer.export.ExportResult;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanExporter;
import dev.tracer.export.SpanFilter;
import dev.tracer.internal.ChildProgram;
import dev.tracer.internal.LogCapture;
import dev.tracer.propagation.CarrierGetter;
import dev.tracer.propagation.CarrierSetter;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.Security;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors of the virtual machine in the middle of tracing: none reaches the application. */
@Tag("slow")
class EndOfStackTest {
  private final LogCapture log = new LogCapture();
  private final Fakes.Collector collector = new Fakes.Collector();

  @AfterEach
  void release() {
    log.close();
  }

  /** Its text does not fit on any stack. */
  private static final class Bottomless {
    @Override
    public String toString() {
      return this + "!";
    }
  }

  private static final class BottomlessException extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      return getMessage() + "!";
    }
  }

  private static void assertBalanced(TracerStats stats) {
    TracerStats.Exporter account = stats.exporters().get(0);
    assertThat(stats.sampledOut() + account.exported() + account.droppedTotal() + account.queued())
        .isEqualTo(stats.ended());
  }

  @Test
  void valueWithoutEnd_costsTheValueAlone() {
    Tracer tracer = Fakes.tracer(collector).build();
    tracer.startSpan("a").set("x", new Bottomless()).set("y", 1).end();
    tracer.spanBuilder("b").set("x", new Bottomless()).start().end();

    assertThat(collector.ended.element().attributes()).isEqualTo(Attributes.of("y", 1));
    assertThat(tracer.stats().faults()).isEqualTo(2);
    assertThat(tracer.stats().ended()).isEqualTo(2);
  }

  @Test
  void exceptionWithoutEnd_isTheOneTheApplicationSees() {
    Tracer tracer = Fakes.tracer(collector).build();
    BottomlessException own = new BottomlessException();
    Throwable seen = null;
    try {
      tracer.run(
          "a",
          span -> {
            throw own;
          });
    } catch (Throwable e) {
      seen = e;
    }

    assertThat(seen == own).isTrue();
    assertThat(collector.ended.element().statusCode()).isEqualTo(StatusCode.ERROR);
  }

  @Test
  void spanOfAFilterThatThrows_isCounted() {
    SpanData broken =
        (SpanData)
            Proxy.newProxyInstance(
                SpanData.class.getClassLoader(),
                new Class<?>[] {SpanData.class},
                (proxy, method, args) -> {
                  throw new IllegalStateException(method.getName());
                });
    Tracer tracer = Fakes.tracer(collector).filter(span -> broken).build();
    tracer.startSpan("a").end();

    assertThat(tracer.stats().exporters().get(0).dropped()).containsEntry(DropReason.FILTERED, 1L);
    assertBalanced(tracer.stats());
  }

  @Test
  void processorThatThrows_isCountedInItsAccountAlone() {
    Fakes.Collector failing =
        new Fakes.Collector() {
          @Override
          public void onEnd(SpanData span) {
            throw new OutOfMemoryError("x");
          }
        };
    Tracer tracer = Fakes.tracer(failing).processor(collector).build();
    tracer.startSpan("a").end();

    TracerStats stats = tracer.stats();
    assertThat(stats.exporters().get(0).dropped()).containsEntry(DropReason.FAULT, 1L);
    assertThat(stats.exporters().get(1).dropped()).isEmpty();
    assertThat(stats.exporters().get(1).exported()).isEqualTo(1);
  }

  @Test
  void nearTheEndOfTheStack_nothingIsLostWithoutAWord() throws Exception {
    AtomicLong count = new AtomicLong();
    Fakes.Collector counting =
        new Fakes.Collector() {
          @Override
          public void onEnd(SpanData span) {
            count.incrementAndGet(); // is done or not, but not done and thrown
          }

          @Override
          public List<TracerStats.Exporter> stats() {
            return List.of(
                new TracerStats.Exporter("counting", count.get(), 0, Map.of(), null, null));
          }
        };
    Tracer tracer = Fakes.tracer(counting).build();
    tracer.run("warm", span -> span.set("a", "b"));

    endDeepDown(tracer);
    assertBalanced(tracer.stats());
  }

  @Test
  void nearTheEndOfTheStack_whatPartsRefuse_isCountedOnce() throws Exception {
    Fakes.Collector failing =
        new Fakes.Collector() {
          @Override
          public void onEnd(SpanData span) {
            throw new IllegalStateException("x");
          }
        };
    SpanFilter refusing =
        span -> {
          if ((span.spanIdAsLong() & 1) == 0) {
            throw new IllegalStateException("y");
          }
          return span;
        };
    Tracer tracer = Fakes.tracer(failing).filter(refusing).build();

    endDeepDown(tracer);
    assertBalanced(tracer.stats());
  }

  @Test
  void nearTheEndOfTheStack_whatTheQueueRefuses_isCountedOnce() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    SpanExporter waiting =
        spans -> {
          Fakes.await(go);
          return ExportResult.success(spans.size());
        };
    BatchProcessor queue = BatchProcessor.builder(waiting).maxQueueSize(16).build();
    Tracer tracer = Tracer.builder("full").processor(queue).build();
    endDeepDown(tracer);
    go.countDown();
    tracer.close();

    assertBalanced(tracer.stats());
  }

  /** Ends spans at each depth near the end of the stack. */
  private static void endDeepDown(Tracer tracer) throws Exception {
    for (int round = 0; round < 20; round++) {
      Span[] spans = new Span[4_000];
      for (int i = 0; i < spans.length; i++) {
        spans[i] = tracer.startSpan("a");
      }
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
  }

  private static void descend(Span[] spans, int[] next) {
    if (next[0] == spans.length) {
      return;
    }
    try {
      spans[next[0]++].end();
      descend(spans, next);
    } finally {
      if (next[0] < spans.length) {
        spans[next[0]++].end();
      }
    }
  }

  /** Each of a span's methods that writes, in the order of the calls. */
  private static List<Consumer<Span>> writes() {
    Exception error = new IllegalStateException("x");
    SpanContext other = Span.invalid().context();
    Attributes some = Attributes.of("a", 1);
    return List.of(
        span -> span.set("text", "x"),
        span -> span.set("any", List.of(1)),
        span -> span.setAll(some),
        span -> span.event("e", some, Instant.EPOCH),
        span -> span.link(other, some),
        span -> span.rename("b"),
        span -> span.status(StatusCode.ERROR, "x"),
        span -> span.keep("x"),
        span -> span.fail(error),
        span -> span.recordException(error, some),
        span -> span.makeCurrent());
  }

  /**
   * At each depth near the end of the stack. What does leave a method was thrown at its very
   * entrance, when nothing of it had run.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nearTheEndOfTheStack_noMethodOfASpanThrows(boolean isStranger) throws Exception {
    Tracer tracer = Fakes.tracer(collector).build();
    List<String> thrown = new ArrayList<>();
    for (Consumer<Span> write : writes()) {
      for (int round = 0; round < 20; round++) {
        Span span = tracer.startSpan("a");
        int[] left = {50};
        Runnable task =
            () -> deeper(isStranger ? span : tracer.startSpan("own"), write, thrown, left);
        Thread deep = new Thread(null, task, "deep", 256 * 1024);
        deep.start();
        deep.join();
      }
    }

    assertThat(thrown).isEmpty();
  }

  /** Writes at the {@code left} deepest places. */
  private static void deeper(Span span, Consumer<Span> write, List<String> thrown, int[] left) {
    try {
      deeper(span, write, thrown, left);
    } catch (StackOverflowError e) {
      // now on the way back
    }
    if (left[0]-- <= 0) {
      return;
    }
    try {
      write.accept(span);
    } catch (StackOverflowError e) {
      StackTraceElement[] trace = e.getStackTrace();
      boolean isInside =
          trace[1].getClassName().startsWith("dev.tracer.")
              && !trace[1].getClassName().startsWith(EndOfStackTest.class.getName());
      if (isInside && thrown.size() < 10) {
        thrown.add(trace[0] + " < " + trace[1] + " < " + trace[2]);
      }
    }
  }

  /**
   * A logger that logs to itself, as bridges between logging libraries do when set up in a ring.
   */
  @Test
  void loggerWithoutEnd_leavesTheContextInOrder() {
    Handler bridge =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            Logger.getLogger("dev.tracer").log(record);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    PrintStream console = System.err;
    Logger logger = Logger.getLogger("dev.tracer");
    Tracer tracer =
        Fakes.tracer(collector)
            .scopeListener(
                context -> {
                  throw new IllegalStateException("x");
                })
            .build();
    logger.addHandler(bridge);
    System.setErr(new PrintStream(OutputStream.nullOutputStream()));
    try {
      Span span = tracer.startSpan("a");
      Scope outer = span.makeCurrent();
      Scope inner = span.makeCurrent();
      outer.close(); // in the wrong order
      assertThat(Span.current()).isSameAs(Span.invalid());
      inner.close();
      span.end();
    } finally {
      System.setErr(console);
      logger.removeHandler(bridge);
    }

    assertThat(collector.ended).hasSize(1);
    assertThat(tracer.stats().scopeMisuses()).isEqualTo(1);
    assertThat(tracer.stats().faults()).isGreaterThanOrEqualTo(4);
  }

  /** An application that traces for the first time at each depth near the end of a stack. */
  static final class FirstUse {
    private static final Tracer TRACER =
        Tracer.builder("deep").processor(new Fakes.Collector()).build();
    private static int left = 80;

    private FirstUse() {}

    public static void main(String[] args) throws Exception {
      Thread deep = new Thread(null, FirstUse::descend, "deep", 256 * 1024);
      deep.start();
      deep.join();
      long before = TRACER.stats().ended();
      trace();
      System.out.println("ended afterwards: " + (TRACER.stats().ended() - before));
      System.out.println("carried afterwards: " + carry(TRACER.startSpan("call")));
      System.out.println("others' classes work: " + (Security.getProviders().length > 0));
    }

    private static void descend() {
      try {
        descend();
      } catch (StackOverflowError e) {
        // now on the way back
      }
      if (left-- > 0) {
        try {
          trace();
        } catch (Throwable e) {
          // the application's own
        }
      }
    }

    private static void trace() {
      Span span = TRACER.startSpan("a").set("x", 1).event("x").status(StatusCode.ERROR);
      try (Scope scope = span.makeCurrent()) {
        TRACER.startSpan("child").end();
        carry(span);
      } finally {
        span.end();
      }
    }

    /** Whether another process would find the span where this one leaves it. */
    private static boolean carry(Span span) {
      Map<String, String> headers = new HashMap<>();
      TRACER.inject(Context.root().with(span), headers, CarrierSetter.ofMap());
      return TRACER.extract(headers, CarrierGetter.ofMap()).span().spanId().equals(span.spanId());
    }
  }

  @Test
  void nearTheEndOfTheStack_firstUses_leaveNothingUnusable(@TempDir Path directory)
      throws Exception {
    assertThat(ChildProgram.run(directory, FirstUse.class, List.of()))
        .contains("ended afterwards: 2", "carried afterwards: true", "others' classes work: true");
  }
}
