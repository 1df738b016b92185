// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Fakes.Action;
import dev.tracer.Fakes.Collector;
import dev.tracer.export.EventData;
import dev.tracer.export.SpanData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Stress: the owner and other threads at one span at once. Each test says what must hold after. */
class RecordingSpanConcurrencyTest {
  private static final SpanContext OTHER =
      SpanContext.of(1, 2, 3, (byte) 0, TraceState.empty(), true);

  private static final int THREADS = 4;

  private final ExecutorService pool = Executors.newFixedThreadPool(THREADS);
  private final Collector collector = new Collector();
  private final Tracer tracer =
      Fakes.tracer(collector).limits(new SpanLimits(10_000, 100, 4, 10_000, 10_000, 1)).build();

  @AfterEach
  void stopPool() {
    pool.shutdownNow();
  }

  private interface NumberedAction {
    void run(int thread) throws Exception;
  }

  /** Runs the action on all threads at once; the calling thread is number 0. */
  private void together(int threads, NumberedAction action) throws Exception {
    CyclicBarrier start = new CyclicBarrier(threads);
    List<Future<?>> others = new ArrayList<>();
    for (int i = 1; i < threads; i++) {
      int thread = i;
      Callable<Void> task =
          () -> {
            start.await(5, TimeUnit.MINUTES);
            action.run(thread);
            return null;
          };
      others.add(pool.submit(task));
    }
    start.await(5, TimeUnit.MINUTES);
    action.run(0);
    for (Future<?> other : others) {
      other.get(5, TimeUnit.MINUTES);
    }
  }

  @Test
  void writes_ofOwnerAndOthersBeforeTheEnd_areAllThereInTheOrderOfEachThread() throws Exception {
    int each = 30;
    for (int round = 0; round < 150; round++) {
      collector.ended.clear();
      Span span = tracer.startSpan("span");
      together(
          THREADS,
          thread -> {
            for (int i = 0; i < each; i++) {
              span.set("key" + thread + "." + i, thread * 1_000 + i);
              span.set("shared", thread * 1_000 + i);
              span.event("event", Attributes.of("thread", thread, "i", i));
              span.link(SpanContext.of(1, thread + 1, i + 1, (byte) 0, TraceState.empty(), false));
            }
          });
      end(span, round);

      SpanData data = collector.only();
      assertThat(data.attributes().size()).isEqualTo(THREADS * each + 1);
      for (int thread = 0; thread < THREADS; thread++) {
        for (int i = 0; i < each; i++) {
          assertThat(data.attributes().get("key" + thread + "." + i))
              .isEqualTo(thread * 1_000L + i);
        }
      }
      assertThat((long) data.attributes().get("shared") % 1_000).isEqualTo(each - 1);
      assertThat(data.events()).hasSize(THREADS * each);
      assertThat(data.links()).hasSize(THREADS * each);
      assertInOrder(data.events());
    }
  }

  /** By the owner in even rounds, else by another thread. */
  private void end(Span span, int round) throws Exception {
    if (round % 2 == 0) {
      span.end();
    } else {
      pool.submit(() -> span.end()).get(5, TimeUnit.MINUTES);
    }
  }

  private static void assertInOrder(List<EventData> events) {
    Map<Object, Long> next = new HashMap<>();
    for (EventData event : events) {
      Object thread = event.attributes().get("thread");
      assertThat(event.attributes().get("i")).isEqualTo(next.getOrDefault(thread, 0L));
      next.merge(thread, 1L, (old, one) -> old + one);
    }
  }

  @Test
  void drops_ofOwnerAndOthers_areCountedExactly() throws Exception {
    int each = 20;
    Tracer limited = Fakes.tracer(collector).limits(new SpanLimits(10, 100, 4, 10, 10, 1)).build();
    for (int round = 0; round < 150; round++) {
      collector.ended.clear();
      Span span = limited.startSpan("span");
      together(
          THREADS,
          thread -> {
            for (int i = 0; i < each; i++) {
              span.set("key" + thread + "." + i, 1);
              span.event("event");
              span.link(OTHER);
            }
          });
      end(span, round);

      SpanData data = collector.only();
      assertThat(data.attributes().size()).isEqualTo(10);
      assertThat(data.events()).hasSize(10);
      assertThat(data.links()).hasSize(10);
      assertThat(data.droppedAttributes()).isEqualTo(THREADS * each - 10);
      assertThat(data.droppedEvents()).isEqualTo(THREADS * each - 10);
      assertThat(data.droppedLinks()).isEqualTo(THREADS * each - 10);
    }
  }

  /**
   * The other thread ends the span once the owner has begun its {@code endAfter}-th write, and the
   * owner keeps its last write back until that has happened: every round cuts amid the writes. What
   * came before is in the span; attributes and events may be cut at different ones of the others.
   */
  @Test
  void end_byAnotherThreadWhileTheOwnerWrites_takesWholePairsAndAPrefix() throws Exception {
    int most = 200;
    for (int round = 0; round < 1_000; round++) {
      collector.ended.clear();
      Span span = tracer.startSpan("span");
      int endAfter = 1 + round % (most - 1);
      AtomicInteger begun = new AtomicInteger();
      CountDownLatch ended = new CountDownLatch(1);
      together(
          2,
          thread -> {
            if (thread == 0) {
              for (int i = 0; i < most; i++) {
                begun.setRelease(i + 1); // hands over the writes before this one, and no other
                if (i == most - 1) {
                  assertThat(ended.await(5, TimeUnit.MINUTES)).isTrue();
                }
                span.set("key" + i, "value" + i);
                span.set("key0", "value0");
                span.event("event" + i);
              }
            } else {
              while (begun.getAcquire() < endAfter) {
                Thread.onSpinWait();
              }
              span.end();
              ended.countDown();
            }
          });

      SpanData data = collector.only();
      int size = data.attributes().size();
      assertThat(size).isBetween(endAfter - 1, most - 1);
      for (int i = 0; i < size; i++) {
        assertThat(data.attributes().name(i)).isEqualTo("key" + i);
        assertThat(data.attributes().value(i)).isEqualTo("value" + i);
      }
      for (int i = 0; i < data.events().size(); i++) {
        assertThat(data.events().get(i).name()).isEqualTo("event" + i);
      }
      assertThat(data.events()).hasSizeBetween(endAfter - 1, most - 1);
    }
  }

  @Test
  void data_onceEnded_neverChangesWhateverComesLate() throws Exception {
    Tracer usual = Fakes.tracer(collector).build();
    for (int round = 0; round < 24; round++) {
      collector.ended.clear();
      Span span = usual.startSpan("span");
      AtomicBoolean stop = new AtomicBoolean();
      int ender = round % 3;
      together(
          3,
          thread -> {
            for (int i = 0; i < 20; i++) {
              write(span, thread, i);
            }
            if (thread == ender) {
              span.end();
              SpanData data = collector.ended.element();
              String first = SpanSnapshot.of(data);
              for (int i = 0; i < 10; i++) {
                write(span, thread, i);
                assertThat(SpanSnapshot.of(data)).isEqualTo(first);
              }
              stop.set(true);
            } else {
              for (int i = 20; !stop.get(); i++) {
                write(span, thread, i);
              }
            }
          });
      assertThat(collector.ended).hasSize(1);
    }
  }

  private static void write(Span span, int thread, int i) {
    span.set("key" + thread + "." + i % 100, i).set("shared", i);
    span.event("event").rename("name" + i).status(StatusCode.ERROR, "why" + i);
    span.fail(new IllegalStateException("error" + i));
  }

  @Test
  void end_byAllThreadsAtOnce_countsOnce() throws Exception {
    int spans = 20_000; // one after the other, so that the threads keep meeting
    Span[] ending = new Span[spans];
    for (int i = 0; i < spans; i++) {
      ending[i] = tracer.startSpan("span" + i).set("a", 1);
    }
    together(
        THREADS,
        thread -> {
          for (Span span : ending) {
            span.end();
            assertThat(span.isRecording()).isFalse();
          }
        });

    assertThat(collector.ended).hasSize(spans);
    assertThat(collector.ended).extracting(SpanData::name).doesNotHaveDuplicates();
    assertThat(collector.ended).allMatch(data -> data.attributes().size() == 1);
    assertThat(tracer.stats().ended()).isEqualTo(spans);
  }

  @Test
  void handOver_toAnotherThreadAndBack_keepsTheOrder() throws Exception {
    Span span = tracer.startSpan("A0");
    span.set("a", "A").set("key", "A").event("A");
    onOther(() -> span.set("key", "B").set("b", "B").event("B").rename("B"));
    span.set("key", "A2").event("A2").rename("A2").status(StatusCode.ERROR, "A2");
    onOther(() -> span.set("a", "C").event("C").status(StatusCode.ERROR, "C"));
    span.set("a2", "A3").event("A3").end();

    SpanData data = collector.only();
    assertThat(data.attributes()).hasToString("{a=C, key=A2, b=B, a2=A3}");
    assertThat(data.events())
        .extracting(EventData::name)
        .containsExactly("A", "B", "A2", "C", "A3");
    assertThat(data.name()).isEqualTo("A2");
    assertThat(data.statusDescription()).isEqualTo("C");
  }

  @Test
  void handOver_forGood_letsTheOtherThreadEndIt() throws Exception {
    for (int writes = 0; writes < 40; writes++) {
      collector.ended.clear();
      Span span = tracer.startSpan("span");
      for (int i = 0; i < writes; i++) {
        span.set("key" + i, i).event("event" + i);
      }
      int count = writes;
      onOther(
          () -> {
            span.set("last", count).event("last");
            span.end();
          });

      SpanData data = collector.only();
      assertThat(data.attributes().size()).isEqualTo(writes + 1);
      assertThat(data.attributes().name(writes)).isEqualTo("last");
      assertThat(data.events()).hasSize(writes + 1);
    }
  }

  private void onOther(Action action) throws Exception {
    Callable<Void> task =
        () -> {
          action.run();
          return null;
        };
    pool.submit(task).get(5, TimeUnit.MINUTES);
  }

  @Test
  void status_okByOneThread_isFinalForAll() throws Exception {
    for (int round = 0; round < 300; round++) {
      collector.ended.clear();
      Span span = tracer.startSpan("span");
      together(
          3,
          thread -> {
            for (int i = 0; i < 10; i++) {
              span.status(thread == 1 && i == 5 ? StatusCode.OK : StatusCode.ERROR, "why");
            }
          });
      end(span, round);

      assertThat(collector.only().statusCode()).isEqualTo(StatusCode.OK);
      assertThat(collector.only().statusDescription()).isNull();
    }
  }

  @Test
  void children_startedAndEndedByAllThreads_areAllCounted() throws Exception {
    int each = 2_000;
    Span parent = tracer.startSpan("parent");
    Context context = Context.root().with(parent);
    together(
        THREADS,
        thread -> {
          for (int i = 0; i < each; i++) {
            Span child = tracer.spanBuilder("child").parent(context).start();
            parent.set("last", i);
            if (i % 3 == 0) {
              parent.fail(new IllegalStateException());
            }
            child.end();
          }
        });
    parent.end();

    assertThat(collector.ended).hasSize(THREADS * each + 1);
    assertThat(collector.ended).extracting(SpanData::spanId).doesNotHaveDuplicates();
    assertThat(tracer.stats().started()).isEqualTo(THREADS * each + 1);
    assertThat(tracer.stats().ended()).isEqualTo(THREADS * each + 1);
    assertThat(tracer.stats().exported()).isEqualTo(THREADS * each + 1);
  }
}
