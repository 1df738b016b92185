// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import static java.util.Objects.requireNonNull;

import dev.tracer.Attributes;
import dev.tracer.Span;
import dev.tracer.SpanKind;
import dev.tracer.internal.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a {@link SamplingRule} asks of a span that starts. Implementations are immutable. */
sealed interface RuleCondition {
  boolean isMet(Span parent, String name, SpanKind kind, Attributes attributes);

  /** Of this kind. */
  record Kind(SpanKind wanted) implements RuleCondition {
    @Override
    public boolean isMet(Span parent, String name, SpanKind kind, Attributes attributes) {
      return kind == wanted;
    }

    @Override
    public String toString() {
      return "kind=" + wanted;
    }
  }

  /** Without parent. */
  record Root() implements RuleCondition {
    @Override
    public boolean isMet(Span parent, String name, SpanKind kind, Attributes attributes) {
      return !parent.isValid();
    }

    @Override
    public String toString() {
      return "root";
    }
  }

  /** With a parent in another process. */
  record RemoteParent() implements RuleCondition {
    @Override
    public boolean isMet(Span parent, String name, SpanKind kind, Attributes attributes) {
      return parent.isValid() && parent.context().isRemote();
    }

    @Override
    public String toString() {
      return "remote parent";
    }
  }

  /** Whose name matches one of some globs. */
  record Name(Globs globs) implements RuleCondition {
    @Override
    public boolean isMet(Span parent, String name, SpanKind kind, Attributes attributes) {
      return globs.match(name);
    }

    @Override
    public String toString() {
      return "name=" + globs;
    }
  }

  /** Whose attribute, as text, matches one of some globs. */
  record Attribute(String key, Globs globs) implements RuleCondition {
    @Override
    public boolean isMet(Span parent, String name, SpanKind kind, Attributes attributes) {
      return globs.match(attributes.get(key));
    }

    @Override
    public String toString() {
      return key + "=" + globs;
    }
  }

  /** Whose attribute, or name if it does not have the attribute, matches one of some globs. */
  record AttributeOrName(String key, Globs globs) implements RuleCondition {
    @Override
    public boolean isMet(Span parent, String name, SpanKind kind, Attributes attributes) {
      Object value = attributes.get(key);
      return globs.match(value == null ? name : value);
    }

    @Override
    public String toString() {
      return key + "|name=" + globs;
    }
  }

  /** Whose attribute is a number in a range. */
  record Numeric(String key, NumberRange range) implements RuleCondition {
    @Override
    public boolean isMet(Span parent, String name, SpanKind kind, Attributes attributes) {
      return range.contains(attributes.get(key));
    }

    @Override
    public String toString() {
      return key + "=" + range;
    }
  }

  /** Of which another condition is not true. */
  record Not(RuleCondition condition) implements RuleCondition {
    @Override
    public boolean isMet(Span parent, String name, SpanKind kind, Attributes attributes) {
      return !condition.isMet(parent, name, kind, attributes);
    }

    @Override
    public String toString() {
      return "not " + condition;
    }
  }

  /** Some globs, of which one must match. */
  record Globs(List<Glob> patterns) {
    static Globs of(String... patterns) {
      List<Glob> globs = new ArrayList<>();
      for (String pattern : patterns) {
        globs.add(Glob.of(requireNonNull(pattern, "globs")));
      }
      return new Globs(List.copyOf(globs));
    }

    boolean match(@Nullable Object value) {
      if (value == null) {
        return false;
      }
      String text = value.toString();
      for (Glob pattern : patterns) {
        if (pattern.matches(text)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public String toString() {
      return patterns.stream().map(Glob::toString).collect(Collectors.joining("|"));
    }
  }
}
