// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import static java.util.Objects.requireNonNull;

import dev.tracer.Attributes;
import dev.tracer.Span;
import dev.tracer.SpanKind;
import dev.tracer.samplers.RuleCondition.Globs;
import dev.tracer.sampling.Sampler;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A sampler for the spans that meet all of some conditions: {@code
 * SamplingRule.of(Sampling.rateLimiting(5)).withKind(SERVER).withAttribute("url.path", "/api/*")}.
 *
 * <p>In a glob {@code *} stands for any text and {@code ?} for one character; everything else
 * stands for itself, upper and lower case told apart. Rules see the name and the attributes that a
 * span is started with. Immutable: methods return a rule with one condition more, and throw {@code
 * NullPointerException} naming the argument that is null.
 *
 * @since 0.1
 */
public final class SamplingRule {
  private final Sampler sampler;
  private final List<RuleCondition> conditions;

  private SamplingRule(Sampler sampler, List<RuleCondition> conditions) {
    this.sampler = sampler;
    this.conditions = conditions;
  }

  /**
   * A rule for all spans.
   *
   * @throws IllegalArgumentException if {@code sampler} is a tail sampler
   */
  public static SamplingRule of(Sampler sampler) {
    return new SamplingRule(TailSampler.atStart(sampler, "sampler"), List.of());
  }

  /**
   * Drops what load balancers and orchestrators ask all the time: spans of kind {@code SERVER}
   * whose {@code url.path}, or name if they have none, ends in {@code /health}, {@code /healthz},
   * {@code /livez}, {@code /readyz}, {@code /ping} or {@code grpc.health.v1.Health/Check}, or is
   * below {@code /health/} or {@code /actuator/}.
   */
  public static SamplingRule dropHealthChecks() {
    Globs globs =
        Globs.of(
            "*/health",
            "*/healthz",
            "*/livez",
            "*/readyz",
            "*/ping",
            "*/health/*",
            "*/actuator/*",
            "*grpc.health.v1.Health/Check");
    return of(Sampler.alwaysOff())
        .withKind(SpanKind.SERVER)
        .with(new RuleCondition.AttributeOrName("url.path", globs));
  }

  /** Only spans whose name matches one of {@code globs}. */
  public SamplingRule withName(String... globs) {
    return with(new RuleCondition.Name(Globs.of(globs)));
  }

  /** Only spans whose name matches none of {@code globs}. */
  public SamplingRule withoutName(String... globs) {
    return with(new RuleCondition.Not(new RuleCondition.Name(Globs.of(globs))));
  }

  /** Only spans of this kind. */
  public SamplingRule withKind(SpanKind kind) {
    return with(new RuleCondition.Kind(requireNonNull(kind, "kind")));
  }

  /** Only spans of other kinds. */
  public SamplingRule withoutKind(SpanKind kind) {
    return with(new RuleCondition.Not(new RuleCondition.Kind(requireNonNull(kind, "kind"))));
  }

  /** Only spans with an attribute of this name whose value, as text, matches one of the globs. */
  public SamplingRule withAttribute(String name, String... globs) {
    return with(new RuleCondition.Attribute(requireNonNull(name, "name"), Globs.of(globs)));
  }

  /**
   * Only spans that {@link #withAttribute} with the same arguments is not for; those that have no
   * such attribute are among them.
   */
  public SamplingRule withoutAttribute(String name, String... globs) {
    return with(
        new RuleCondition.Not(
            new RuleCondition.Attribute(requireNonNull(name, "name"), Globs.of(globs))));
  }

  /**
   * Only spans with an attribute of this name that is a number in [{@code least}, {@code most}].
   *
   * @param least may be {@code Double.NEGATIVE_INFINITY}
   * @param most may be {@code Double.POSITIVE_INFINITY}
   * @throws IllegalArgumentException if the range is empty, or one of its ends not a number
   */
  public SamplingRule withNumericAttribute(String name, double least, double most) {
    return with(
        new RuleCondition.Numeric(requireNonNull(name, "name"), new NumberRange(least, most)));
  }

  /** Only root spans: those without a parent. */
  public SamplingRule withoutParent() {
    return with(new RuleCondition.Root());
  }

  /** Only spans whose parent is in another process. */
  public SamplingRule withRemoteParent() {
    return with(new RuleCondition.RemoteParent());
  }

  private SamplingRule with(RuleCondition condition) {
    List<RuleCondition> more = new ArrayList<>(conditions);
    more.add(condition);
    return new SamplingRule(sampler, List.copyOf(more));
  }

  Sampler sampler() {
    return sampler;
  }

  boolean matches(Span parent, String name, SpanKind kind, Attributes attributes) {
    for (int i = 0; i < conditions.size(); i++) {
      if (!conditions.get(i).isMet(parent, name, kind, attributes)) {
        return false;
      }
    }
    return true;
  }

  /** Its conditions and its sampler. */
  @Override
  public String toString() {
    return conditions.isEmpty()
        ? sampler.description()
        : conditions.stream().map(Object::toString).collect(Collectors.joining(" and ", "", ": "))
            + sampler.description();
  }
}
