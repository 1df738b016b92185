// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.IdGenerator;
import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.TraceState;
import dev.tracer.Tracer;
import dev.tracer.TracerBuilder;
import dev.tracer.TracerStats;
import dev.tracer.export.BatchProcessor;
import dev.tracer.export.LinkData;
import dev.tracer.export.SpanData;
import dev.tracer.internal.LogCapture;
import dev.tracer.propagation.CarrierSetter;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingDecision;
import dev.tracer.sampling.SamplingResult;
import dev.tracer.testing.InMemoryExporter;
import dev.tracer.testing.TestTracer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tail sampler on the way of a tracer's spans. */
class TailSamplingTest {
  private static final Duration SECONDS = Duration.ofSeconds(150);

  private TestTracer test = tracer(builder -> {});

  private static TailSampler over(Sampler root) {
    return TailSampler.create(
        Sampler.parentBased(root), TailPolicy.error(), TailPolicy.latency(Duration.ofSeconds(2)));
  }

  private static TestTracer tracer(Consumer<TracerBuilder> more) {
    return TestTracer.create(builder -> more.accept(builder.sampler(over(Sampler.alwaysOff()))));
  }

  private TestTracer with(Consumer<TracerBuilder> more) {
    test.close();
    test = tracer(more);
    return test;
  }

  @AfterEach
  void close() {
    test.close();
  }

  private Map<String, String> headers(Span span) {
    Map<String, String> headers = new LinkedHashMap<>();
    test.tracer().inject(Context.root().with(span), headers, CarrierSetter.ofMap());
    return headers;
  }

  private Span child(Span parent, String name) {
    return test.tracer().spanBuilder(name).parent(Context.root().with(parent)).start();
  }

  @Test
  void failedRequest_isExportedWhole() {
    Tracer tracer = test.tracer();
    tracer.run(
        "request",
        request -> {
          tracer.run("first", span -> {});
          tracer.run("second", span -> span.status(StatusCode.ERROR));
        });

    test.assertTree(
        """
        request
          first
          second ERROR
        """);
    for (SpanData span : test.spans()) {
      assertThat(span.context().isSampled()).isTrue();
      assertThat(span.isSampled()).isTrue();
      assertThat(span.traceState()).hasToString("ot=th:0");
      assertThat(span.context().traceState()).hasToString("ot=th:0");
      assertThat(span.attributes().get("sampling.reason")).isEqualTo("error");
    }
  }

  @Test
  void otherRequest_isCountedAsSampledOut() {
    Tracer tracer = test.tracer();
    tracer.run("request", request -> tracer.run("first", span -> {}));

    assertThat(test.spans()).isEmpty();
    assertThat(tracer.stats().ended()).isEqualTo(2);
    assertThat(tracer.stats().sampledOut()).isEqualTo(2);
    assertThat(tracer.stats().exporters().get(0).queued()).isZero();
  }

  @Test
  void slowRequest_isExported() {
    Span request = test.tracer().startSpan("request");
    test.clock().advance(Duration.ofSeconds(2));
    request.end();

    assertThat(test.spans()).hasSize(1);
  }

  // what is sent

  @Test
  void undecidedTrace_isSentAsNotSampled() {
    with(builder -> builder.sampler(over(Sampler.probability(0.5))));
    Span parent =
        Span.of(
            SpanContext.of(
                1, 2, 3, (byte) 2, TraceState.parse("ot=rv:00000000000001;th:0,a=b"), true));
    Span request = child(parent, "request");

    assertThat(request.isSampled()).isFalse();
    assertThat(request.isRecording()).isTrue();
    assertThat(headers(request).get("traceparent")).endsWith("-02");
    assertThat(headers(request).get("tracestate")).isEqualTo("ot=rv:00000000000001,a=b");
    Span call = child(request, "call");
    assertThat(headers(call).get("traceparent")).endsWith("-02");
    assertThat(headers(call).get("tracestate")).isEqualTo("ot=rv:00000000000001,a=b");
    call.end();
    request.end();
  }

  @Test
  void failure_isSentOnAtOnce() {
    Span request = test.tracer().startSpan("request");
    Span before = child(request, "before");
    assertThat(headers(before).get("traceparent")).endsWith("-00");
    before.fail(new IllegalStateException("first try"));
    before.end();
    Span after = child(request, "after");

    assertThat(headers(after).get("traceparent")).endsWith("-01");
    assertThat(headers(after).get("tracestate")).isEqualTo("ot=th:0");
    assertThat(request.isSampled()).isTrue();
    after.end();
    request.end();
    assertThat(test.spans()).hasSize(3);
  }

  @Test
  void slowness_isSentOnAtOnce() {
    Span request = test.tracer().startSpan("request");
    test.clock().advance(Duration.ofSeconds(2));

    assertThat(headers(child(request, "call")).get("traceparent")).endsWith("-01");
  }

  @Test
  void keep_isSentOnAtOnce() {
    Span request = test.tracer().startSpan("request");
    Span call = child(request, "call");
    assertThat(request.keep()).isSameAs(request);

    assertThat(headers(call).get("traceparent")).endsWith("-01");
    call.end();
    request.end();
    assertThat(test.spans())
        .extracting(span -> span.attributes().get("sampling.reason"))
        .containsExactly("manual", "manual");
  }

  @Test
  void keep_withoutTailSampler_doesNothing() {
    try (TestTracer plain = TestTracer.create()) {
      plain.tracer().run("request", span -> span.keep().keep(null).keep("other"));
      plain.assertTree("request\n");
      assertThat(plain.spans().get(0).attributes().isEmpty()).isTrue();
    }
    assertThat(Span.invalid().keep()).isSameAs(Span.invalid());
  }

  // with the head sampler

  @Test
  void headSampledTrace_isSentAndExportedWithItsThreshold() {
    with(builder -> builder.sampler(over(Sampler.probability(0.25))));
    Span parent = Span.of(remote("ot=rv:ffffffffffffff", 0).undecided());
    Span request = child(parent, "request");

    assertThat(headers(request).get("traceparent")).endsWith("-01");
    assertThat(headers(request).get("tracestate")).isEqualTo("ot=th:c;rv:ffffffffffffff");
    child(request, "call").end();
    assertThat(test.spans()).isEmpty();
    request.end();
    assertThat(test.spans())
        .hasSize(2)
        .allMatch(span -> span.traceState().toString().startsWith("ot=th:c;"))
        .allMatch(span -> "head".equals(span.attributes().get("sampling.reason")));
  }

  @Test
  void headSampledTrace_thatFails_hasThresholdZero() {
    with(builder -> builder.sampler(over(Sampler.probability(0.25))));
    Span request = child(Span.of(remote("ot=rv:ffffffffffffff", 0).undecided()), "request");
    request.status(StatusCode.ERROR).end();

    assertThat(test.spans().get(0).traceState()).hasToString("ot=th:0;rv:ffffffffffffff");
  }

  private static SpanContext remote(String traceState, int flags) {
    return SpanContext.of(1, 2, 3, (byte) flags, TraceState.parse(traceState), true);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void requestOfAnotherProcess_hasAVerdictOfItsOwn(int flags) {
    Span parent = Span.of(remote("", flags));
    child(parent, "quiet").end();
    child(parent, "bad").status(StatusCode.ERROR).end();

    assertThat(test.spans()).hasSize(1 + flags);
  }

  @Test
  void headSampler_isAskedAboutLocalRootsOnly() {
    int[] asked = {0};
    with(
        builder ->
            builder.sampler(
                over(
                    new Sampler() {
                      @Override
                      public SamplingResult sample(
                          Context parent,
                          long traceIdHigh,
                          long traceIdLow,
                          String name,
                          SpanKind kind,
                          Attributes attributes,
                          List<LinkData> links) {
                        asked[0]++;
                        return SamplingResult.of(SamplingDecision.DROP);
                      }

                      @Override
                      public String description() {
                        return "counting";
                      }
                    })));
    Span request = test.tracer().startSpan("request");
    child(request, "call").end();
    request.end();

    assertThat(asked[0]).isEqualTo(1);
  }

  @Test
  void productionDefaults_keepFailuresAndAHundredth() {
    try (TestTracer production =
        TestTracer.create(
            builder -> builder.sampler(Sampling.productionDefaults()).idGenerator(new Random()))) {
      for (int i = 0; i < 500; i++) {
        production.tracer().startSpan("request").end();
      }
      List<SpanData> some = production.spans();
      assertThat(some)
          .hasSizeBetween(1, 12)
          .allMatch(span -> span.traceState().toString().equals("ot=th:fd70a"))
          .allMatch(span -> "head".equals(span.attributes().get("sampling.reason")));
      production.reset();
      production.tracer().startSpan("request").status(StatusCode.ERROR).end();
      assertThat(production.spans().get(0).traceState()).hasToString("ot=th:0");
    }
  }

  @Test
  void productionDefaults_areCapped() {
    Sampler head = Sampling.productionDefaults().head();
    java.util.Random random = new java.util.Random(1);
    long start = System.nanoTime();
    int kept = 0;
    for (int i = 0; i < 500_000; i++) { // a hundredth would be 5000
      long id = random.nextLong();
      SamplingResult result =
          head.sample(
              Context.root(), 0, id, "", SpanKind.SERVER, Attributes.empty(), List.<LinkData>of());
      kept += result.hasThreshold() && (id & (-1L >>> 8)) >= result.threshold() ? 1 : 0;
    }
    long seconds = 2 + (System.nanoTime() - start) / 1_000_000_000; // begun at both ends

    assertThat(kept).isPositive();
    assertThat((long) kept).isLessThanOrEqualTo(150 * seconds); // a hundred, and what chance adds
  }

  private static final class Random implements IdGenerator {
    private final java.util.Random random = new java.util.Random(1);

    @Override
    public long traceIdHigh() {
      return random.nextLong();
    }

    @Override
    public long traceIdLow() {
      return random.nextLong();
    }

    @Override
    public long spanId() {
      return random.nextLong() | 1;
    }
  }

  // other threads, filters, bounds

  @Test
  void spanEndedByAnotherThread_isHeldAsWell() throws Exception {
    Span request = test.tracer().startSpan("request");
    Span call = child(request, "call");
    Thread thread =
        new Thread(
            () -> {
              call.status(StatusCode.ERROR).end();
              request.end();
            });
    thread.start();
    thread.join();

    assertThat(test.spans()).hasSize(2).allMatch(SpanData::isSampled);
  }

  @Test
  void editedSpan_isKeptAsEdited() {
    with(builder -> builder.filter(span -> span.withName("edited")));
    test.tracer().startSpan("request").status(StatusCode.ERROR).end();

    test.assertTree("edited ERROR\n");
    assertThat(test.spans().get(0).isSampled()).isTrue();
  }

  @Test
  void filteredRoot_endsItsTrace() {
    with(builder -> builder.filter(span -> span.name().equals("request") ? null : span));
    Span request = test.tracer().startSpan("request");
    child(request, "call").status(StatusCode.ERROR).end();
    request.end();

    assertThat(test.spans()).extracting(SpanData::name).containsExactly("call");
    assertThat(test.tracer().stats().exporters().get(0).queued()).isZero();
  }

  @Test
  void policyThatThrows_isAFault() {
    try (LogCapture log = new LogCapture()) {
      with(
          builder ->
              builder.sampler(
                  TailSampler.create(
                      Sampler.alwaysOff(),
                      TailPolicy.rule(
                          "broken",
                          span -> {
                            throw new IllegalStateException("bug");
                          }))));
      test.tracer().startSpan("request").end();

      assertThat(test.tracer().stats().faults()).isEqualTo(1);
      assertThat(log.warnings()).singleElement().asString().contains("tail policy");
    }
  }

  @Test
  void traceWithoutRoom_isLeftToTheHeadWithAllItsSpans() {
    try (LogCapture log = new LogCapture()) {
      with(builder -> builder.sampler(over(Sampler.alwaysOff()).withMaxTraces(8)).strict(true));
      List<Span> requests = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        Span request = test.tracer().startSpan("request");
        requests.add(request);
        assertThat(request.isRecording()).isEqualTo(i < 8);
        Span call = child(request, "call");
        assertThat(call.isRecording()).isEqualTo(i < 8);
        call.status(StatusCode.ERROR);
        call.end();
      }
      TracerStats stats = test.tracer().stats();
      assertThat(stats.tailFallbacks()).isEqualTo(12);
      assertThat(stats.sampledOut()).isEqualTo(24);
      assertThat(stats.exporters().get(0).queued()).isEqualTo(8);
      requests.forEach(Span::end);
      assertThat(test.spans()).hasSize(16);
      test.close(); // does not complain of spans that are not open
      assertThat(log.warnings()).singleElement().asString().contains("withMaxTraces");
    }
  }

  // clocks

  /** A request whose call stays open; and another one, which finds what waited long enough. */
  private Span requestWithOpenCall() {
    Span request = test.tracer().startSpan("request");
    Span call = child(request, "call");
    request.status(StatusCode.ERROR).end();
    return call;
  }

  @Test
  void wallClockSteppedBack_doesNotDelayTheDecision() {
    requestWithOpenCall();
    test.clock().stepWallClock(Duration.ofHours(-2));
    test.clock().advance(Duration.ofSeconds(2));
    test.tracer().startSpan("other").end();

    assertThat(test.spans()).extracting(SpanData::name).containsExactly("request");
  }

  @Test
  void rootEndedInTheFuture_keepsNobodyWaiting() {
    Span future = test.tracer().startSpan("future");
    child(future, "open");
    future.status(StatusCode.ERROR).end(test.clock().now().plusSeconds(30));
    requestWithOpenCall();
    test.clock().advance(Duration.ofSeconds(1));
    test.tracer().startSpan("other").end();

    assertThat(test.spans()).extracting(SpanData::name).containsExactly("future", "request");
  }

  @Test
  void rootStartedInThePast_isNotLongOnceItHasStarted() {
    Span import1 =
        test.tracer()
            .spanBuilder("import")
            .startTime(test.clock().now().minusSeconds(7200))
            .start();
    child(import1, "step").end();

    assertThat(test.tracer().stats().queued()).isEqualTo(1); // not given up as a streaming root
    import1.end(test.clock().now().minusSeconds(7199));
    assertThat(test.spans()).isEmpty();
  }

  @Test
  void rootWithGivenTimes_isSlowByThem() {
    Span root =
        test.tracer().spanBuilder("root").startTime(test.clock().now().minusSeconds(2)).start();
    root.end(test.clock().now());

    assertThat(test.spans())
        .extracting(span -> span.attributes().get("sampling.reason"))
        .containsExactly("latency");
  }

  // the account

  @Test
  void account_isExactWhileSpansAreHeld() {
    InMemoryExporter exporter = InMemoryExporter.create();
    try (Tracer tracer =
        Tracer.builder("test")
            .sampler(over(Sampler.alwaysOff()))
            .processor(BatchProcessor.create(exporter))
            .build()) {
      Span bad = tracer.startSpan("bad");
      tracer.spanBuilder("child").parent(Context.root().with(bad)).start().end();
      bad.status(StatusCode.ERROR);
      Span good = tracer.startSpan("good");
      tracer.spanBuilder("child").parent(Context.root().with(good)).start().end();
      tracer.startSpan("other").end();

      assertBalanced(tracer, 3, 1, 0, 2);
      bad.end();
      tracer.flush(SECONDS);
      assertBalanced(tracer, 4, 1, 2, 1);
      tracer.close();
      assertBalanced(tracer, 4, 2, 2, 0);
      good.end();
      assertBalanced(tracer, 5, 3, 2, 0);
    }
  }

  private static void assertBalanced(
      Tracer tracer, long ended, long sampledOut, long exported, long queued) {
    TracerStats stats = tracer.stats();
    assertThat(List.of(stats.ended(), stats.sampledOut(), stats.exported(), stats.queued()))
        .containsExactly(ended, sampledOut, exported, queued);
  }

  @Test
  void close_exportsWhatIsBadSoFar() {
    Span request = test.tracer().startSpan("request");
    child(request, "call").status(StatusCode.ERROR).end();
    test.tracer().close(SECONDS);

    assertThat(test.spans()).hasSize(1);
  }
}
