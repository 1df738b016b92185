// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Fakes.Collector;
import dev.tracer.Fakes.SequentialIds;
import dev.tracer.export.SpanData;
import dev.tracer.sampling.Sampler;
import org.junit.jupiter.api.Test;

class SpanParentTest {
  private static final SpanContext REMOTE =
      SpanContext.of(1, 2, 3, SpanContext.SAMPLED, TraceState.parse("v=1"), true);

  private final Collector collector = new Collector();
  private final Tracer tracer = Fakes.tracer(collector).build();

  @Test
  void startSpan_withoutCurrentSpan_isRoot() {
    Span span = tracer.startSpan("root");
    span.end();

    SpanData data = collector.only();
    assertThat(data.isRoot()).isTrue();
    assertThat(data.parentSpanIdAsLong()).isZero();
    assertThat(data.parentSpanId()).isEmpty();
    assertThat(data.isParentRemote()).isFalse();
    assertThat(data.traceState().isEmpty()).isTrue();
    assertThat(span.isValid()).isTrue();
    assertThat(span.isSampled()).isTrue();
    assertThat(span.traceId()).matches("[0-9a-f]{32}").isEqualTo(data.traceId());
    assertThat(span.spanId()).matches("[0-9a-f]{16}").isEqualTo(data.spanId());
    assertThat(data.context()).isEqualTo(span.context());
    assertThat(span.context().isRemote()).isFalse();
  }

  @Test
  void startSpan_withCurrentSpan_isItsChild() {
    Span parent = tracer.startSpan("parent");
    try (Scope scope = parent.makeCurrent()) {
      assertThat(Span.current()).isSameAs(parent);
      tracer.startSpan("child").end();
    }
    tracer.startSpan("later").end();

    SpanData child = collector.named("child");
    assertThat(child.traceId()).isEqualTo(parent.traceId());
    assertThat(child.parentSpanId()).isEqualTo(parent.spanId());
    assertThat(child.spanId()).isNotEqualTo(parent.spanId());
    assertThat(child.isParentRemote()).isFalse();
    assertThat(collector.named("later").isRoot()).isTrue();
  }

  @Test
  void parent_givenAsContext_winsOverCurrent() {
    Span other = tracer.startSpan("other");
    Context given = Context.root().with(other);
    Span current = tracer.startSpan("current");
    try (Scope scope = current.makeCurrent()) {
      tracer.spanBuilder("child").parent(given).start().end();
    }

    assertThat(collector.only().parentSpanId()).isEqualTo(other.spanId());
    assertThat(collector.only().traceId()).isEqualTo(other.traceId());
  }

  @Test
  void parent_null_isIgnored() {
    Span other = tracer.startSpan("other");
    tracer.spanBuilder("child").parent(Context.root().with(other)).parent(null).start().end();

    assertThat(collector.only().parentSpanId()).isEqualTo(other.spanId());
  }

  @Test
  void noParent_withCurrentSpan_isRootOfAnotherTrace() {
    Span current = tracer.startSpan("current");
    try (Scope scope = current.makeCurrent()) {
      tracer.spanBuilder("root").noParent().start().end();
    }

    assertThat(collector.only().isRoot()).isTrue();
    assertThat(collector.only().traceId()).isNotEqualTo(current.traceId());
  }

  @Test
  void parent_remote_isMarkedAndPassesTraceStateOn() {
    Context context = Context.root().with(Span.of(REMOTE));
    assertThat(context.span().context()).isEqualTo(REMOTE);
    assertThat(context.span().isRecording()).isFalse();

    Span child = tracer.spanBuilder("child").parent(context).start();
    child.end();

    SpanData data = collector.only();
    assertThat(data.isParentRemote()).isTrue();
    assertThat(data.parentSpanIdAsLong()).isEqualTo(3);
    assertThat(data.traceIdHigh()).isEqualTo(1);
    assertThat(data.traceIdLow()).isEqualTo(2);
    assertThat(data.traceState()).hasToString("v=1");
    assertThat(child.context().isRemote()).isFalse();
    assertThat(data.context().isRemote()).isFalse();
  }

  @Test
  void parent_localButNotRecording_isNotMarkedAsRemote() {
    SpanContext local = SpanContext.of(1, 2, 3, SpanContext.SAMPLED, TraceState.empty(), false);
    tracer.spanBuilder("child").parent(Context.root().with(Span.of(local))).start().end();

    assertThat(collector.only().isParentRemote()).isFalse();
    assertThat(collector.only().parentSpanIdAsLong()).isEqualTo(3);
  }

  @Test
  void parent_withZeroIds_countsAsNone() {
    SpanContext noTrace =
        SpanContext.of(0, 0, 3, SpanContext.SAMPLED, TraceState.parse("v=1"), true);
    SpanContext noSpan =
        SpanContext.of(1, 2, 0, SpanContext.SAMPLED, TraceState.parse("v=1"), true);
    for (SpanContext invalid : new SpanContext[] {noTrace, noSpan, SpanContext.invalid()}) {
      collector.ended.clear();
      tracer.spanBuilder("root").parent(Context.root().with(Span.of(invalid))).start().end();

      SpanData data = collector.only();
      assertThat(data.isRoot()).isTrue();
      assertThat(data.isParentRemote()).isFalse();
      assertThat(data.traceState().isEmpty()).isTrue();
      assertThat(data.traceIdHigh()).isNotIn(0L, 1L);
    }
  }

  @Test
  void parent_notSampled_passesTheTraceOnThroughUnrecordedSpans() {
    Tracer off = Tracer.builder("off").sampler(Sampler.alwaysOff()).build();
    Span parent = off.startSpan("parent");
    assertThat(parent.isRecording()).isFalse();
    assertThat(parent.isValid()).isTrue();
    assertThat(parent.isSampled()).isFalse();

    Span child = tracer.spanBuilder("child").parent(Context.root().with(parent)).start();

    assertThat(child.isRecording()).isFalse();
    assertThat(child.traceId()).isEqualTo(parent.traceId());
    assertThat(child.spanId()).isNotEqualTo(parent.spanId());
  }

  @Test
  void parent_alreadyEnded_isStillAParent() {
    Span parent = tracer.startSpan("parent");
    parent.end();
    tracer.spanBuilder("child").parent(Context.root().with(parent)).start().end();

    assertThat(collector.named("child").parentSpanId()).isEqualTo(parent.spanId());
  }

  @Test
  void randomFlag_ofRoots_tellsWhetherIdsAreRandom() {
    assertThat(tracer.startSpan("random").context().isRandom()).isTrue();
    Tracer sequential = Fakes.tracer(collector).idGenerator(new SequentialIds()).build();
    assertThat(sequential.startSpan("sequential").context().isRandom()).isFalse();
  }

  @Test
  void randomFlag_ofChildren_isTheParents() {
    for (byte flags : new byte[] {SpanContext.SAMPLED, SpanContext.SAMPLED | SpanContext.RANDOM}) {
      Context parent =
          Context.root().with(Span.of(SpanContext.of(1, 2, 3, flags, TraceState.empty(), true)));
      assertThat(tracer.spanBuilder("child").parent(parent).start().context().traceFlags())
          .isEqualTo(flags);
    }
  }

  @Test
  void flags_ofData_areThoseOfTheSpecificationOnly() {
    Context parent = Context.root().with(Span.of(REMOTE));
    tracer.spanBuilder("child").parent(parent).start().end();

    assertThat(collector.only().traceFlags()).isEqualTo(SpanContext.SAMPLED);
  }

  @Test
  void ids_ofOneGenerator_areUsedInOrder() {
    Tracer sequential = Fakes.tracer(collector).idGenerator(new SequentialIds()).build();
    Span root = sequential.startSpan("root");
    Span child = sequential.spanBuilder("child").parent(Context.root().with(root)).start();

    assertThat(root.traceId()).isEqualTo("0000000000000abc0000000000000001");
    assertThat(root.spanId()).isEqualTo("0000000000000002");
    assertThat(child.traceId()).isEqualTo(root.traceId());
    assertThat(child.spanId()).isEqualTo("0000000000000003");
  }

  @Test
  void of_null_isRefusedByName() {
    org.assertj.core.api.Assertions.assertThatNullPointerException()
        .isThrownBy(() -> Span.of(null))
        .withMessage("context");
  }

  @Test
  void parent_ofAnotherTracer_lendsItsIdsButNotItsClock() {
    Fakes.ManualClock mine = new Fakes.ManualClock();
    Fakes.ManualClock theirs = new Fakes.ManualClock();
    theirs.nanoTime = Long.MAX_VALUE - 5;
    Collector theirCollector = new Collector();
    Tracer one = Fakes.tracer(collector).clock(mine).build();
    Tracer two = Fakes.tracer(theirCollector).clock(theirs).build();

    Span parent = one.startSpan("parent");
    Span child = two.spanBuilder("child").parent(Context.root().with(parent)).start();
    IllegalStateException error = new IllegalStateException("boom");
    child.fail(error);
    parent.fail(error);
    child.end();
    parent.end();

    SpanData data = theirCollector.only();
    assertThat(data.parentSpanId()).isEqualTo(parent.spanId());
    assertThat(data.startEpochNanos()).isEqualTo(Fakes.EPOCH);
    assertThat(data.events()).hasSize(1);
    assertThat(collector.only().events()).hasSize(1);
  }
}
