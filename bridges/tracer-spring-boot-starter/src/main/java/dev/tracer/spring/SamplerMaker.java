// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import static dev.tracer.spring.WrongSettingException.checked;

import dev.tracer.samplers.Sampling;
import dev.tracer.samplers.TailPolicy;
import dev.tracer.samplers.TailSampler;
import dev.tracer.sampling.Sampler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a sampler of {@code tracer.sampling}. Stateless. */
final class SamplerMaker {
  private static final String PREFIX = "tracer.sampling.";

  private SamplerMaker() {}

  /**
   * The sampler that the properties describe; null if they leave it to the probability alone.
   *
   * @throws WrongSettingException naming the property that is out of range
   */
  static @Nullable Sampler make(TracerProperties.Sampling sampling, @Nullable Double probability) {
    if (sampling.productionDefaults()) {
      return Sampling.productionDefaults();
    }
    Double budget = sampling.maxTracesPerSecond();
    if (budget == null && !sampling.tail().enabled()) {
      return null;
    }
    Sampler head = head(budget, probability);
    return sampling.tail().enabled() ? tail(head, sampling.tail()) : head;
  }

  private static Sampler head(@Nullable Double budget, @Nullable Double probability) {
    if (budget != null && probability != null) {
      throw WrongSettingException.ofProperty(
          PREFIX + "max-traces-per-second",
          null,
          "and management.tracing.sampling.probability exclude each other; set one of them");
    }
    if (budget == null) {
      return Sampler.parentBased(
          probability == null ? Sampler.alwaysOn() : Sampler.probability(probability));
    }
    return Sampler.parentBased(
        checked(PREFIX + "max-traces-per-second", budget, () -> Sampling.rateLimiting(budget)));
  }

  private static Sampler tail(Sampler head, TracerProperties.Tail tail) {
    List<TailPolicy> policies = new ArrayList<>();
    if (tail.errors()) {
      policies.add(TailPolicy.error());
    }
    Duration latency = tail.latency();
    if (latency != null && !latency.isZero()) {
      policies.add(checked(PREFIX + "tail.latency", latency, () -> TailPolicy.latency(latency)));
    }
    TailSampler sampler = TailSampler.create(head, policies.toArray(new TailPolicy[0]));
    Integer most = tail.maxTraces();
    TailSampler bounded =
        most == null
            ? sampler
            : checked(PREFIX + "tail.max-traces", most, () -> sampler.withMaxTraces(most));
    Duration wait = tail.decisionWait();
    return wait == null
        ? bounded
        : checked(PREFIX + "tail.decision-wait", wait, () -> bounded.withDecisionWait(wait));
  }
}
