// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import dev.tracer.export.EventData;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanProcessor;
import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever the schedule, what a span recorded could have come from the same calls one after the
 * other: Lincheck compares with this class itself, run by one thread.
 */
@Tag("slow")
class RecordingSpanLincheckTest {
  /**
   * What holds no state that threads share needs no switches inside. The engine must not be here:
   * what is made within an ignored method counts as unshared, and spans are.
   */
  private static final String[] IMMUTABLE = {
    "dev.tracer.Attributes",
    "dev.tracer.AttributesBuilder",
    "dev.tracer.AttributeValues",
    "dev.tracer.SpanDetails",
    "dev.tracer.SideRecord",
    "dev.tracer.SpanLimits",
    "dev.tracer.TracerBuilder"
  };

  @Test
  void span_underAllSchedules_isLinearizable() {
    modelChecking().iterations(10).actorsAfter(1).check(SharedSpan.class);
  }

  @Test
  void ends_underAllSchedules_areLinearizable() {
    modelChecking().iterations(6).actorsPerThread(2).check(EndingSpan.class);
  }

  private static ModelCheckingOptions modelChecking() {
    return new ModelCheckingOptions()
        .invocationsPerIteration(100)
        .threads(3)
        .actorsBefore(0)
        .actorsPerThread(3)
        .minimizeFailedScenario(false)
        .addGuarantee(forClasses(IMMUTABLE).allMethods().ignore());
  }

  @Test
  void span_underStress_isLinearizable() {
    new StressOptions()
        .iterations(6)
        .invocationsPerIteration(500)
        .threads(3)
        .actorsBefore(0)
        .actorsPerThread(3)
        .actorsAfter(1)
        .minimizeFailedScenario(false)
        .check(SharedSpan.class);
  }

  /** A span whose owner is the thread that came first. */
  @Param(name = "key", gen = IntGen.class, conf = "1:3")
  @Param(name = "value", gen = IntGen.class, conf = "1:9")
  public static class SharedSpan {
    private static final ThreadLocal<SpanData> ENDED_HERE = new ThreadLocal<>();
    private static final Tracer TRACER =
        Tracer.builder("test")
            .clock(new StoppedClock())
            .idGenerator(new FixedIds())
            .limits(new SpanLimits(2, 100, 4, 3, 3, 100))
            .processor((SpanProcessor) ENDED_HERE::set)
            .build();

    private final AtomicReference<Span> shared = new AtomicReference<>();

    private Span span() {
      Span span = shared.get();
      if (span != null) {
        return span;
      }
      Span started = TRACER.startSpan("span");
      return shared.compareAndSet(null, started) ? started : shared.get();
    }

    @Operation
    public void set(@Param(name = "key") int key, @Param(name = "value") int value) {
      span().set("key" + key, value);
    }

    @Operation
    public void event(@Param(name = "value") int value) {
      span().event("event" + value);
    }

    @Operation
    public void rename(@Param(name = "value") int value) {
      span().rename("name" + value);
    }

    @Operation
    public void succeed() {
      span().status(StatusCode.OK);
    }

    @Operation
    public void fail(@Param(name = "value") int value) {
      span().status(StatusCode.ERROR, "why" + value);
    }

    @Operation
    public boolean isRecording() {
      return span().isRecording();
    }

    /** What was recorded, for the one call that ended the span. */
    @Operation
    public String end() {
      ENDED_HERE.remove();
      span().end();
      SpanData data = ENDED_HERE.get();
      return data == null ? "not by me" : textOf(data);
    }

    private static String textOf(SpanData data) {
      StringBuilder text = new StringBuilder(data.name()).append(data.attributes());
      for (EventData event : data.events()) {
        text.append(event.name()).append(',');
      }
      return text.append(data.statusCode())
          .append(data.statusDescription())
          .append(data.droppedEvents())
          .toString();
    }
  }

  /** The few calls that matter to the end, so that schedules have many ends. */
  @Param(name = "value", gen = IntGen.class, conf = "1:9")
  public static class EndingSpan {
    private final SharedSpan span = new SharedSpan();

    @Operation
    public void set(@Param(name = "value") int value) {
      span.set(1, value);
    }

    @Operation
    public boolean isRecording() {
      return span.isRecording();
    }

    @Operation
    public String end() {
      return span.end();
    }
  }

  private static final class StoppedClock implements Clock {
    @Override
    public long epochNanos() {
      return 1;
    }

    @Override
    public long nanoTime() {
      return 1;
    }
  }

  private static final class FixedIds implements IdGenerator {
    @Override
    public long traceIdHigh() {
      return 1;
    }

    @Override
    public long traceIdLow() {
      return 2;
    }

    @Override
    public long spanId() {
      return 3;
    }
  }
}
