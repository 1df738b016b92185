// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.SpanKind;
import dev.tracer.TraceState;
import dev.tracer.Tracer;
import dev.tracer.export.LinkData;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingDecision;
import dev.tracer.sampling.SamplingResult;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleBasedSamplerTest {
  private static final SamplingDecision KEEP = SamplingDecision.RECORD_AND_SAMPLE;
  private static final SamplingDecision DROP = SamplingDecision.DROP;

  private static SamplingResult ask(
      Sampler sampler, String name, SpanKind kind, Attributes attributes) {
    return sampler.sample(Context.root(), 1, 2, name, kind, attributes, List.of());
  }

  private static SamplingResult ask(Sampler sampler) {
    return ask(sampler, "GET", SpanKind.SERVER, Attributes.empty());
  }

  private static Sampler decides(SamplingDecision decision) {
    return (parent, high, low, name, kind, attributes, links) -> SamplingResult.of(decision);
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', true",
    "'', a, false",
    "*, '', true",
    "*, anything, true",
    "a*, a, true",
    "a*, ba, false",
    "*a, ba, true",
    "*a, ab, false",
    "a?c, abc, true",
    "a?c, ac, false",
    "?, '', false",
    "a*b*c, aXbXbYc, true",
    "a*b*c, aXbXbY, false",
    "/api/*/items, /api/v1/items, true",
    "/api/*/items, /api/items, false",
    "/API, /api, false",
    "**, x, true",
    "*.css, /a.b.css, true",
    "[a], a, false",
    "*ab, aab, true"
  })
  void name_glob_matches(String glob, String name, boolean matches) {
    Sampler sampler = Sampling.ruleBased(SamplingRule.of(Sampler.alwaysOn()).withName(glob));

    assertThat(ask(sampler, name, SpanKind.SERVER, Attributes.empty()).decision())
        .isEqualTo(matches ? KEEP : DROP);
  }

  @Test
  void glob_ofManyStars_endsSoon() {
    Sampler sampler =
        Sampling.ruleBased(SamplingRule.of(Sampler.alwaysOn()).withName("*a".repeat(100) + "b"));

    assertThat(ask(sampler, "a".repeat(10_000), SpanKind.SERVER, Attributes.empty()).decision())
        .isEqualTo(DROP);
  }

  @Test
  void conditions_mustAllHold() {
    Sampler sampler =
        Sampling.ruleBased(
            SamplingRule.of(Sampler.alwaysOn())
                .withKind(SpanKind.SERVER)
                .withName("GET*", "PUT*")
                .withAttribute("http.route", "/api/*", "/v2/*")
                .withAttribute("server.port", "80??"));
    Attributes good = Attributes.of("http.route", "/v2/x", "server.port", 8080);

    assertThat(ask(sampler, "PUT", SpanKind.SERVER, good).decision()).isEqualTo(KEEP);
    assertThat(ask(sampler, "PUT", SpanKind.CLIENT, good).decision()).isEqualTo(DROP);
    assertThat(ask(sampler, "POST", SpanKind.SERVER, good).decision()).isEqualTo(DROP);
    Attributes otherPort = Attributes.of("http.route", "/v2/x", "server.port", 443);
    assertThat(ask(sampler, "PUT", SpanKind.SERVER, otherPort).decision()).isEqualTo(DROP);
    Attributes noPort = Attributes.of("http.route", "/v2/x");
    assertThat(ask(sampler, "PUT", SpanKind.SERVER, noPort).decision()).isEqualTo(DROP);
  }

  @Test
  void rules_firstMatchDecides() {
    Sampler sampler =
        Sampling.ruleBased(
            SamplingRule.of(Sampler.alwaysOff()).withName("GET /internal*"),
            SamplingRule.of(Sampler.alwaysOn()).withName("GET*"),
            SamplingRule.of(Sampler.probability(0.5)));

    assertThat(ask(sampler, "GET /internal/x", SpanKind.SERVER, Attributes.empty()).decision())
        .isEqualTo(DROP);
    assertThat(ask(sampler, "GET /", SpanKind.SERVER, Attributes.empty()).hasThreshold()).isFalse();
    assertThat(ask(sampler, "PUT /", SpanKind.SERVER, Attributes.empty()).threshold())
        .isEqualTo(1L << 55);
  }

  @Test
  void rules_none_drop() {
    assertThat(ask(Sampling.ruleBased()).decision()).isEqualTo(DROP);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/health",
        "/healthz",
        "/livez",
        "/readyz",
        "/ping",
        "/app/health",
        "/actuator/prometheus",
        "/health/live"
      })
  void healthChecks_byPath_areDropped(String path) {
    Sampler sampler =
        Sampling.ruleBased(SamplingRule.dropHealthChecks(), SamplingRule.of(Sampler.alwaysOn()));

    assertThat(ask(sampler, "GET", SpanKind.SERVER, Attributes.of("url.path", path)).decision())
        .isEqualTo(DROP);
    assertThat(ask(sampler, "GET " + path, SpanKind.SERVER, Attributes.empty()).decision())
        .isEqualTo(DROP);
    assertThat(ask(sampler, "GET " + path, SpanKind.CLIENT, Attributes.empty()).decision())
        .isEqualTo(KEEP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/healthy", "/orders", "/shipping", "/health-insurance"})
  void otherPaths_areNotHealthChecks(String path) {
    Sampler sampler =
        Sampling.ruleBased(SamplingRule.dropHealthChecks(), SamplingRule.of(Sampler.alwaysOn()));

    assertThat(ask(sampler, "GET", SpanKind.SERVER, Attributes.of("url.path", path)).decision())
        .isEqualTo(KEEP);
  }

  @Test
  void healthCheck_ofGrpc_isDropped() {
    Sampler sampler =
        Sampling.ruleBased(SamplingRule.dropHealthChecks(), SamplingRule.of(Sampler.alwaysOn()));

    assertThat(
            ask(sampler, "grpc.health.v1.Health/Check", SpanKind.SERVER, Attributes.empty())
                .decision())
        .isEqualTo(DROP);
  }

  @Test
  void replaceRules_takesEffectForTheNextSpan() {
    RuleBasedSampler sampler = Sampling.ruleBased(SamplingRule.of(Sampler.alwaysOn()));
    assertThat(ask(sampler).decision()).isEqualTo(KEEP);

    SamplingRule[] rules = {SamplingRule.of(Sampler.probability(0.25))};
    sampler.replaceRules(rules);
    rules[0] = SamplingRule.of(Sampler.alwaysOff());

    assertThat(ask(sampler).threshold()).isEqualTo(3L << 54);
  }

  /** Counts how often it was closed, and can fail then. */
  private static final class Closing implements Sampler {
    private final boolean fails;
    private final @Nullable Error error;
    private int closed;

    Closing(boolean fails) {
      this.fails = fails;
      this.error = null;
    }

    Closing(Error error) {
      this.fails = false;
      this.error = error;
    }

    @Override
    public SamplingResult sample(
        Context parent,
        long traceIdHigh,
        long traceIdLow,
        String name,
        SpanKind kind,
        Attributes attributes,
        List<LinkData> links) {
      return SamplingResult.of(DROP);
    }

    @Override
    public void close() {
      closed++;
      if (error != null) {
        throw error;
      }
      if (fails) {
        throw new IllegalStateException("cannot close");
      }
    }
  }

  @Test
  void replaceRules_closesWhatIsReplaced() {
    Closing gone = new Closing(false);
    Closing stays = new Closing(false);
    RuleBasedSampler sampler =
        Sampling.ruleBased(
            SamplingRule.of(gone).withName("a"), SamplingRule.of(gone), SamplingRule.of(stays));
    sampler.replaceRules(SamplingRule.of(stays).withName("b"));

    assertThat(gone.closed).isOne();
    assertThat(stays.closed).isZero();
    sampler.close();
    assertThat(stays.closed).isOne();
  }

  @Test
  void replaceRules_afterTheClose_closesTheNewOnesToo() {
    RuleBasedSampler sampler = Sampling.ruleBased();
    sampler.close();
    Closing late = new Closing(false);
    sampler.replaceRules(SamplingRule.of(late));

    assertThat(late.closed).isOne();
  }

  @Test
  void close_thatFails_doesNotKeepOthersOpen() {
    Closing[] all = {new Closing(true), new Closing(true), new Closing(true)};
    Sampler sampler = Sampling.anyOf(all);

    assertThatIllegalStateException().isThrownBy(sampler::close);
    assertThat(all).allMatch(one -> one.closed == 1);
  }

  @Test
  void close_thatEndsByAnError_doesNotKeepOthersOpen() {
    Closing[] all = {new Closing(new StackOverflowError()), new Closing(true), new Closing(false)};
    Sampler sampler = Sampling.anyOf(all);

    assertThatThrownBy(sampler::close).isNotNull();
    assertThat(all).allMatch(one -> one.closed == 1);
  }

  @Test
  void tracer_closesTheSamplersBehindRules() {
    Closing closing = new Closing(false);
    Tracer.builder("test")
        .sampler(Sampler.parentBased(Sampling.ruleBased(SamplingRule.of(closing))))
        .build()
        .close();

    assertThat(closing.closed).isOne();
  }

  private static boolean meets(
      SamplingRule rule, Span parent, String name, SpanKind kind, Attributes attributes) {
    return Sampling.ruleBased(rule)
            .sample(Context.root().with(parent), 1, 1, name, kind, attributes, List.of())
            .decision()
        == KEEP;
  }

  @Test
  void conditions_canBeNegated() {
    SamplingRule rule =
        SamplingRule.of(Sampler.alwaysOn())
            .withoutName("GET*", "HEAD")
            .withoutKind(SpanKind.CLIENT)
            .withoutAttribute("tier", "free", "trial*");
    Span root = Span.invalid();

    assertThat(meets(rule, root, "PUT", SpanKind.SERVER, Attributes.empty())).isTrue();
    assertThat(meets(rule, root, "PUT", SpanKind.SERVER, Attributes.of("tier", "gold"))).isTrue();
    assertThat(meets(rule, root, "PUT", SpanKind.SERVER, Attributes.of("tier", "free"))).isFalse();
    assertThat(meets(rule, root, "PUT", SpanKind.SERVER, Attributes.of("tier", "trial2")))
        .isFalse();
    assertThat(meets(rule, root, "HEAD", SpanKind.SERVER, Attributes.empty())).isFalse();
    assertThat(meets(rule, root, "PUT", SpanKind.CLIENT, Attributes.empty())).isFalse();
  }

  @Test
  void conditions_onTheParent() {
    Span remote = Span.of(SpanContext.of(1, 1, 1, (byte) 1, TraceState.empty(), true));
    Span local = Span.of(SpanContext.of(1, 1, 1, (byte) 1, TraceState.empty(), false));
    SamplingRule roots = SamplingRule.of(Sampler.alwaysOn()).withoutParent();
    SamplingRule entries = SamplingRule.of(Sampler.alwaysOn()).withRemoteParent();
    Attributes none = Attributes.empty();

    assertThat(meets(roots, Span.invalid(), "a", SpanKind.SERVER, none)).isTrue();
    assertThat(meets(roots, remote, "a", SpanKind.SERVER, none)).isFalse();
    assertThat(meets(roots, local, "a", SpanKind.SERVER, none)).isFalse();
    assertThat(meets(entries, Span.invalid(), "a", SpanKind.SERVER, none)).isFalse();
    assertThat(meets(entries, remote, "a", SpanKind.SERVER, none)).isTrue();
    assertThat(meets(entries, local, "a", SpanKind.SERVER, none)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"499, false", "500, true", "550.5, true", "599, true", "600, false"})
  void conditions_onNumbers(double value, boolean meets) {
    SamplingRule rule = SamplingRule.of(Sampler.alwaysOn()).withNumericAttribute("n", 500, 599);

    assertThat(meets(rule, Span.invalid(), "a", SpanKind.SERVER, Attributes.of("n", value)))
        .isEqualTo(meets);
    assertThat(meets(rule, Span.invalid(), "a", SpanKind.SERVER, Attributes.of("n", "550")))
        .isFalse();
    assertThat(meets(rule, Span.invalid(), "a", SpanKind.SERVER, Attributes.empty())).isFalse();
  }

  @Test
  void anyOf_parentBasedAndProbability_hasTheLowerThreshold() {
    Span parent =
        Span.of(
            SpanContext.of(
                1, -1, 1, (byte) 1, TraceState.parse("ot=th:c;rv:ffffffffffffff"), true));
    Sampler half = Sampler.probability(0.5);
    Sampler both = Sampling.anyOf(Sampler.parentBased(Sampler.alwaysOff()), half);
    SamplingResult result =
        both.sample(
            Context.root().with(parent),
            1,
            -1,
            "a",
            SpanKind.SERVER,
            Attributes.empty(),
            List.of());

    assertThat(result.threshold()).isEqualTo(1L << 55);
    Sampler all = Sampling.anyOf(Sampler.parentBased(Sampler.alwaysOff()), Sampler.alwaysOn());
    assertThat(
            all.sample(
                    Context.root().with(parent),
                    1,
                    -1,
                    "a",
                    SpanKind.SERVER,
                    Attributes.empty(),
                    List.of())
                .isAsParent())
        .isFalse();
  }

  @Test
  void anyOf_lowestThresholdWins() {
    Sampler low = Sampler.probability(0.5);
    Sampler high = Sampler.probability(0.01);

    assertThat(ask(Sampling.anyOf(high, low, Sampler.alwaysOff())).threshold())
        .isEqualTo(ask(low).threshold());
    assertThat(ask(Sampling.anyOf(high, Sampler.alwaysOn())).hasThreshold()).isFalse();
    assertThat(ask(Sampling.anyOf(decides(SamplingDecision.RECORD_ONLY), high)).hasThreshold())
        .isTrue();
    assertThat(
            ask(Sampling.anyOf(Sampler.alwaysOff(), decides(SamplingDecision.RECORD_ONLY)))
                .decision())
        .isEqualTo(SamplingDecision.RECORD_ONLY);
    assertThat(ask(Sampling.anyOf()).decision()).isEqualTo(DROP);
  }

  @Test
  void anyOf_asksAll() {
    int[] asked = new int[1];
    Sampler counting =
        (parent, high, low, name, kind, attributes, links) -> {
          asked[0]++;
          return SamplingResult.of(DROP);
        };
    ask(Sampling.anyOf(Sampler.alwaysOn(), counting));

    assertThat(asked[0]).isOne();
  }

  @Test
  void nulls_areRefused() {
    SamplingRule rule = SamplingRule.of(Sampler.alwaysOn());

    assertThatNullPointerException().isThrownBy(() -> SamplingRule.of(null)).withMessage("sampler");
    assertThatNullPointerException().isThrownBy(() -> rule.withKind(null)).withMessage("kind");
    assertThatNullPointerException()
        .isThrownBy(() -> rule.withAttribute(null, "x"))
        .withMessage("name");
    assertThatNullPointerException()
        .isThrownBy(() -> rule.withName("x", null))
        .withMessage("globs");
    assertThatNullPointerException().isThrownBy(() -> Sampling.ruleBased(rule, null));
    assertThatNullPointerException().isThrownBy(() -> Sampling.anyOf(Sampler.alwaysOn(), null));
  }

  @Test
  void descriptions_tellTheRules() {
    Sampler sampler =
        Sampling.ruleBased(
            SamplingRule.of(Sampler.alwaysOff()).withKind(SpanKind.CLIENT).withName("a*"),
            SamplingRule.of(Sampler.alwaysOn()));

    assertThat(sampler)
        .hasToString("RuleBased[kind=CLIENT and name=a*: AlwaysOffSampler, AlwaysOnSampler]");
    assertThat(Sampling.anyOf(Sampler.alwaysOn()).description())
        .isEqualTo("AnyOf[AlwaysOnSampler]");
  }
}
