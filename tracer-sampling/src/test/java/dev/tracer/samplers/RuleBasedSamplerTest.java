// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.SpanKind;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingDecision;
import dev.tracer.sampling.SamplingResult;
import java.util.List;
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
    Sampler sampler = Sampling.ruleBased(SamplingRule.of(Sampler.alwaysOn()).name(glob));

    assertThat(ask(sampler, name, SpanKind.SERVER, Attributes.empty()).decision())
        .isEqualTo(matches ? KEEP : DROP);
  }

  @Test
  void glob_ofManyStars_endsSoon() {
    Sampler sampler =
        Sampling.ruleBased(SamplingRule.of(Sampler.alwaysOn()).name("*a".repeat(100) + "b"));

    assertThat(ask(sampler, "a".repeat(10_000), SpanKind.SERVER, Attributes.empty()).decision())
        .isEqualTo(DROP);
  }

  @Test
  void conditions_mustAllHold() {
    Sampler sampler =
        Sampling.ruleBased(
            SamplingRule.of(Sampler.alwaysOn())
                .kind(SpanKind.SERVER)
                .name("GET*", "PUT*")
                .attribute("http.route", "/api/*", "/v2/*")
                .attribute("server.port", "80??"));
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
            SamplingRule.of(Sampler.alwaysOff()).name("GET /internal*"),
            SamplingRule.of(Sampler.alwaysOn()).name("GET*"),
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
    assertThatNullPointerException().isThrownBy(() -> rule.kind(null)).withMessage("kind");
    assertThatNullPointerException()
        .isThrownBy(() -> rule.attribute(null, "x"))
        .withMessage("name");
    assertThatNullPointerException().isThrownBy(() -> rule.name("x", null)).withMessage("globs");
    assertThatNullPointerException().isThrownBy(() -> Sampling.ruleBased(rule, null));
    assertThatNullPointerException().isThrownBy(() -> Sampling.anyOf(Sampler.alwaysOn(), null));
  }

  @Test
  void descriptions_tellTheRules() {
    Sampler sampler =
        Sampling.ruleBased(
            SamplingRule.of(Sampler.alwaysOff()).kind(SpanKind.CLIENT).name("a*"),
            SamplingRule.of(Sampler.alwaysOn()));

    assertThat(sampler).hasToString("RuleBased[AlwaysOffSamplerCLIENT[[, a*]], AlwaysOnSampler[]]");
    assertThat(Sampling.anyOf(Sampler.alwaysOn()).description())
        .isEqualTo("AnyOf[AlwaysOnSampler[]]");
  }
}
