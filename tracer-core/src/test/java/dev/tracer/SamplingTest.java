// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Fakes.Collector;
import dev.tracer.export.LinkData;
import dev.tracer.internal.LogCapture;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingDecision;
import dev.tracer.sampling.SamplingResult;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the engine makes of a sampler's answer. */
class SamplingTest {
  private final Collector collector = new Collector();
  private final Asked asked = new Asked();

  private Tracer answering(SamplingResult result) {
    asked.answer = result;
    return Fakes.tracer(collector).sampler(asked).build();
  }

  @ParameterizedTest
  @CsvSource({
    "DROP,              false, false, 0, 1",
    "RECORD_ONLY,       true,  false, 1, 1",
    "RECORD_AND_SAMPLE, true,  true,  1, 0"
  })
  void decision_becomesRecordingAndFlag(
      SamplingDecision decision, boolean recording, boolean sampled, int seen, int sampledOut) {
    Tracer tracer = answering(SamplingResult.of(decision));
    Span span = tracer.startSpan("span");

    assertThat(span.isRecording()).isEqualTo(recording);
    assertThat(span.isSampled()).isEqualTo(sampled);
    assertThat(span.context().isSampled()).isEqualTo(sampled);
    assertThat(span.isValid()).isTrue();
    span.end();
    assertThat(collector.ended).hasSize(seen).allMatch(data -> data.isSampled() == sampled);
    TracerStats stats = tracer.stats();
    assertThat(stats.started()).isEqualTo(1);
    assertThat(stats.ended()).isEqualTo(1);
    assertThat(stats.sampledOut()).isEqualTo(sampledOut);
    assertThat(stats.ended()).isEqualTo(stats.sampledOut() + stats.exported());
  }

  @Test
  void recordOnly_filtered_isStillOnlySampledOut() {
    asked.answer = SamplingResult.of(SamplingDecision.RECORD_ONLY);
    Tracer tracer = Fakes.tracer(collector).sampler(asked).filter(span -> null).build();
    tracer.startSpan("span").end();

    assertThat(tracer.stats().sampledOut()).isEqualTo(1);
    assertThat(tracer.stats().dropped()).isZero();
  }

  @Test
  void sampler_seesWhatIsKnownAtTheStart() {
    Tracer tracer = answering(SamplingResult.of(SamplingDecision.RECORD_AND_SAMPLE));
    SpanContext linked = SpanContext.of(1, 2, 3, (byte) 0, TraceState.empty(), false);
    Context parent = Context.root().with(tracer.startSpan("parent"));
    Span span =
        tracer
            .spanBuilder("span")
            .kind(SpanKind.SERVER)
            .set("a", 1)
            .link(linked)
            .parent(parent)
            .start()
            .rename("renamed")
            .set("late", 1);

    assertThat(asked.parent).isSameAs(parent);
    assertThat(asked.name).isEqualTo("span");
    assertThat(asked.kind).isEqualTo(SpanKind.SERVER);
    assertThat(asked.attributes).hasToString("{a=1}");
    assertThat(asked.links).extracting(LinkData::context).containsExactly(linked);
    assertThat(asked.traceIdLow).isEqualTo(span.context().traceIdLow());
    assertThat(asked.traceIdHigh).isEqualTo(span.context().traceIdHigh());
  }

  @ParameterizedTest
  @EnumSource(names = {"RECORD_ONLY", "RECORD_AND_SAMPLE"})
  void attributesOfTheSampler_areSetAfterTheBuilders(SamplingDecision decision) {
    Tracer tracer =
        answering(SamplingResult.of(decision).withAttributes(Attributes.of("b", 3, "c", 4)));
    tracer.spanBuilder("span").set("a", 1).set("b", 2).start().set("c", 5).end();

    assertThat(collector.only().attributes()).hasToString("{a=1, b=3, c=5}");
  }

  @ParameterizedTest
  @EnumSource
  void traceStateOfTheSampler_replacesTheParents(SamplingDecision decision) {
    Context parent = remote(TraceState.parse("theirs=1"), SpanContext.SAMPLED);
    SamplingResult result = SamplingResult.of(decision);

    assertThat(start(answering(result), parent).context().traceState()).hasToString("theirs=1");
    assertThat(
            start(answering(result.withTraceState(TraceState.parse("mine=2"))), parent)
                .context()
                .traceState())
        .hasToString("mine=2");
    assertThat(
            start(answering(result.withTraceState(TraceState.empty())), parent)
                .context()
                .traceState()
                .isEmpty())
        .isTrue();
  }

  private static Span start(Tracer tracer, Context parent) {
    return tracer.spanBuilder("span").parent(parent).start();
  }

  private static Context remote(TraceState state, int flags) {
    return Context.root().with(Span.of(SpanContext.of(1, 2, 3, (byte) flags, state, true)));
  }

  @ParameterizedTest
  @CsvSource({
    "0,                  true",
    "1,                  true",
    "72057594037927935,  false", // 2^56 - 1
  })
  void threshold_decidesByTheLast56BitsOfTheTraceId(long threshold, boolean kept) {
    long low = 0xFF00_0000_0000_0001L; // the highest byte does not count
    Context parent =
        Context.root().with(Span.of(SpanContext.of(1, low, 3, (byte) 0, TraceState.empty(), true)));
    Span span = start(answering(SamplingResult.threshold(threshold)), parent);

    assertThat(span.isSampled()).isEqualTo(kept);
    assertThat(span.isRecording()).isEqualTo(kept);
  }

  /** The trace id's randomness is 2; {@code th:1} is 2^52. */
  @ParameterizedTest
  @CsvSource({
    "ot=th:0,                           1, ot=th:0",
    "ot=th:00000000000002,              1, ot=th:00000000000002",
    "ot=th:00000000000003,              1, ''",
    "ot=th:1,                           1, ''",
    "ot=rv:10000000000000;th:1,         1, ot=rv:10000000000000;th:1",
    "ot=rv:0fffffffffffff;th:1,         1, ot=rv:0fffffffffffff",
    "ot=th:zz;x:y,                      1, ot=x:y",
    "ot=th:;x:y,                        1, ot=x:y",
    "ot=th:000000000000000,             1, ''",
    "ot=th:0;rv:123,                    1, ot=th:0",
    "ot=th:0;rv:FFFFFFFFFFFFFF,         1, ot=th:0",
    "'a=b,ot=th:1',                     1, a=b",
    "a=b,                               1, a=b",
    "ot=th:0,                           0, ''",
    "ot=th:0;rv:10000000000000,         0, ot=rv:10000000000000",
  })
  void thresholdOfTheRemoteParent_isKeptOnlyIfItAgreesWithItsFlag(
      String theirs, int flags, String ours) {
    Tracer tracer = Fakes.tracer(collector).sampler(Sampler.parentBased(asked)).build();
    Span span = start(tracer, remote(TraceState.parse(theirs), flags));

    assertThat(span.isSampled()).isEqualTo(flags == 1);
    assertThat(span.context().traceState()).hasToString(ours);
  }

  @Test
  void close_closesTheSamplerOnce() {
    int[] closed = new int[1];
    Sampler sampler =
        new Sampler() {
          @Override
          public SamplingResult sample(
              Context parent,
              long traceIdHigh,
              long traceIdLow,
              String name,
              SpanKind kind,
              Attributes attributes,
              List<LinkData> links) {
            return SamplingResult.of(SamplingDecision.DROP);
          }

          @Override
          public void close() {
            closed[0]++;
            throw new IllegalStateException("close");
          }
        };
    Tracer tracer = Fakes.tracer(collector).sampler(Sampler.parentBased(sampler)).build();
    try (LogCapture log = new LogCapture()) {
      tracer.close();
      tracer.close();
      assertThat(log.warnings()).singleElement().asString().startsWith("The sampler ");
    }

    assertThat(closed[0]).isOne();
    assertThat(tracer.stats().faults()).isOne();
  }

  @ParameterizedTest
  @CsvSource({
    "none,    -, true",
    "remote,  1, true",
    "remote,  0, false",
    "local,   1, true",
    "local,   0, false",
    "invalid, 1, true"
  })
  void parentBased_followsTheParentAndAsksTheRootSamplerOtherwise(
      String kind, String sampled, boolean recorded) {
    int flags = sampled.equals("1") ? SpanContext.SAMPLED : 0;
    Context parent =
        switch (kind) {
          case "none" -> Context.root();
          case "remote" -> remote(TraceState.empty(), flags);
          case "invalid" ->
              Context.root()
                  .with(Span.of(SpanContext.of(0, 0, 3, (byte) flags, TraceState.empty(), true)));
          default -> Context.root().with(localSpan(flags != 0));
        };
    asked.answer = SamplingResult.of(SamplingDecision.RECORD_AND_SAMPLE);
    Tracer tracer = Fakes.tracer(collector).sampler(Sampler.parentBased(asked)).build();
    Span span = start(tracer, parent);

    assertThat(span.isRecording()).isEqualTo(recorded);
    assertThat(span.isSampled()).isEqualTo(recorded);
    boolean root = kind.equals("none") || kind.equals("invalid");
    assertThat(asked.count).isEqualTo(root ? 1 : 0);
  }

  private Span localSpan(boolean sampled) {
    Sampler sampler = sampled ? Sampler.alwaysOn() : Sampler.alwaysOff();
    return Fakes.tracer(new Collector()).sampler(sampler).build().startSpan("parent");
  }

  @Test
  void parentBased_rootDropped_dropsTheRoot() {
    Tracer tracer =
        Fakes.tracer(collector).sampler(Sampler.parentBased(Sampler.alwaysOff())).build();

    assertThat(tracer.startSpan("root").isRecording()).isFalse();
    assertThat(start(tracer, remote(TraceState.empty(), SpanContext.SAMPLED)).isRecording())
        .isTrue();
  }

  @Test
  void childrenOfRecordOnlySpans_areNotSampled() {
    Span parent = answering(SamplingResult.of(SamplingDecision.RECORD_ONLY)).startSpan("parent");
    Tracer tracer = Fakes.tracer(collector).build();

    assertThat(start(tracer, Context.root().with(parent)).isRecording()).isFalse();
  }

  /** Answers as told and remembers what it was asked. */
  private static final class Asked implements Sampler {
    private SamplingResult answer = SamplingResult.of(SamplingDecision.DROP);
    private int count;
    private Context parent = Context.root();
    private long traceIdHigh;
    private long traceIdLow;
    private String name = "";
    private SpanKind kind = SpanKind.INTERNAL;
    private Attributes attributes = Attributes.empty();
    private List<LinkData> links = new ArrayList<>();

    @Override
    public SamplingResult sample(
        Context parent,
        long traceIdHigh,
        long traceIdLow,
        String name,
        SpanKind kind,
        Attributes attributes,
        List<LinkData> links) {
      count++;
      this.parent = parent;
      this.traceIdHigh = traceIdHigh;
      this.traceIdLow = traceIdLow;
      this.name = name;
      this.kind = kind;
      this.attributes = attributes;
      this.links = links;
      return answer;
    }

    @Override
    public String description() {
      return "Asked";
    }
  }
}
