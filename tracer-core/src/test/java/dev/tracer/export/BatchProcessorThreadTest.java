// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.internal.DetachedThread;
import dev.tracer.internal.LogCapture;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of the worker thread and of the shutdown hook. */
class BatchProcessorThreadTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SECONDS = Duration.ofSeconds(60);

  private final FakeExporter exporter = new FakeExporter();
  private final BatchProcessor processor =
      BatchProcessor.builder(exporter).scheduleDelay(HOUR).build();

  @AfterEach
  void close() {
    exporter.release();
    processor.close(SECONDS);
  }

  @Test
  void worker_startsWithTheFirstSpanAndEndsWithTheClose() throws Exception {
    assertThat(exporter.worker()).isNull();
    assertThat(hook()).isNull();

    processor.onEnd(FakeSpan.named("first"));
    assertThat(exporter.worker()).isNotNull();
    assertThat(exporter.worker().isDaemon()).isTrue();
    assertThat(hook()).isNotNull();

    processor.close(SECONDS);
    exporter.awaitNoWorker();
    assertThat(hook()).isNull();
  }

  /** Nobody waits for such a close, or closes once more. */
  @Test
  void close_byTheExporterItself_takesTheHookBack() throws Exception {
    exporter.onExport(
        batch -> {
          processor.close(SECONDS);
          return ExportResult.success(batch.size());
        });
    processor.onEnd(FakeSpan.named("first"));
    processor.flush(SECONDS);

    exporter.awaitNoWorker();
    assertThat(hook()).isNull();
  }

  @Test
  void worker_ofManyFirstSpansAtOnce_isOne() throws Exception {
    for (int round = 0; round < 300; round++) {
      FakeExporter target = new FakeExporter();
      BatchProcessor subject =
          BatchProcessor.builder(target).maxExportBatchSize(4).scheduleDelay(HOUR).build();
      CountDownLatch start = new CountDownLatch(1);
      Thread[] threads = new Thread[4];
      for (int i = 0; i < threads.length; i++) {
        threads[i] =
            new Thread(
                () -> {
                  try {
                    start.await();
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                  subject.onEnd(FakeSpan.named("x"));
                });
        threads[i].start();
      }
      start.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
      String name = "tracer-export-" + target.name();
      assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
          .containsOnlyOnce(name);
      target.awaitSpans(4); // whichever span was the first: the fourth makes the batch full
      subject.close(SECONDS);
      assertThat(target.hasOverlapped()).isFalse();
    }
  }

  /** A system without threads to give; until JDK 18 a new thread asks the one that makes it. */
  private static final class Lonely extends Thread {
    final AtomicInteger attempts = new AtomicInteger();
    volatile boolean isAlone = true;

    Lonely(Runnable task) {
      super(task);
    }

    @Override
    public ClassLoader getContextClassLoader() {
      String maker = DetachedThread.class.getName();
      if (isAlone
          && StackWalker.getInstance()
              .walk(frames -> frames.anyMatch(frame -> frame.getClassName().equals(maker)))) {
        attempts.incrementAndGet();
        throw new OutOfMemoryError("unable to create native thread");
      }
      return super.getContextClassLoader();
    }
  }

  @Test
  @EnabledForJreRange(max = JRE.JAVA_18)
  void worker_thatCannotStart_isTriedOnceASecondAlsoBehindAFullQueue() throws Exception {
    BatchProcessor subject =
        BatchProcessor.builder(exporter).maxQueueSize(4).scheduleDelay(HOUR).build();
    AtomicLong seconds = new AtomicLong();
    Runnable task =
        () -> {
          Lonely self = (Lonely) Thread.currentThread();
          long start = System.nanoTime();
          for (int i = 0; i < 1000; i++) {
            subject.onEnd(FakeSpan.named("x"));
          }
          seconds.set(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
          self.isAlone = false;
          while (exporter.worker() == null && System.nanoTime() - start < SECONDS.toNanos()) {
            subject.onEnd(FakeSpan.named("x"));
          }
        };
    Lonely application = new Lonely(task);
    try (LogCapture log = new LogCapture()) {
      application.start();
      application.join();
      assertThat(log.warnings())
          .contains("No thread could be started to export to " + exporter.name());
    }

    assertThat(application.attempts.get()).isBetween(1, 1 + seconds.intValue());
    exporter.awaitSpans(4);
    subject.close(SECONDS);
  }

  @Test
  void threads_keepNothingOfTheThreadThatStartedThem() throws Exception {
    InheritableThreadLocal<String> local = new InheritableThreadLocal<>();
    AtomicReference<String> seen = new AtomicReference<>();
    exporter.onExport(
        batch -> {
          seen.set(local.get());
          exporter.hangStubbornly();
          return ExportResult.success(batch.size());
        });
    AtomicReference<ClassLoader> closerLoader = new AtomicReference<>();
    CountDownLatch closed = new CountDownLatch(1);
    exporter.onClose(
        () -> {
          closerLoader.set(Thread.currentThread().getContextClassLoader());
          closed.countDown();
        });
    ClassLoader loader = new URLClassLoader(new URL[0], getClass().getClassLoader());
    Thread application =
        new Thread(
            () -> {
              local.set("secret");
              processor.onEnd(FakeSpan.named("first"));
              processor.flush(Duration.ofMillis(1));
              try {
                exporter.awaitExports(1);
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    application.setContextClassLoader(loader);
    application.setPriority(Thread.MIN_PRIORITY);
    application.start();
    application.join();

    ClassLoader own = BatchProcessor.class.getClassLoader();
    assertThat(seen.get()).isNull();
    assertThat(exporter.worker().getContextClassLoader()).isSameAs(own);
    assertThat(exporter.worker().getPriority()).isEqualTo(Thread.NORM_PRIORITY);
    assertThat(hook().getContextClassLoader()).isSameAs(own);

    Thread.currentThread().setContextClassLoader(loader);
    try {
      processor.close(Duration.ofMillis(50));
    } finally {
      Thread.currentThread().setContextClassLoader(own);
    }
    assertThat(closed.await(5, TimeUnit.MINUTES)).isTrue();
    assertThat(closerLoader.get()).isSameAs(own);
  }

  /** The hook of this processor, or null if none is registered. */
  private Thread hook() throws ReflectiveOperationException {
    Field hooks = Class.forName("java.lang.ApplicationShutdownHooks").getDeclaredField("hooks");
    hooks.setAccessible(true);
    for (Object hook : ((Map<?, ?>) hooks.get(null)).keySet()) {
      if (((Thread) hook).getName().equals("tracer-shutdown-" + exporter.name())) {
        return (Thread) hook;
      }
    }
    return null;
  }

  // programs of their own

  /** Appends what it exports to a file, if it is allowed to. */
  private static final class FileExporter implements SpanExporter {
    private final Path file;
    private final boolean hanging;

    /** Written before the export begins. */
    private static volatile boolean slow;

    private final CountDownLatch begun = new CountDownLatch(1);

    FileExporter(Path file, boolean hanging) {
      this.file = file;
      this.hanging = hanging;
    }

    @Override
    public ExportResult export(List<SpanData> spans) {
      begun.countDown();
      while (hanging) {
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException e) {
          // a destination that cannot be interrupted
        }
      }
      if (slow) {
        pause(500);
      }
      for (SpanData span : spans) {
        write(span.name());
      }
      return ExportResult.success(spans.size());
    }

    private void write(String line) {
      try {
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close(Duration timeout) {
      write("closed");
    }
  }

  /** Ends three spans and leaves. */
  static final class Program {
    private static final int DRAINED = 10;

    public static void main(String[] args) throws Exception {
      String how = args[1];
      FileExporter exporter = new FileExporter(Path.of(args[0]), how.equals("hanging"));
      BatchProcessor processor =
          BatchProcessor.builder(exporter)
              .scheduleDelay(HOUR)
              .hookTimeout(Duration.ofMillis(Long.parseLong(args[2])), Duration.parse(args[3]))
              .shutdownHook(!how.equals("no hook"))
              .build();
      for (int i = 0; i < 3; i++) {
        processor.onEnd(FakeSpan.numbered(i));
      }
      switch (how) {
        case "exit" -> System.exit(0);
        case "closing hook" -> addHook(() -> processor.close(SECONDS));
        case "draining hook" -> addHook(() -> drain(processor));
        case "draining and closing hook" ->
            addHook(
                () -> {
                  drain(processor);
                  processor.close(SECONDS);
                });
        case "draining hooks that start late" -> {
          for (int i = 0; i < DRAINED; i++) {
            Runtime.getRuntime()
                .addShutdownHook(new Late(() -> processor.onEnd(FakeSpan.named("drained"))));
          }
        }
        case "exit with an idle pool" -> {
          new Thread(() -> pause(TimeUnit.HOURS.toMillis(1))).start();
          System.exit(0);
        }
        case "exit amid a close" -> {
          FileExporter.slow = true;
          new Thread(() -> processor.close(SECONDS)).start();
          exporter.begun.await();
          System.exit(0);
        }
        default -> {
          // the end of main ends the machine: the worker is a daemon
        }
      }
    }

    private static void addHook(Runnable task) {
      Runtime.getRuntime().addShutdownHook(new Thread(task));
    }

    private static void drain(BatchProcessor processor) {
      for (int i = 0; i < DRAINED; i++) {
        pause(50);
        processor.onEnd(FakeSpan.named("drained"));
      }
    }
  }

  /** A thread that starts late, as on a busy machine. */
  private static final class Late extends Thread {
    Late(Runnable task) {
      super(task);
    }

    @Override
    public synchronized void start() {
      pause(50);
      super.start();
    }
  }

  private static void pause(long millis) {
    try {
      new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @TempDir private Path directory;

  @Test
  void program_thatReturns_exportsWhatIsLeft() throws Exception {
    run("return", 60_000);
    assertThat(directory.resolve("out")).content().isEqualTo("0\n1\n2\nclosed\n");
  }

  @Test
  void program_thatExits_exportsWhatIsLeft() throws Exception {
    run("exit", 60_000);
    assertThat(directory.resolve("out")).content().isEqualTo("0\n1\n2\nclosed\n");
  }

  @Test
  void program_thatClosesInAHookOfItsOwn_exportsWhatIsLeft() throws Exception {
    run("closing hook", 60_000);
    assertThat(directory.resolve("out")).content().isEqualTo("0\n1\n2\nclosed\n");
  }

  @Test
  void program_thatExitsAmidAClose_waitsForItsEnd() throws Exception {
    run("exit amid a close", 60_000);
    assertThat(directory.resolve("out")).content().isEqualTo("0\n1\n2\nclosed\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"draining hook", "draining and closing hook", "draining hooks that start late"})
  void program_thatDrainsInAHookOfItsOwn_exportsWhatEndsMeanwhile(String how) throws Exception {
    run(how, 60_000);
    assertThat(directory.resolve("out"))
        .content()
        .isEqualTo("0\n1\n2\n" + "drained\n".repeat(Program.DRAINED) + "closed\n");
  }

  @Test
  void program_withThreadsThatOnlyIdle_exportsAndGoes() throws Exception {
    run("exit with an idle pool", 600_000);
    assertThat(directory.resolve("out")).content().isEqualTo("0\n1\n2\n");
  }

  @Test
  void program_withoutAHook_goesAtOnce() throws Exception {
    run("no hook", 5000);
    assertThat(directory.resolve("out")).doesNotExist();
  }

  @Test
  void program_withADeadDestination_isNotHeldUpForLong() throws Exception {
    long millis = run("hanging", 1000); // which ends although the export never does

    assertThat(millis).isGreaterThan(900);
  }

  /** Runs the program and returns how many milliseconds it took. */
  private long run(String how, long hookMillis) throws Exception {
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                directory.resolve("out").toString(),
                how,
                Long.toString(hookMillis),
                how.contains("draining") ? "PT1M" : "PT1S")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("it ends by itself").isTrue();
      String log = Files.readString(directory.resolve("log"), ISO_8859_1); // whatever the locale
      assertThat(process.exitValue()).as(log).isZero();
    } finally {
      process.destroyForcibly();
    }
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }
}
