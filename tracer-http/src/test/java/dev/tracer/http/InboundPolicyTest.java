// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.Baggage;
import dev.tracer.Context;
import dev.tracer.Span;
import dev.tracer.SpanBuilder;
import dev.tracer.SpanContext;
import dev.tracer.TraceState;
import dev.tracer.Tracer;
import dev.tracer.propagation.CarrierGetter;
import dev.tracer.propagation.Propagator;
import dev.tracer.samplers.DebugHeader;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingDecision;
import dev.tracer.sampling.SamplingResult;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InboundPolicyTest {
  private final Tracer tracer = Tracer.builder("server").build();

  @AfterEach
  void stop() {
    tracer.close();
  }

  private static Context remote(boolean sampled) {
    byte flags = sampled ? SpanContext.SAMPLED : 0;
    return Context.root().with(Span.of(SpanContext.of(1, 2, 3, flags, TraceState.empty(), true)));
  }

  private static Span start(Tracer tracer, InboundPolicy policy, Context received) {
    SpanBuilder builder = tracer.spanBuilder("request");
    policy.apply(builder, Context.root(), received);
    return builder.start();
  }

  @ParameterizedTest
  @CsvSource({
    "trust, true, true, true",
    "trust, false, true, false",
    "undecided, true, true, true",
    "undecided, false, true, true",
    "link, true, false, true",
    "link, false, false, true",
    "ignore, true, false, true",
    "ignore, false, false, true"
  })
  void policy_decidesTraceAndRecording(
      String name, boolean sampled, boolean continues, boolean records) {
    InboundPolicy policy =
        switch (name) {
          case "trust" -> InboundPolicy.trust();
          case "undecided" -> InboundPolicy.trust().ignoreSampledFlag();
          case "link" -> InboundPolicy.link();
          default -> InboundPolicy.ignore();
        };
    Span span = start(tracer, policy, remote(sampled));
    assertThat(span.context().traceIdLow() == 2).isEqualTo(continues);
    assertThat(span.isRecording()).isEqualTo(records);
    span.end();
  }

  @Test
  void ignoredSampledFlag_obeysSampler() {
    Tracer quiet =
        Tracer.builder("server").sampler(Sampler.parentBased(Sampler.alwaysOff())).build();
    Span span = start(quiet, InboundPolicy.trust().ignoreSampledFlag(), remote(true));
    assertThat(span.isSampled()).isFalse();
    quiet.close();
  }

  @Test
  void cap_allowsSoManyASecond() {
    AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // nanoTime may overflow
    InboundPolicy policy = InboundPolicy.trust().capSampledFlag(5, now::get);
    assertThat(sampled(policy, 20)).isEqualTo(5);
    now.addAndGet(400_000_000L);
    assertThat(sampled(policy, 20)).isZero();
    now.addAndGet(600_000_000L);
    assertThat(sampled(policy, 20)).isEqualTo(5);
  }

  private int sampled(InboundPolicy policy, int requests) {
    int sampled = 0;
    for (int i = 0; i < requests; i++) {
      Span span = start(tracer, policy, remote(true));
      sampled += span.isSampled() ? 1 : 0;
      assertThat(span.context().traceIdLow()).isEqualTo(2);
      span.end();
    }
    return sampled;
  }

  @Test
  void cap_ofZero_samplesNothing() {
    assertThat(sampled(InboundPolicy.trust().capSampledFlag(0), 3)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"trust, evil", "link, own", "ignore, own"})
  void sampler_seesBaggageOfWhomThePolicyBelieves(String name, String seen) {
    AtomicReference<String> tenant = new AtomicReference<>();
    Sampler asking =
        (context, high, low, span, kind, attributes, links) -> {
          tenant.set(context.baggage().get("tenant"));
          return SamplingResult.of(SamplingDecision.DROP);
        };
    InboundPolicy policy =
        switch (name) {
          case "trust" -> InboundPolicy.trust();
          case "link" -> InboundPolicy.link();
          default -> InboundPolicy.ignore();
        };
    Context local = Context.root().with(Baggage.of("tenant", "own"));
    Context received = remote(true).with(Baggage.of("tenant", "evil"));
    try (Tracer asked = Tracer.builder("server").sampler(asking).build()) {
      SpanBuilder builder = asked.spanBuilder("request");
      policy.apply(builder, local, received);
      builder.start().end();
    }

    assertThat(tenant).hasValue(seen);
  }

  @Test
  void negativeCap_isRefused() {
    assertThatThrownBy(() -> InboundPolicy.trust().capSampledFlag(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("perSecond");
  }

  @Test
  void ignoredFlag_ignoresTheCallersRandomnessToo() {
    Tracer half =
        Tracer.builder("server").sampler(Sampler.parentBased(Sampler.probability(0.5))).build();
    InboundPolicy policy = InboundPolicy.trust().ignoreSampledFlag();
    for (String state : new String[] {"ot=rv:ffffffffffffff", "ot=rv:00000000000000;x:y", ""}) {
      for (long id : new long[] {-1, 1L << 56}) { // randomness in the id: all ones, all zeros
        Context forged =
            Context.root()
                .with(
                    Span.of(
                        SpanContext.of(
                            1, id, 3, SpanContext.SAMPLED, TraceState.parse(state), true)));
        int sampled = 0;
        Set<String> randomness = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
          Span span = start(half, policy, forged);
          assertThat(span.context().traceIdLow()).isEqualTo(id);
          randomness.add(span.context().traceState().get("ot").replaceFirst("th:8;", ""));
          sampled += span.isSampled() ? 1 : 0;
          span.end();
        }
        assertThat(sampled).isBetween(350, 650); // a fair coin fails once in 10^21 runs
        assertThat(randomness)
            .hasSizeGreaterThan(990)
            .allMatch(rv -> rv.matches("rv:[0-9a-f]{14}"));
      }
    }
    half.close();
  }

  @Test
  void flagThatDoesNotCount_cannotBeCapped() {
    for (InboundPolicy policy :
        List.of(
            InboundPolicy.link(),
            InboundPolicy.ignore(),
            InboundPolicy.trust().ignoreSampledFlag())) {
      assertThatThrownBy(() -> policy.capSampledFlag(5))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("capSampledFlag");
    }
    InboundPolicy capped = InboundPolicy.trust().capSampledFlag(5);
    assertThatThrownBy(capped::ignoreSampledFlag)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ignoreSampledFlag");
    assertThat(InboundPolicy.link().ignoreSampledFlag()).isSameAs(InboundPolicy.link());
  }

  @ParameterizedTest
  @ValueSource(strings = {"trust", "link", "ignore"})
  void debugHeader_worksUnderEveryPolicy(String name) {
    DebugHeader debug =
        DebugHeader.create("x-debug", "secret", 10, Sampler.parentBased(Sampler.alwaysOff()));
    Tracer quiet =
        Tracer.builder("server")
            .sampler(debug)
            .propagator(
                Propagator.composite(Propagator.traceContext(), Propagator.baggage(), debug))
            .build();
    InboundPolicy policy =
        switch (name) {
          case "trust" -> InboundPolicy.trust();
          case "link" -> InboundPolicy.link();
          default -> InboundPolicy.ignore();
        };
    Context received =
        quiet.extract(Map.of("x-debug", "secret", "baggage", "user=7"), CarrierGetter.ofMap());
    Span span = start(quiet, policy, received);
    assertThat(span.context().isSampled()).isTrue();
    span.end();
    assertThat(policy.handling(Context.root(), received).baggage().isEmpty())
        .isEqualTo(!name.equals("trust"));
    quiet.close();
  }
}
