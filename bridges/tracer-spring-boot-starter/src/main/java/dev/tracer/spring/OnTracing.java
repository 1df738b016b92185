// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether Tracer is to trace: it is not switched off, and nobody else does. */
class OnTracing extends SpringBootCondition {
  private static final String[] SWITCHES = {
    "management.tracing.enabled", "management.tracing.export.enabled"
  };

  /** Whether it is not to. */
  static final class Not extends OnTracing {
    @Override
    public ConditionOutcome getMatchOutcome(
        ConditionContext context, AnnotatedTypeMetadata metadata) {
      ConditionOutcome positive = super.getMatchOutcome(context, metadata);
      return new ConditionOutcome(!positive.isMatch(), positive.getConditionMessage());
    }
  }

  @Override
  public ConditionOutcome getMatchOutcome(
      ConditionContext context, AnnotatedTypeMetadata metadata) {
    Environment environment = context.getEnvironment();
    var message = ConditionMessage.forCondition("Tracer");
    String off = switchedOffBy(environment);
    if (off != null) {
      return ConditionOutcome.noMatch(message.because(off + " is false"));
    }
    String other = standsBackBehind(environment, context.getClassLoader());
    return other == null
        ? ConditionOutcome.match(message.because("nothing speaks against it"))
        : ConditionOutcome.noMatch(message.found(other).atAll());
  }

  static boolean isOn(Environment environment, @Nullable ClassLoader classes) {
    return switchedOffBy(environment) == null && standsBackBehind(environment, classes) == null;
  }

  /** The property that switches tracing off; null if none does. */
  static @Nullable String switchedOffBy(Environment environment) {
    if (!environment.getProperty("tracer.enabled", Boolean.class, true)) {
      return "tracer.enabled";
    }
    for (String name : SWITCHES) {
      if (!environment.getProperty(name, Boolean.class, true)) {
        return name;
      }
    }
    return null;
  }

  /** Who traces already, unless {@code tracer.enabled} says to trace in spite of it. */
  static @Nullable String standsBackBehind(Environment environment, @Nullable ClassLoader classes) {
    return environment.getProperty("tracer.enabled", Boolean.class, false)
        ? null
        : Surroundings.otherTracer(classes);
  }
}
