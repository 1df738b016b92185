// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import dev.tracer.micrometer.MicrometerTracing;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.env.Environment;

/** Says what of the starter stands back, and behind what. */
final class SetupReport implements SmartInitializingSingleton {
  private final ObjectProvider<EffectiveTracer> effective;
  private final ObjectProvider<MicrometerTracing> micrometer;

  SetupReport(
      ObjectProvider<EffectiveTracer> effective, ObjectProvider<MicrometerTracing> micrometer) {
    this.effective = effective;
    this.micrometer = micrometer;
  }

  @Override
  public void afterSingletonsInstantiated() {
    if (effective.getIfAvailable() == null) {
      Warnings.tell(
          "Tracer uses the dev.tracer.Tracer bean of the application as it is: management.tracing.*"
              + " and tracer.* do not configure it.");
    }
    if (micrometer.getIfAvailable() == null) {
      new Warnings(
              "Tracer found an io.micrometer.tracing.Tracer bean that is not its own: what Spring"
                  + " observes goes there. Remove that bean, or this starter.")
          .log();
    }
  }

  /** Says why nothing is traced, if it is because of another tracer. */
  static void standsBack(Environment environment, @Nullable ClassLoader classes) {
    String off = OnTracing.switchedOffBy(environment);
    if (off != null) {
      Warnings.tell("Tracer is off: " + off + "=false.");
      return;
    }
    new Warnings(
            "Tracer stands back, as it found "
                + OnTracing.standsBackBehind(environment, classes)
                + ". To trace with both, set tracer.enabled=true.")
        .log();
  }
}
