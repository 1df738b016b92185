// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.Span;
import dev.tracer.SpanKind;
import dev.tracer.Tracer;
import dev.tracer.TracerBuilder;
import dev.tracer.samplers.TailPolicy;
import dev.tracer.samplers.TailSampler;
import dev.tracer.sampling.Sampler;
import dev.tracer.testing.InMemoryExporter;
import dev.tracer.testing.TestClock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rate, errors and duration of operations, whatever is sampled. */
class SpanMetricsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final SpanMetrics metrics = SpanMetrics.create();

  @AfterEach
  void close() {
    registry.close();
  }

  private TracerBuilder tracer() {
    metrics.bindTo(registry);
    return Tracer.builder("shop").limits(Observed.NO_CUTS).processor(metrics);
  }

  private Timer timer(String operation, String kind, String outcome) {
    return registry
        .get("tracer.span.duration")
        .tags("operation", operation, "kind", kind, "outcome", outcome, "service", "shop")
        .timer();
  }

  @Test
  void spans_areTimedByNameKindAndOutcome() {
    try (Tracer tracer = tracer().build()) {
      Instant start = Instant.ofEpochSecond(1_700_000_000);
      for (int i = 1; i <= 3; i++) {
        Span span = tracer.spanBuilder("get").kind(SpanKind.SERVER).startTime(start).start();
        if (i == 3) {
          span.fail(new IllegalStateException());
        }
        span.end(start.plusMillis(i));
      }
    }

    assertThat(timer("get", "server", "success").count()).isEqualTo(2);
    assertThat(timer("get", "server", "success").totalTime(TimeUnit.MILLISECONDS)).isEqualTo(3);
    assertThat(timer("get", "server", "error").max(TimeUnit.MILLISECONDS)).isEqualTo(3);
  }

  @Test
  void spansThatAreNotSampled_countAsWell() {
    var exporter = InMemoryExporter.create();
    try (Tracer tracer = tracer().exporter(exporter).sampler(Sampler.alwaysOff()).build()) {
      var observations = Observed.by(MicrometerTracing.of(tracer));
      Observation.createNotStarted("observed", observations).observe(() -> {});
      tracer.run("own", span -> {});
    }

    assertThat(timer("observed", "internal", "success").count()).isEqualTo(1);
    assertThat(timer("own", "internal", "success").count()).isEqualTo(1);
    assertThat(exporter.spans()).isEmpty();
  }

  @Test
  void spansThatATailSamplerDrops_countAsWell() {
    var exporter = InMemoryExporter.create();
    try (Tracer tracer =
        tracer()
            .exporter(exporter)
            .sampler(TailSampler.create(Sampler.alwaysOff(), TailPolicy.error()))
            .build()) {
      tracer.run("root", span -> tracer.run("child", child -> {}));
    }

    assertThat(timer("root", "internal", "success").count()).isEqualTo(1);
    assertThat(timer("child", "internal", "success").count()).isEqualTo(1);
    assertThat(exporter.spans()).isEmpty();
  }

  @Test
  void spansOfAFraction_countInFull() {
    try (Tracer tracer = tracer().sampler(Sampler.probability(0.1)).build()) {
      for (int i = 0; i < 1_000; i++) {
        tracer.startSpan("a").end();
      }
    }

    assertThat(timer("a", "internal", "success").count()).isEqualTo(1_000);
  }

  @Test
  void namesAboveTheMost_areOther() {
    SpanMetrics few = SpanMetrics.of(2);
    few.bindTo(registry);
    try (Tracer tracer = Tracer.builder("shop").processor(few).build()) {
      for (int i = 0; i < 10; i++) {
        tracer.startSpan("id " + i).end();
        tracer.startSpan("id 0").end();
      }
    }

    assertThat(timer("id 0", "internal", "success").count()).isEqualTo(11);
    assertThat(timer("id 1", "internal", "success").count()).isEqualTo(1);
    assertThat(timer("other", "internal", "success").count()).isEqualTo(8);
    assertThat(registry.getMeters()).hasSize(3);
  }

  @Test
  void spansWithoutName_areUnnamed_andNegativeDurationsAreNone() {
    try (Tracer tracer = tracer().build()) {
      tracer.startSpan("").end();
      tracer.spanBuilder("past").startTime(Instant.ofEpochSecond(9)).start().end(Instant.EPOCH);
    }

    assertThat(timer("unnamed", "internal", "success").count()).isEqualTo(1);
    assertThat(registry.getMeters()).hasSize(1);
  }

  @Test
  void aMeterThatTheRegistryLost_comesBack() {
    try (Tracer tracer = tracer().build()) {
      tracer.startSpan("a").end();
      registry.clear();
      tracer.startSpan("a").end();
    }

    assertThat(timer("a", "internal", "success").count()).isEqualTo(1);
  }

  @Test
  void severalRegistries_eachCountOnce_fromTheirBindingOn() {
    SimpleMeterRegistry late = new SimpleMeterRegistry();
    try (Tracer tracer = tracer().build()) {
      tracer.startSpan("a").end();
      metrics.bindTo(late);
      metrics.bindTo(late);
      CompletableFuture.runAsync(() -> tracer.startSpan("a").end()).join();
    }

    assertThat(timer("a", "internal", "success").count()).isEqualTo(2);
    assertThat(late.get("tracer.span.duration").timer().count()).isEqualTo(1);
    late.close();
  }

  @Test
  void withoutRegistry_nothingHappens() {
    try (Tracer tracer = Tracer.builder("shop").processor(metrics).build()) {
      tracer.startSpan("a").end();
      assertThat(tracer.stats().faults()).isZero();
    }
    assertThatThrownBy(() -> SpanMetrics.of(0)).hasMessage("operations must be positive: 0");
    assertThatThrownBy(() -> metrics.bindTo(null)).hasMessage("registry");
  }

  @Test
  void duration_isThatOfTheTracersClock() {
    TestClock clock = TestClock.create();
    try (Tracer tracer = tracer().clock(clock).build()) {
      Span span = tracer.startSpan("a");
      clock.advance(Duration.ofSeconds(2));
      span.end();
    }

    assertThat(timer("a", "internal", "success").totalTime(TimeUnit.SECONDS)).isEqualTo(2);
  }
}
