// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import static dev.tracer.samplers.TailFixture.at;
import static dev.tracer.samplers.TailFixture.end;
import static dev.tracer.samplers.TailFixture.span;
import static dev.tracer.samplers.TailPolicy.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.StatusCode;
import dev.tracer.export.SpanFixture;
import dev.tracer.sampling.Sampler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever meets whatever: each span is passed on or dropped, exactly once. */
@Tag("slow")
class TailConcurrencyTest {
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  private interface Step {
    void run(int thread) throws Exception;
  }

  private void inParallel(int threads, Step step) throws Exception {
    CyclicBarrier start = new CyclicBarrier(threads);
    List<Thread> all = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int number = t;
      Thread thread =
          new Thread(
              () -> {
                try {
                  start.await();
                  step.run(number);
                } catch (Throwable e) {
                  failure.compareAndSet(null, e);
                }
              });
      thread.start();
      all.add(thread);
    }
    for (Thread thread : all) {
      thread.join();
    }
    assertThat(failure.get()).isNull();
  }

  /** Four threads end a span each, one of them the root, while two more keep and close. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void endKeepAndClose_atOnce(int mode) throws Exception {
    for (int round = 0; round < 400; round++) {
      TailFixture tail = TailFixture.of(error());
      HeldTrace trace = tail.open(1);
      for (int i = 0; i < 3; i++) {
        trace.started();
      }
      inParallel(
          6,
          thread -> {
            if (thread < 4) {
              SpanFixture span = span("span", 0, thread + 1);
              boolean fails = (mode & 1) != 0 && thread == 1;
              end(trace, fails ? span.status(StatusCode.ERROR, null) : span, thread == 0);
            } else if (thread == 4) {
              if ((mode & 2) != 0) {
                trace.keep("manual");
              }
              trace.announce(at(3));
            } else {
              tail.tail.flush();
            }
          });
      tail.tail.flush();
      assertThat(tail.passed.size() + tail.tail.dropped()).as("round %d", round).isEqualTo(4);
      assertThat(tail.tail.held()).isZero();
      if (mode == 0) {
        assertThat(tail.passed).isEmpty();
      }
      if (mode != 0) {
        assertThat(trace.isKept()).isTrue();
      }
    }
  }

  /** Many traces on many threads, some spans handed to other threads, within narrow bounds. */
  @Test
  void manyTraces_areAccountedForExactly() throws Exception {
    TailFixture tail =
        new TailFixture(
            TailSampler.create(Sampler.alwaysOff(), error(), TailPolicy.probability(0.1))
                .withMaxTraces(16)
                .withMaxBufferedBytes(40_000));
    AtomicLong spans = new AtomicLong();
    AtomicLong clock = new AtomicLong();
    AtomicReference<HeldTrace> shared = new AtomicReference<>();
    inParallel(
        4,
        thread -> {
          ThreadLocalRandom chance = ThreadLocalRandom.current();
          for (int i = 0; i < 40_000; i++) {
            HeldTrace trace = tail.open(chance.nextLong(5000), clock.incrementAndGet());
            if (trace == null) {
              continue;
            }
            for (int n = chance.nextInt(5); n > 0; n--) {
              trace.started();
              HeldTrace late = chance.nextInt(4) == 0 ? shared.getAndSet(trace) : trace;
              if (late != null) {
                end(late, some(chance, clock.get()), false);
                spans.incrementAndGet();
              }
            }
            end(trace, some(chance, clock.get()), true);
            spans.incrementAndGet();
            if (chance.nextInt(1000) == 0) {
              tail.tail.flush();
            }
          }
        });
    HeldTrace last = shared.get();
    if (last != null) {
      end(last, span("last", 0, 1), false);
      spans.incrementAndGet();
    }
    tail.tail.close(at(clock.get()));

    assertThat(tail.passed.size() + tail.tail.dropped()).isEqualTo(spans.get());
    assertThat(tail.tail.held()).isZero();
    assertThat(tail.passed).doesNotHaveDuplicates();
    assertThat(tail.tail.budget().taken()).as("all room is back").isZero();
  }

  private static SpanFixture some(ThreadLocalRandom chance, long millis) {
    SpanFixture span = span("span", millis - 1, millis);
    return chance.nextInt(20) == 0 ? span.status(StatusCode.ERROR, null) : span;
  }
}
