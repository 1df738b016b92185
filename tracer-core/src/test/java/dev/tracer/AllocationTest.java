// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanFilter;
import dev.tracer.export.SpanProcessor;
import dev.tracer.sampling.Sampler;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * How many bytes the operations of the hot path allocate, once the virtual machine has compiled
 * them: the rows of the benchmarks, to the byte. The numbers are those of a 64-bit HotSpot with
 * compressed references.
 */
class AllocationTest {
  private static final int OPERATIONS = 5_000;

  /** How often to look whether the compiler is done by now. */
  private static final int MOST_ROUNDS = 2_000;

  private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private Tracer tracer;

  /** Takes a span as an exporter's queue does. */
  private static final class Sink implements SpanProcessor {
    volatile SpanData last;

    @Override
    public void onEnd(SpanData span) {
      last = span;
    }

    /** A queue redacts on the exporting thread. */
    @Override
    public boolean takeRedaction(SpanFilter redaction) {
      return true;
    }
  }

  @BeforeEach
  void assumeUsualLayout() {
    Object[] probe = {new Object()};
    assumeThat(bytesPerOperation(Object::new, 16) == 16 && probe.length == 1)
        .as("objects of 16 bytes are 16 bytes")
        .isTrue();
  }

  @AfterEach
  void close() {
    if (tracer != null) {
      tracer.close();
    }
  }

  @Test
  void startAndEnd_allocatesTheSpan() {
    tracer = Tracer.builder("s").processor(new Sink()).build();

    assertThat(bytesPerOperation(this::startEnd, 120)).isEqualTo(120);
  }

  @Test
  void startAndEnd_withFiveAttributes_allocatesTheirArrayAndTheNumber() {
    tracer = Tracer.builder("s").processor(new Sink()).build();

    assertThat(bytesPerOperation(this::fiveAttributes, 224)).isEqualTo(224);
  }

  @Test
  void startAndEnd_ofParentAndChild_allocatesBothAndTheirScopes() {
    tracer = Tracer.builder("s").processor(new Sink()).build();

    assertThat(bytesPerOperation(this::parentAndChild, 336)).isEqualTo(336);
  }

  @Test
  void startAndEnd_notSampled_allocatesWhatIsPassedOn() {
    tracer = Tracer.builder("s").processor(new Sink()).sampler(Sampler.alwaysOff()).build();

    assertThat(bytesPerOperation(this::startEnd, 48)).isEqualTo(48);
  }

  @Test
  void startAndEnd_byABuilder_allocatesThatBesides() {
    tracer = Tracer.builder("s").processor(new Sink()).build();

    assertThat(bytesPerOperation(this::built, 168)).isLessThanOrEqualTo(168);
  }

  private Object startEnd() {
    Span span = tracer.startSpan("work");
    span.end();
    return span;
  }

  private Object built() {
    Span span = tracer.spanBuilder("work").kind(SpanKind.CLIENT).start();
    span.end();
    return span;
  }

  private Object fiveAttributes() {
    Span span = tracer.startSpan("work");
    span.set("http.request.method", "GET")
        .set("http.route", "/orders/{id}")
        .set("url.scheme", "https")
        .set("http.response.status_code", 200)
        .set("cache.hit", true);
    span.end();
    return span;
  }

  private Object parentAndChild() {
    Span root = tracer.startSpan("root");
    try (Scope outer = root.makeCurrent()) {
      Span child = tracer.startSpan("child");
      try (Scope inner = child.makeCurrent()) {
        return child;
      } finally {
        child.end();
      }
    } finally {
      root.end();
    }
  }

  /** The fewest bytes of any round; stops as soon as there are no more than {@code expected}. */
  private long bytesPerOperation(Supplier<Object> operation, long expected) {
    long fewest = Long.MAX_VALUE;
    for (int round = 0; round < MOST_ROUNDS && fewest > expected; round++) {
      long before = memory.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < OPERATIONS; i++) {
        kept = operation.get();
      }
      long bytes = memory.getCurrentThreadAllocatedBytes() - before;
      fewest = Math.min(fewest, bytes / OPERATIONS);
    }
    return fewest;
  }

  /** What an operation returns escapes, as it does in an application. */
  @SuppressWarnings("unused")
  private volatile Object kept;
}
