// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import dev.tracer.StatusCode;
import dev.tracer.TraceState;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanFixture;
import dev.tracer.sampling.Sampler;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.datastructures.BooleanGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever the schedule, each span that ends is held, passed on or dropped, exactly once. (What is
 * told of the trace meanwhile need not be as if spans ended at a point in time: they do not.)
 */
@Tag("slow")
class HeldTraceLincheckTest {
  /** What holds no state that threads share needs no switches inside. */
  private static final String[] IMMUTABLE = {
    "dev.tracer.Attributes",
    "dev.tracer.AttributesBuilder",
    "dev.tracer.AttributesBuilder",
    "dev.tracer.TraceState",
    "dev.tracer.export.SpanFixture",
    "dev.tracer.samplers.Judge",
    "dev.tracer.samplers.Verdict",
    "dev.tracer.sampling.OtTraceState"
  };

  /** A local trace of which spans end, fail and are asked about by any number of threads. */
  @Param(name = "fails", gen = BooleanGen.class)
  public static class Subject {
    private static final SpanData FINE = SpanFixture.span("fine", 1, 0);
    private static final SpanData FAILED =
        SpanFixture.span("failed", 1, 0).status(StatusCode.ERROR, null);

    private final AtomicInteger passed = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final HeldTraces traces =
        new HeldTraces(
            TailSampler.create(Sampler.alwaysOff(), TailPolicy.error()).withMaxTraces(8),
            span -> passed.incrementAndGet(),
            (part, error) -> {
              throw new AssertionError(error);
            });
    private final HeldTrace trace = traces.open(1, TraceState.empty(), false, 0);
    private final AtomicInteger roots = new AtomicInteger();

    @Operation
    public void child(@Param(name = "fails") boolean fails) {
      trace.started();
      trace.ended(fails ? FAILED : FINE, false, 1);
      ended.incrementAndGet();
    }

    @Operation
    public void root(@Param(name = "fails") boolean fails) {
      if (roots.getAndIncrement() == 0) {
        trace.ended(fails ? FAILED : FINE, true, 1);
        ended.incrementAndGet();
      }
    }

    @Operation
    public void keep() {
      trace.keep("manual");
    }

    @Operation
    public void announce() {
      trace.announce(1);
    }

    @Operation
    public void flush() {
      traces.flush();
    }

    @Validate
    public void eachSpanIsInOnePlace() {
      long known = passed.get() + traces.dropped() + traces.held();
      if (known != ended.get()) {
        throw new IllegalStateException(
            "ended " + ended + ", passed " + passed + ", dropped " + traces.dropped());
      }
    }
  }

  @Test
  void trace_underModelChecking_losesNoSpan() {
    new ModelCheckingOptions()
        .iterations(10)
        .invocationsPerIteration(50)
        .threads(2)
        .actorsBefore(0)
        .actorsPerThread(3)
        .actorsAfter(1)
        .minimizeFailedScenario(false)
        .addGuarantee(forClasses(IMMUTABLE).allMethods().ignore())
        .check(Subject.class);
  }

  /** A trace with a failed span that two threads keep for different reasons. */
  public static class Reasons {
    private final HeldTrace trace;

    /** The reason that the first one who asked was told. */
    private final AtomicReference<String> first = new AtomicReference<>();

    private volatile boolean changed;

    public Reasons() {
      Subject subject = new Subject();
      subject.child(true);
      trace = subject.trace;
    }

    @Operation
    public void keep() {
      trace.keep("manual");
      ask();
    }

    @Operation
    public void announce() {
      trace.announce(1);
      ask();
    }

    private void ask() {
      Verdict verdict = trace.verdictFor(trace);
      if (verdict.isKeep() && !first.compareAndSet(null, verdict.reason())) {
        changed |= !verdict.reason().equals(first.get());
      }
    }

    @Validate
    public void nobodyWasToldAnother() {
      ask();
      if (changed) {
        throw new IllegalStateException("first " + first + ", then another one");
      }
    }
  }

  @Test
  void reason_underModelChecking_staysTheFirst() {
    new ModelCheckingOptions()
        .iterations(10)
        .invocationsPerIteration(200)
        .threads(2)
        .actorsBefore(0)
        .actorsPerThread(1)
        .actorsAfter(0)
        .minimizeFailedScenario(false)
        .addGuarantee(forClasses(IMMUTABLE).allMethods().ignore())
        .check(Reasons.class);
  }
}
