// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.text;

import static java.util.Objects.requireNonNull;

import dev.tracer.export.ExportResult;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanExporter;
import dev.tracer.export.text.OpenTraces.Trace;
import dev.tracer.internal.DetachedThread;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Prints each trace as a tree of spans on a common time axis, for people at a terminal:
 *
 * <pre>
 * trace 0af7651916cd43dd8448eb211c80319c · 182 ms · 16 spans · 2 errors · shop, payment
 * 2026-01-01 12:00:00.000Z                │0       │50 ms   │100 ms  │150 ms
 * shop › POST /checkout 500       182 ms  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
 * ├ SELECT stock × 12            17.4 ms   ━━━╸
 * └ ✗ POST pay:8080/charge 500    119 ms        ╺━━━━━━━━━━━━━━━━━━━━━╸
 *   └ ✗ payment › POST /charge    112 ms         ╺━━━━━━━━━━━━━━━━━━━━
 *       CardException: card declined
 * </pre>
 *
 * <p>A line tells the service where it changes, the span's name behind a mark if it failed, what
 * tells it apart from others of that name (whom an HTTP client called, the route, the status; the
 * topic of a message; the summary of a query), how long it took, and when. Below it are the
 * failure's exception, the attributes that were {@link WaterfallExporterBuilder#attributes asked
 * for}, events with their places on the time axis ({@code ┿} on the bar), and links. Four and more
 * siblings of one name, without failure and children, are one line with their number and the time
 * that they took together. A name that begins with {@code +2} hangs two levels deeper than it is
 * drawn. Texts from the application are escaped and cannot forge lines or colours. A charset
 * without these signs gets ASCII ones.
 *
 * <p>Spans wait for the rest of their trace until its root has ended and nothing more came for half
 * a second, or until a flush or close. What comes after that is printed for itself, marked {@code
 * (continued)}; spans whose parent is not among them hang on a note with its id. The memory for
 * waiting is bounded: what does not fit is printed early. A span counts as exported once it was
 * taken in; while the stream reports errors, batches count as failed.
 *
 * <p>Thread-safe. An exporter serves one processor, or as many as were announced by {@link
 * WaterfallExporterBuilder#sharedBy}, as it should if their services take part in the same traces.
 * While traces wait there is a daemon thread {@code tracer-waterfall}. The stream is never closed.
 *
 * @since 0.1
 */
public final class WaterfallExporter implements SpanExporter {
  private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(10);

  /** How long spans wait for a batch: who looks at a terminal looks now. */
  private static final Duration SCHEDULE_DELAY = Duration.ofMillis(200);

  private final PrintStream out;
  private final Waterfall.Style style;
  private final int tracers;

  /** How many processors it serves. */
  private final AtomicInteger users = new AtomicInteger();

  /** How many tracers have closed it. */
  private final AtomicInteger closes = new AtomicInteger();

  /** Never held while a trace is drawn and printed. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();

  // mutable state: guarded by lock
  private final OpenTraces held;

  /** How many threads have taken traces out of {@code held} and not printed them all yet. */
  private int printing;

  /** Prints traces when their time has come; null while none wait. */
  private @Nullable Thread timer;

  /** Whether the stream threw when it was last written to. Written by those who print. */
  private volatile boolean broken;

  WaterfallExporter(PrintStream out, Waterfall.Style style, int tracers, OpenTraces held) {
    this.out = out;
    this.style = style;
    this.tracers = tracers;
    this.held = held;
  }

  /** Prints to what is {@link System#out} now, with default settings. */
  public static WaterfallExporter create() {
    return builder().build();
  }

  /** Starts to describe an exporter. */
  public static WaterfallExporterBuilder builder() {
    return new WaterfallExporterBuilder();
  }

  @Override
  public void attach() {
    if (users.incrementAndGet() > tracers) {
      throw new IllegalStateException(
          "this exporter serves "
              + tracers
              + (tracers == 1 ? " processor" : " processors")
              + " already; make one for each, or see WaterfallExporterBuilder.sharedBy");
    }
  }

  /** 200 ms, so that traces are shown soon after they are over. */
  @Override
  public Duration scheduleDelay() {
    return SCHEDULE_DELAY;
  }

  @Override
  public ExportResult export(List<SpanData> spans) {
    List<Trace> ready = new ArrayList<>();
    int failed = 0;
    lock.lock();
    try {
      for (SpanData span : spans) {
        try {
          held.add(span, System.nanoTime(), ready);
        } catch (Throwable e) { // a span of the application's own, or no memory
          failed++;
        }
      }
      if (timer == null && !held.isEmpty()) {
        Thread thread = new DetachedThread("tracer-waterfall", this::printInTime);
        thread.start();
        timer = thread;
      }
      print(ready);
    } finally {
      lock.unlock();
    }
    if (broken || out.checkError()) {
      return ExportResult.failure(spans.size(), "The stream reported an error");
    }
    ExportResult taken = ExportResult.success(spans.size() - failed);
    return failed == 0
        ? taken
        : taken.plus(ExportResult.failure(failed, "A span threw when it was read"));
  }

  /** Prints all that waits, complete or not, unless several tracers share this exporter. */
  @Override
  public void flush() {
    if (tracers == 1) {
      printAll(FLUSH_TIMEOUT);
    }
  }

  /**
   * Prints all that waits, complete or not, once as many tracers as share this exporter have closed
   * it. Later spans are taken in all the same.
   */
  @Override
  public void close(Duration timeout) {
    requireNonNull(timeout, "timeout");
    if (closes.incrementAndGet() >= tracers) {
      printAll(timeout);
    }
  }

  /** Prints all, and waits until no other thread is printing what it took before. */
  private void printAll(Duration timeout) {
    lock.lock();
    try {
      List<Trace> ready = new ArrayList<>();
      held.all(ready);
      print(ready);
      long left = TimeUnit.NANOSECONDS.convert(timeout);
      while (printing > 0 && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** The timer's work: ends when nothing waits any more. */
  private void printInTime() {
    List<Trace> ready = new ArrayList<>();
    lock.lock();
    try {
      while (!held.isEmpty()) {
        long nanos = held.due(System.nanoTime(), ready);
        try {
          if (ready.isEmpty()) {
            changed.awaitNanos(nanos);
          }
        } catch (InterruptedException e) {
          // nobody has a reason to interrupt this thread; what waits must still be printed
        }
        print(ready);
        ready.clear();
      }
    } finally {
      timer = null;
      lock.unlock();
    }
  }

  /** Prints traces. Called with the lock held, which is free meanwhile. */
  private void print(List<Trace> ready) {
    if (ready.isEmpty()) {
      changed.signalAll(); // the timer may have less to wait for
      return;
    }
    printing++;
    lock.unlock();
    try {
      for (Trace trace : ready) {
        String text = text(trace);
        try {
          out.print(text); // by one call, so that what other threads print does not get in between
          out.flush();
          broken = false;
        } catch (Throwable e) { // a stream of the application's own, or no memory
          broken = true;
        }
      }
    } finally {
      lock.lock();
      printing--;
      changed.signalAll();
    }
  }

  /** A trace with an empty line behind it, or one line why it cannot be drawn. */
  private String text(Trace trace) {
    try {
      return Waterfall.render(trace.spans, style, trace.continued) + '\n';
    } catch (Throwable e) { // a span of the application's own, no stack or no memory
      return "trace " + trace.id + " cannot be shown: " + e.getClass().getName() + "\n\n";
    }
  }
}
