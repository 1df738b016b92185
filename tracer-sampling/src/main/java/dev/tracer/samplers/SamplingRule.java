// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import static java.util.Objects.requireNonNull;

import dev.tracer.Attributes;
import dev.tracer.SpanKind;
import dev.tracer.sampling.Sampler;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A sampler for the spans that meet all of some conditions: {@code
 * SamplingRule.of(Sampling.rateLimiting(5)).kind(SERVER).attribute("url.path", "/api/*")}.
 *
 * <p>In a glob {@code *} stands for any text and {@code ?} for one character; everything else
 * stands for itself, upper and lower case told apart. Rules see the name and the attributes that a
 * span is started with. Immutable: methods return a rule with one condition more, and throw {@code
 * NullPointerException} naming the argument that is null.
 *
 * @since 0.1
 */
public final class SamplingRule {
  /** Keys of conditions that are not about one attribute; no attribute has them. */
  private static final String NAME = "";

  private static final String PATH_OR_NAME = " ";

  final Sampler sampler;
  private final @Nullable SpanKind kind;

  /** Each is the key of an attribute, and globs behind it of which one must match. */
  private final String[][] conditions;

  private SamplingRule(Sampler sampler, @Nullable SpanKind kind, String[][] conditions) {
    this.sampler = TailSampler.atStart(sampler, "sampler");
    this.kind = kind;
    this.conditions = conditions;
  }

  /**
   * A rule for all spans.
   *
   * @throws IllegalArgumentException if {@code sampler} is a tail sampler
   */
  public static SamplingRule of(Sampler sampler) {
    return new SamplingRule(sampler, null, new String[0][]);
  }

  /**
   * Drops what load balancers and orchestrators ask all the time: spans of kind {@code SERVER}
   * whose {@code url.path}, or name if they have none, ends in {@code /health}, {@code /healthz},
   * {@code /livez}, {@code /readyz}, {@code /ping} or {@code grpc.health.v1.Health/Check}, or is
   * below {@code /health/} or {@code /actuator/}.
   */
  public static SamplingRule dropHealthChecks() {
    return of(Sampler.alwaysOff())
        .kind(SpanKind.SERVER)
        .with(
            PATH_OR_NAME,
            "*/health",
            "*/healthz",
            "*/livez",
            "*/readyz",
            "*/ping",
            "*/health/*",
            "*/actuator/*",
            "*grpc.health.v1.Health/Check");
  }

  /** Only spans whose name matches one of {@code globs}. */
  public SamplingRule name(String... globs) {
    return with(NAME, globs);
  }

  /** Only spans of this kind. */
  public SamplingRule kind(SpanKind kind) {
    return new SamplingRule(sampler, requireNonNull(kind, "kind"), conditions);
  }

  /** Only spans with an attribute of this name whose value, as text, matches one of the globs. */
  public SamplingRule attribute(String name, String... globs) {
    return with(requireNonNull(name, "name"), globs);
  }

  private SamplingRule with(String key, String... globs) {
    String[] condition = new String[globs.length + 1];
    condition[0] = key;
    for (int i = 0; i < globs.length; i++) {
      condition[i + 1] = requireNonNull(globs[i], "globs");
    }
    String[][] more = Arrays.copyOf(conditions, conditions.length + 1);
    more[conditions.length] = condition;
    return new SamplingRule(sampler, kind, more);
  }

  boolean matches(String name, SpanKind kind, Attributes attributes) {
    if (this.kind != null && this.kind != kind) {
      return false;
    }
    for (String[] condition : conditions) {
      String key = condition[0];
      boolean path = key.equals(PATH_OR_NAME);
      Object value = attributes.get(path ? "url.path" : key);
      if (key.equals(NAME) || (path && value == null)) {
        value = name;
      }
      if (value == null || !matchesAny(condition, value.toString())) {
        return false;
      }
    }
    return true;
  }

  private static boolean matchesAny(String[] condition, String value) {
    for (int i = 1; i < condition.length; i++) {
      if (matches(condition[i], value)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a glob matches all of a text. Goes back to the last asterisk only: no explosion. */
  private static boolean matches(String glob, String text) {
    int g = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length()) {
      char c = g < glob.length() ? glob.charAt(g) : 0;
      if (c == '*') {
        star = g++;
        resume = t;
      } else if (g < glob.length() && (c == '?' || c == text.charAt(t))) {
        g++;
        t++;
      } else if (star >= 0) {
        g = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (g < glob.length() && glob.charAt(g) == '*') {
      g++;
    }
    return g == glob.length();
  }

  /** Its sampler and its conditions. */
  @Override
  public String toString() {
    return sampler.description() + (kind == null ? "" : kind) + Arrays.deepToString(conditions);
  }
}
