// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import static java.util.Objects.requireNonNull;

import dev.tracer.export.HeldTraces.Ready;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Prints each trace as a tree of spans on a common time axis, for people at a terminal:
 *
 * <pre>
 * trace 0af7651916cd43dd8448eb211c80319c · shop, payment · 182 ms · 4 spans · 1 error
 * 2026-01-01 12:00:00.000Z          │0       │50 ms   │100 ms  │150 ms
 * shop › POST /checkout     182 ms  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
 * ├ load cart              17.4 ms   ━━━╸
 * └ ✗ POST /charge          119 ms        ╺━━━━━━━━━━━━━━━━━━━━━╸
 *   └ ✗ payment › charge    112 ms         ╺━━━━━━━━━━━━━━━━━━━━
 *       CardException: card declined
 * </pre>
 *
 * <p>A line tells the service where it changes, the span's name behind a mark if it failed, how
 * long it took, and when. Below it are the failure's exception, events with their places on the
 * time axis ({@code ┿} on the bar), and links. A name that begins with {@code +2} hangs two levels
 * deeper than it is drawn. Texts from the application are escaped and cannot forge lines or
 * colours.
 *
 * <p>Spans wait for the rest of their trace until its root has ended and nothing more came for a
 * while, or until a flush or close. What comes after that is printed for itself, marked {@code
 * (continued)}; spans whose parent did not come hang on a note {@code (missing parent)}. The memory
 * for waiting is bounded: what does not fit is printed early. A span counts as exported once it was
 * taken in; while the stream reports errors, batches count as failed.
 *
 * <p>Thread-safe. Several tracers can share one exporter, and should if their services take part in
 * the same traces: see {@link Builder#sharedBy}. While traces wait there is a daemon thread {@code
 * tracer-waterfall}. The stream is never closed.
 *
 * @since 0.1
 */
public final class WaterfallExporter implements SpanExporter {
  private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(10);

  // immutable state
  private final PrintStream out;
  private final int width;
  private final WaterfallStyle style;
  private final int tracers;
  private final LongSupplier nanoTime;

  /** How many tracers have closed it. */
  private final AtomicInteger closes = new AtomicInteger();

  // mutable state: guarded by lock, which is never held while printing
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final HeldTraces held;

  /** How many threads have taken traces out of {@code held} and not printed them all yet. */
  private int printing;

  /** Prints traces when their time has come; null while none wait. */
  private @Nullable Thread timer;

  WaterfallExporter(Builder config, LongSupplier nanoTime) {
    this.out = config.out;
    this.width = config.width;
    this.style = WaterfallStyle.of(config.out, config.unicode, config.color);
    this.tracers = config.tracers;
    this.held = new HeldTraces(config.limits());
    this.nanoTime = nanoTime;
  }

  /** Prints to what is {@link System#out} now, with default settings. */
  public static WaterfallExporter create() {
    return builder().build();
  }

  /** Starts to describe an exporter. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public ExportResult export(List<SpanData> spans) {
    List<Ready> ready = new ArrayList<>();
    int failed = 0;
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      for (SpanData span : spans) {
        failed += add(span, now, ready) ? 0 : 1;
      }
      held.due(now, ready);
      printing++;
      keepTime();
    } finally {
      lock.unlock();
    }
    boolean printed = print(ready);
    if (!printed || out.checkError()) {
      return ExportResult.failure(spans.size(), "The stream reported an error");
    }
    ExportResult taken = ExportResult.success(spans.size() - failed);
    return failed == 0
        ? taken
        : taken.plus(ExportResult.failure(failed, "A span threw when it was read"));
  }

  private boolean add(SpanData span, long now, List<Ready> ready) {
    try {
      held.add(span, now, ready);
      return true;
    } catch (RuntimeException e) { // a span of the application's own
      return false;
    }
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

  private void printAll(Duration timeout) {
    List<Ready> ready = new ArrayList<>();
    lock.lock();
    try {
      held.all(ready);
      printing++;
    } finally {
      lock.unlock();
    }
    print(ready);
    awaitOthers(TimeUnit.NANOSECONDS.convert(timeout));
  }

  /** Waits until no other thread is printing what it took before. */
  private void awaitOthers(long timeoutNanos) {
    long left = timeoutNanos;
    lock.lock();
    try {
      while (printing > 0 && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Prints traces after the caller has counted itself in {@code printing}, and counts it out.
   *
   * @return whether the stream took them
   */
  private boolean print(List<Ready> ready) {
    boolean printed = true;
    try {
      for (Ready trace : ready) {
        printed &= print(Waterfall.block(trace, width, style));
      }
    } finally {
      lock.lock();
      try {
        printing--;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
    return printed;
  }

  /** Prints by one call, so that what other threads print does not get in between. */
  private boolean print(String text) {
    try {
      out.print(text);
      out.flush();
      return true;
    } catch (RuntimeException e) { // a stream of the application's own
      return false;
    }
  }

  /** Sees to it that the timer runs while traces wait. Called with the lock held. */
  private void keepTime() {
    if (timer == null && !held.isEmpty()) {
      Thread thread = new Thread(this::printInTime, "tracer-waterfall");
      thread.setDaemon(true);
      thread.setContextClassLoader(null);
      timer = thread;
      thread.start();
    }
  }

  /** The timer's work: ends when nothing waits any more. */
  private void printInTime() {
    List<Ready> ready = new ArrayList<>();
    try {
      while (awaitDue(ready)) {
        print(ready);
        ready.clear();
      }
    } finally {
      lock.lock();
      try {
        timer = timer == Thread.currentThread() ? null : timer;
      } finally {
        lock.unlock();
      }
    }
  }

  /** Waits for traces whose time has come; false if none are left to wait for. */
  private boolean awaitDue(List<Ready> ready) {
    lock.lock();
    try {
      while (true) {
        long now = nanoTime.getAsLong();
        held.due(now, ready);
        if (!ready.isEmpty()) {
          printing++;
          return true;
        }
        if (held.isEmpty()) {
          timer = null;
          return false;
        }
        try {
          changed.awaitNanos(held.nanosToNext(now));
        } catch (InterruptedException e) {
          // nobody has a reason to interrupt this thread; what waits must still be printed
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Describes a {@link WaterfallExporter}. Methods throw {@code NullPointerException} naming the
   * argument that is null. Confined to one thread.
   *
   * @since 0.1
   */
  public static final class Builder {
    private PrintStream out = System.out;
    private int width = Terminal.width(System.getenv("COLUMNS"));
    private @Nullable Boolean color;
    private @Nullable Boolean unicode;
    private @Nullable Duration quietTime;
    private int tracers = 1;
    private int maxTraces = 200;
    private int maxSpans = 10_000;

    private Builder() {}

    /** Prints to {@code out}; by default to what is {@link System#out} when the builder is made. */
    public Builder to(PrintStream out) {
      this.out = requireNonNull(out, "out");
      return this;
    }

    /**
     * Sets the width of lines, in terminal cells; by default what the environment variable {@code
     * COLUMNS} tells (shells do not export it by themselves), else 100.
     *
     * @throws IllegalArgumentException if {@code width} is not in 40 to 1000
     */
    public Builder width(int width) {
      if (width < Terminal.MIN_WIDTH || width > Terminal.MAX_WIDTH) {
        throw new IllegalArgumentException("width must be 40 to 1000: " + width);
      }
      this.width = width;
      return this;
    }

    /**
     * Switches colours on or off. By default they are on if standard output is a terminal, {@code
     * NO_COLOR} is not set and {@code TERM} is not {@code dumb}.
     */
    public Builder color(boolean color) {
      this.color = color;
      return this;
    }

    /**
     * Switches drawing with Unicode characters on or off. By default it is on if the stream's
     * charset has them, as far as known; on also says that the stream writes UTF-8.
     */
    public Builder unicode(boolean unicode) {
      this.unicode = unicode;
      return this;
    }

    /**
     * Sets how long nothing must come for a trace before it is printed, once its root has ended. By
     * default 1 second, and 6 seconds if several tracers share the exporter or spans of several
     * services came, whose batches may be 5 seconds apart. A trace whose root does not come is
     * printed after a minute, or this time if it is longer.
     *
     * @throws IllegalArgumentException if {@code quietTime} is negative
     */
    public Builder quietTime(Duration quietTime) {
      if (requireNonNull(quietTime, "quietTime").isNegative()) {
        throw new IllegalArgumentException("quietTime must not be negative: " + quietTime);
      }
      this.quietTime = quietTime;
      return this;
    }

    /**
     * Tells how many tracers share this exporter, 1 by default. With more, a flush prints nothing,
     * and a close only when it is the last tracer's, so that traces through several are not torn
     * apart.
     *
     * @throws IllegalArgumentException if {@code tracers} is less than 1
     */
    public Builder sharedBy(int tracers) {
      this.tracers = positive(tracers, "tracers");
      return this;
    }

    /**
     * Sets how many traces may wait at the same time, 200 by default; the one that grew least
     * recently makes room for more.
     *
     * @throws IllegalArgumentException if {@code maxTraces} is less than 1
     */
    public Builder maxTraces(int maxTraces) {
      this.maxTraces = positive(maxTraces, "maxTraces");
      return this;
    }

    /**
     * Sets how many spans may wait at the same time, 10,000 by default; the trace that grew least
     * recently makes room for more.
     *
     * @throws IllegalArgumentException if {@code maxSpans} is less than 1
     */
    public Builder maxSpans(int maxSpans) {
      this.maxSpans = positive(maxSpans, "maxSpans");
      return this;
    }

    /** Makes the exporter. */
    public WaterfallExporter build() {
      return new WaterfallExporter(this, System::nanoTime);
    }

    private static int positive(int value, String name) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " must be positive: " + value);
      }
      return value;
    }

    private HeldTraces.Limits limits() {
      long quiet = nanos(quietTime == null ? Duration.ofSeconds(tracers > 1 ? 6 : 1) : quietTime);
      long shared = nanos(quietTime == null ? Duration.ofSeconds(6) : quietTime);
      return new HeldTraces.Limits(
          quiet, shared, nanos(Duration.ofMinutes(1)), maxTraces, maxSpans);
    }

    /** At most half the range, so that sums do not overflow. */
    private static long nanos(Duration duration) {
      return Math.min(Long.MAX_VALUE / 2, TimeUnit.NANOSECONDS.convert(duration));
    }
  }
}
