// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.tracer.Fakes.Collector;
import dev.tracer.sampling.Sampler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TracerTest {
  private final Collector collector = new Collector();
  private final Tracer tracer = Fakes.tracer(collector).build();

  static Stream<Arguments> silentTracers() {
    Tracer closed = Tracer.builder("closed").build();
    closed.close();
    return Stream.of(
        argumentSet("noop", Tracer.noop()),
        argumentSet("disabled", Tracer.builder("off").disabled(true).build()),
        argumentSet("closed", closed));
  }

  @ParameterizedTest
  @MethodSource("silentTracers")
  void silentTracer_withoutParent_givesInvalidSpans(Tracer silent) {
    Span span = silent.startSpan("span");

    assertThat(silent.isEnabled()).isFalse();
    assertThat(span.isValid()).isFalse();
    assertThat(span.isRecording()).isFalse();
    int result = silent.call("call", inner -> 7);
    assertThat(result).isEqualTo(7);
    assertThat(silent.stats().started()).isZero();
    assertThat(silent.stats().ended()).isZero();
  }

  @ParameterizedTest
  @MethodSource("silentTracers")
  void silentTracer_withRemoteParent_passesItOn(Tracer silent) {
    SpanContext remote =
        SpanContext.of(1, 2, 3, SpanContext.SAMPLED, TraceState.parse("v=1"), true);
    try (Scope scope = Context.root().with(Span.of(remote)).makeCurrent()) {
      Span span = silent.startSpan("span");

      assertThat(span.context()).isEqualTo(remote);
      assertThat(span.isRecording()).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("silentTracers")
  void silentTracer_withRecordedParent_passesItsIdentityOnButNotTheSpan(Tracer silent) {
    Span parent = tracer.startSpan("parent");
    try (Scope scope = parent.makeCurrent()) {
      Span span = silent.startSpan("span");
      span.set("a", 1).end();

      assertThat(span.context()).isEqualTo(parent.context());
    }
    assertThat(parent.isRecording()).isTrue();
    assertThat(collector.ended).isEmpty();
  }

  @Test
  void close_spansStillOpen_areHandedToProcessors() {
    Span span = tracer.startSpan("span");
    tracer.close();
    assertThat(span.isRecording()).isTrue();
    span.end();

    assertThat(collector.ended).hasSize(1);
  }

  @Test
  void close_twice_closesProcessorsOnce() {
    assertThat(tracer.isEnabled()).isTrue();
    tracer.startSpan("span").end();

    assertThat(tracer.close(Duration.ofSeconds(1)).exported()).isEqualTo(1);
    assertThat(tracer.close(Duration.ofSeconds(1))).isEqualTo(FlushResult.EMPTY);
    tracer.instrumentation("lib", "1").close();
    assertThat(collector.closes).hasValue(1);
  }

  @Test
  void suppressedContext_startsNothing() {
    try (Scope scope = Context.suppressed().makeCurrent()) {
      tracer.run("outer", outer -> tracer.run("inner", inner -> {}));
      Span span = tracer.startSpan("span");
      assertThat(span.isRecording()).isFalse();
      assertThat(span.isValid()).isFalse();
      SpanContext remote = SpanContext.of(1, 2, 3, (byte) 1, TraceState.empty(), true);
      Context received = Context.root().with(Span.of(remote));
      for (Span other :
          List.of(
              tracer.spanBuilder("root").noParent().start(),
              tracer.spanBuilder("child").parent(received).start())) {
        try (Scope inside = other.makeCurrent()) {
          tracer.run("inner", inner -> {});
        }
        other.end();
      }
    }
    tracer
        .spanBuilder("explicit")
        .parent(Context.suppressed().with(ContextKey.named("k"), "v"))
        .start()
        .end();

    assertThat(collector.ended).isEmpty();
    assertThat(tracer.stats().started()).isZero();
  }

  @Test
  void resource_toldSeveralTimes_isMerged_andTheLaterWins() {
    Tracer told =
        Tracer.builder(Resource.UNKNOWN_SERVICE)
            .resource(Resource.of(Attributes.of("a", 1, "b", 1)))
            .resource(Resource.of(Attributes.of("b", 2, "service.name", "till")))
            .build();

    assertThat(told.resource().attributes().get("a")).isEqualTo(1L);
    assertThat(told.resource().attributes().get("b")).isEqualTo(2L);
    assertThat(told.resource().serviceName()).isEqualTo("till");
    assertThat(
            Tracer.builder(Resource.UNKNOWN_SERVICE)
                .resource(Resource.of(Attributes.of("service.name", " ")))
                .build()
                .resource()
                .serviceName())
        .isEqualTo(Resource.UNKNOWN_SERVICE);
  }

  @Test
  void instrumentation_sharesTheEngine() {
    Tracer library = tracer.instrumentation("lib", "1.0");
    library.startSpan("theirs").end();
    tracer.startSpan("mine").end();

    assertThat(library.stats()).isEqualTo(tracer.stats());
    assertThat(library.resource()).isSameAs(tracer.resource());
    assertThat(library.propagator()).isSameAs(tracer.propagator());
    assertThat(collector.named("theirs").instrumentationScope().name()).isEqualTo("lib");
    assertThat(collector.named("theirs").instrumentationScope().version()).isEqualTo("1.0");
    assertThat(collector.named("mine").instrumentationScope())
        .isEqualTo(InstrumentationScope.of("test", ""));
  }

  @Test
  void call_runsInACurrentSpanAndEndsIt() {
    String result =
        tracer.call(
            "span",
            span -> {
              assertThat(Span.current()).isSameAs(span);
              assertThat(span.isRecording()).isTrue();
              return "result";
            });

    assertThat(result).isEqualTo("result");
    assertThat(Context.current()).isSameAs(Context.root());
    assertThat(collector.only().statusCode()).isEqualTo(StatusCode.UNSET);
  }

  @Test
  void call_workLeaksAScope_restoresWhatWasBefore() {
    try (Fakes.Log log = new Fakes.Log()) {
      tracer.run("span", span -> tracer.startSpan("leaked").makeCurrent());

      assertThat(Context.current()).isSameAs(Context.root());
      assertThat(log.only().getMessage()).contains("'span'").contains("'leaked'");
    }
  }

  @Test
  void call_workEndsTheSpanItself_isFine() {
    tracer.run("span", Span::end);

    assertThat(collector.ended).hasSize(1);
  }

  @Test
  void call_withoutWork_isRefusedByNameAndStartsNothing() {
    assertThatNullPointerException()
        .isThrownBy(() -> tracer.call("span", null))
        .withMessage("work");
    assertThatNullPointerException().isThrownBy(() -> tracer.run("span", null)).withMessage("work");
    assertThat(tracer.stats().started()).isZero();
  }

  @Test
  void stats_countStartedEndedAndTruncated() {
    tracer.startSpan("ended").set("long", "x".repeat(5_000)).end();
    Span open = tracer.startSpan("open");
    TracerStats stats = tracer.stats();
    open.end();

    assertThat(stats.started()).isEqualTo(2);
    assertThat(stats.ended()).isEqualTo(1);
    assertThat(stats.sampledOut()).isZero();
    assertThat(stats.truncatedValues()).isEqualTo(1);
    assertThat(stats.faults()).isZero();
    assertThat(stats.exported()).isEqualTo(1);
    assertThat(tracer.stats().ended()).isEqualTo(2);
  }

  @Test
  void stats_ofSpansNotRecorded_areEndedWhenStarted() {
    Tracer off = Fakes.tracer(collector).sampler(Sampler.alwaysOff()).build();
    off.startSpan("span");

    assertThat(off.stats().started()).isEqualTo(1);
    assertThat(off.stats().ended()).isEqualTo(1);
    assertThat(off.stats().sampledOut()).isEqualTo(1);
  }

  @Test
  void timeouts_null_areRefusedByName() {
    assertThatNullPointerException().isThrownBy(() -> tracer.flush(null)).withMessage("timeout");
    assertThatNullPointerException().isThrownBy(() -> tracer.close(null)).withMessage("timeout");
    assertThat(tracer.isEnabled()).isTrue();
  }

  static Stream<Arguments> missingArguments() {
    return Stream.of(
        missing("exporter", builder -> builder.exporter(null)),
        missing("processor", builder -> builder.processor(null)),
        missing("filter", builder -> builder.filter(null)),
        missing("sampler", builder -> builder.sampler(null)),
        missing("propagator", builder -> builder.propagator(null)),
        missing("resource", builder -> builder.resource(null)),
        missing("limits", builder -> builder.limits(null)),
        missing("listener", builder -> builder.scopeListener(null)),
        missing("clock", builder -> builder.clock(null)),
        missing("ids", builder -> builder.idGenerator(null)));
  }

  private static Arguments missing(String name, Consumer<TracerBuilder> call) {
    return argumentSet(name, name, call);
  }

  @ParameterizedTest
  @MethodSource("missingArguments")
  void builder_null_isRefusedByName(String name, Consumer<TracerBuilder> call) {
    TracerBuilder builder = Tracer.builder("test");

    assertThatNullPointerException().isThrownBy(() -> call.accept(builder)).withMessage(name);
  }

  @Test
  void builder_withoutServiceName_isRefusedByName() {
    assertThatNullPointerException()
        .isThrownBy(() -> Tracer.builder(null))
        .withMessage("serviceName");
    for (String name : new String[] {"", " "}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Tracer.builder(name))
          .withMessageContaining("serviceName");
    }
  }

  @Test
  void builder_usedAgain_doesNotChangeTheFirstTracer() {
    List<String> seen = new ArrayList<>();
    TracerBuilder builder = Fakes.tracer(collector);
    Tracer first = builder.build();
    builder.filter(
        span -> {
          seen.add(span.name());
          return span;
        });
    Tracer second = builder.build();
    first.startSpan("first").end();
    second.startSpan("second").end();

    assertThat(seen).containsExactly("second");
  }
}
