// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.text;

import static java.util.Objects.requireNonNull;

import dev.tracer.internal.ProcessText;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Describes a {@link WaterfallExporter}. Methods throw {@code NullPointerException} naming the
 * argument that is null. Confined to one thread.
 *
 * @since 0.1
 */
public final class WaterfallExporterBuilder {
  private static final int MAX_TRACES = 200;
  private static final int MAX_SPANS = 10_000;

  private PrintStream out = System.out;
  private @Nullable Charset charset;
  private int width = Terminal.width(ProcessText.variable("COLUMNS"));
  private @Nullable Boolean color;
  private Duration quietTime = Duration.ofMillis(500);
  private int tracers = 1;
  private List<String> attributes = List.of();

  WaterfallExporterBuilder() {}

  /** Prints to {@code out}; by default to what is {@link System#out} when the builder is made. */
  public WaterfallExporterBuilder to(PrintStream out) {
    this.out = requireNonNull(out, "out");
    return this;
  }

  /**
   * Tells the charset of what {@link #to} names: what it has no characters for is drawn in ASCII.
   * By default that of standard output, and of other streams the default of this Java.
   */
  public WaterfallExporterBuilder charset(Charset charset) {
    this.charset = requireNonNull(charset, "charset");
    return this;
  }

  /**
   * Sets the width of lines, in terminal cells; by default what the environment variable {@code
   * COLUMNS} tells, else 80. Shells know it but do not export it by themselves ({@code export
   * COLUMNS}), and no Java API tells how wide a terminal is.
   *
   * @throws IllegalArgumentException if {@code width} is not in 40 to 1000
   */
  public WaterfallExporterBuilder width(int width) {
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
  public WaterfallExporterBuilder color(boolean color) {
    this.color = color;
    return this;
  }

  /**
   * Names attributes to show below each span that has them, in this order; by default none. What
   * the semantic conventions know to tell spans apart is shown anyway.
   */
  public WaterfallExporterBuilder attributes(String... names) {
    for (String name : requireNonNull(names, "names")) {
      requireNonNull(name, "name");
    }
    this.attributes = List.of(names);
    return this;
  }

  /**
   * Sets how long nothing must come for a trace before it is printed, once its root has ended: half
   * a second by default. Longer than the processors' delays, or traces are printed in pieces: the
   * exporter's own is 200 ms, but a {@link dev.tracer.export.BatchProcessorBuilder} may set others.
   * A trace whose root does not come is printed after a minute, or this time if it is longer.
   *
   * @throws IllegalArgumentException if {@code quietTime} is negative
   */
  public WaterfallExporterBuilder quietTime(Duration quietTime) {
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
  public WaterfallExporterBuilder sharedBy(int tracers) {
    if (tracers < 1) {
      throw new IllegalArgumentException("tracers must be positive: " + tracers);
    }
    this.tracers = tracers;
    return this;
  }

  /** Makes the exporter, which holds at most 200 traces and 10,000 spans. */
  public WaterfallExporter build() {
    return build(MAX_TRACES, MAX_SPANS);
  }

  WaterfallExporter build(int maxTraces, int maxSpans) {
    Charset known = charset == null ? Terminal.charset(out) : charset;
    boolean colored = color == null ? Terminal.hasColor(out) : color;
    Waterfall.Style style = new Waterfall.Style(width, known, colored, attributes);
    // at most half the range, so that sums do not overflow
    long quietNanos = Math.min(Long.MAX_VALUE / 2, TimeUnit.NANOSECONDS.convert(quietTime));
    OpenTraces held = new OpenTraces(quietNanos, maxTraces, maxSpans);
    return new WaterfallExporter(out, style, tracers, held);
  }
}
