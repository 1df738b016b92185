// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.tracer.Fakes.Collector;
import dev.tracer.Fakes.Log;
import dev.tracer.export.LinkData;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanFilter;
import dev.tracer.export.SpanProcessor;
import dev.tracer.propagation.CarrierGetter;
import dev.tracer.propagation.CarrierSetter;
import dev.tracer.propagation.Propagator;
import dev.tracer.sampling.LocalTrace;
import dev.tracer.sampling.LocalTraceSampler;
import dev.tracer.sampling.LocalTraces;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingDecision;
import dev.tracer.sampling.SamplingResult;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the application gives to the tracer may fail; the application must not notice. */
class EngineFaultTest {
  private static final int TIMES = 50;

  private final Log log = new Log();
  private final Collector collector = new Collector();

  @AfterEach
  void closeLog() {
    log.close();
  }

  /** Errors as well as exceptions: a part compiled against another version throws errors. */
  static Stream<Arguments> throwables() {
    return Stream.of(
        argumentSet("exception", (Supplier<Throwable>) () -> new IllegalStateException("part")),
        argumentSet("assertion", (Supplier<Throwable>) () -> new AssertionError("part")),
        argumentSet("linkage", (Supplier<Throwable>) () -> new NoClassDefFoundError("part")));
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> RuntimeException sneaky(Supplier<Throwable> source)
      throws T {
    throw (T) source.get();
  }

  private static <R> R fail(Supplier<Throwable> source) {
    throw EngineFaultTest.<RuntimeException>sneaky(source);
  }

  private void useInEveryWay(Tracer tracer) {
    for (int i = 0; i < TIMES; i++) {
      int result =
          tracer.call(
              "span",
              span -> {
                assertThat(Span.current()).isSameAs(span);
                span.set("a", 1).event("b");
                return 42;
              });
      assertThat(result).isEqualTo(42);
      assertThat(Context.current()).isSameAs(Context.root());
    }
  }

  private void assertLoggedOnce(String part) {
    assertThat(log.only().getMessage()).contains(part);
    assertThat(log.only().getThrown()).hasMessage("part");
  }

  @ParameterizedTest
  @MethodSource("throwables")
  void sampler_throwing_countsAsDrop(Supplier<Throwable> error) {
    Tracer tracer = Fakes.tracer(collector).sampler(sampler(() -> fail(error))).build();
    useInEveryWay(tracer);

    TracerStats stats = tracer.stats();
    assertThat(stats.faults()).isEqualTo(TIMES);
    assertThat(stats.sampledOut()).isEqualTo(TIMES);
    assertThat(stats.started()).isEqualTo(TIMES);
    assertThat(stats.ended()).isEqualTo(TIMES);
    assertThat(collector.ended).isEmpty();
    assertLoggedOnce("sampler");
  }

  @Test
  void sampler_returningNull_countsAsDrop() {
    Tracer tracer = Fakes.tracer(collector).sampler(sampler(() -> null)).build();
    useInEveryWay(tracer);

    assertThat(tracer.stats().faults()).isEqualTo(TIMES);
    assertThat(tracer.stats().sampledOut()).isEqualTo(TIMES);
    assertThat(log.only().getMessage()).contains("sampler");
  }

  private static Sampler sampler(Supplier<SamplingResult> answer) {
    return new Sampler() {
      @Override
      public SamplingResult sample(
          Context parent,
          long traceIdHigh,
          long traceIdLow,
          String name,
          SpanKind kind,
          Attributes attributes,
          List<LinkData> links) {
        return answer.get();
      }

      @Override
      public String description() {
        return "fake";
      }
    };
  }

  @ParameterizedTest
  @MethodSource("throwables")
  void filter_throwing_dropsTheSpan(Supplier<Throwable> error) {
    Tracer tracer =
        Fakes.tracer(collector)
            .filter(
                span -> {
                  return fail(error);
                })
            .build();
    useInEveryWay(tracer);

    assertThat(collector.ended).isEmpty();
    assertThat(tracer.stats().faults()).isEqualTo(TIMES);
    assertFiltered(tracer, TIMES);
    assertLoggedOnce("span filter");
  }

  @Test
  void filter_returningNull_dropsTheSpan() {
    Tracer tracer =
        Fakes.tracer(collector).filter(span -> span.name().equals("span") ? null : span).build();
    useInEveryWay(tracer);
    tracer.startSpan("kept").end();

    assertThat(collector.only().name()).isEqualTo("kept");
    assertThat(tracer.stats().faults()).isZero();
    assertFiltered(tracer, TIMES);
    assertThat(log.messages()).isEmpty();
  }

  private static void assertFiltered(Tracer tracer, long count) {
    TracerStats stats = tracer.stats();
    assertThat(stats.exporters().get(0).dropped()).isEqualTo(Map.of(DropReason.FILTERED, count));
    assertThat(stats.ended())
        .isEqualTo(stats.sampledOut() + stats.exported() + stats.dropped() + stats.queued());
  }

  @Test
  void filters_changingTheSpan_passTheChangeOnInOrder() {
    Tracer tracer =
        Fakes.tracer(collector)
            .filter(span -> renamed(span, span.name() + " one"))
            .filter(span -> renamed(span, span.name() + " two"))
            .build();
    tracer.startSpan("span").end();

    assertThat(collector.only().name()).isEqualTo("span one two");
  }

  @Test
  void filter_afterOneThatDropped_isNotAsked() {
    SpanFilter never =
        span -> {
          throw new AssertionError("asked");
        };
    Tracer tracer = Fakes.tracer(collector).filter(span -> null).filter(never).build();
    tracer.startSpan("span").end();

    assertThat(tracer.stats().faults()).isZero();
  }

  private static SpanData renamed(SpanData span, String name) {
    return (SpanData)
        Proxy.newProxyInstance(
            SpanData.class.getClassLoader(),
            new Class<?>[] {SpanData.class},
            (proxy, method, arguments) ->
                method.getName().equals("name") ? name : method.invoke(span, arguments));
  }

  @ParameterizedTest
  @MethodSource("throwables")
  void processor_throwing_doesNotKeepOthersFromTheirSpans(Supplier<Throwable> error) {
    SpanProcessor throwing =
        new SpanProcessor() {
          @Override
          public void onStart(Span span, Context parent) {
            fail(error);
          }

          @Override
          public void onEnd(SpanData span) {
            fail(error);
          }

          @Override
          public FlushResult flush(Duration timeout) {
            return fail(error);
          }

          @Override
          public FlushResult close(Duration timeout) {
            return fail(error);
          }

          @Override
          public List<TracerStats.Exporter> stats() {
            return fail(error);
          }
        };
    Tracer tracer = Tracer.builder("test").processor(throwing).processor(collector).build();
    useInEveryWay(tracer);

    assertThat(collector.ended).hasSize(TIMES);
    assertThat(tracer.stats().faults()).isGreaterThanOrEqualTo(2 * TIMES);
    assertThat(tracer.stats().exporters()).extracting("name").containsExactly("collector");
    assertThat(tracer.flush(Duration.ofSeconds(1)).isComplete()).isTrue();
    assertThat(tracer.close(Duration.ofSeconds(1)).exported()).isEqualTo(TIMES);
    assertLoggedOnce("span processor");
  }

  @Test
  void processor_onStart_seesAttributesAndMayChangeTheSpan() {
    SpanProcessor adding =
        new SpanProcessor() {
          @Override
          public void onStart(Span span, Context parent) {
            span.set("tenant", parent.get(TENANT));
          }

          @Override
          public void onEnd(SpanData span) {}
        };
    Tracer tracer = Tracer.builder("test").processor(adding).processor(collector).build();
    try (Scope scope = Context.root().with(TENANT, "acme").makeCurrent()) {
      tracer.spanBuilder("span").set("a", 1).start().end();
    }

    assertThat(collector.only().attributes()).hasToString("{a=1, tenant=acme}");
  }

  private static final ContextKey<String> TENANT = ContextKey.named("tenant");

  @Test
  void processor_endingTheSpanWithinOnEnd_isIgnored() {
    SpanProcessor reentrant =
        new SpanProcessor() {
          private Span last = Span.invalid();

          @Override
          public void onStart(Span span, Context parent) {
            last = span;
          }

          @Override
          public void onEnd(SpanData span) {
            last.set("late", 1).end();
          }
        };
    Tracer tracer = Tracer.builder("test").processor(reentrant).processor(collector).build();
    tracer.startSpan("span").end();

    assertThat(collector.only().attributes().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("throwables")
  void carriers_throwing_leaveTheContextAndTheRequestAlone(Supplier<Throwable> error) {
    Tracer tracer = Fakes.tracer(collector).propagator(new HeaderPropagator()).build();
    CarrierSetter<Map<String, String>> setter = (carrier, key, value) -> fail(error);
    CarrierGetter<Map<String, String>> getter =
        (carrier, key) -> {
          return fail(error);
        };
    Context current = Context.root().with(TENANT, "acme");
    try (Scope scope = current.makeCurrent()) {
      for (int i = 0; i < TIMES; i++) {
        tracer.inject(new HashMap<>(), setter);
        tracer.inject(current, new HashMap<>(), setter);
        assertThat(tracer.extract(new HashMap<>(), getter)).isSameAs(current);
      }
    }

    assertThat(tracer.stats().faults()).isEqualTo(3 * TIMES);
    assertLoggedOnce("carrier");
  }

  @Test
  void propagator_returningNull_leavesTheContextAlone() {
    Tracer tracer =
        Fakes.tracer(collector)
            .propagator(
                new HeaderPropagator() {
                  @Override
                  public <C> Context extract(Context context, C carrier, CarrierGetter<C> getter) {
                    return null;
                  }
                })
            .build();

    assertThat(tracer.extract(Map.of(), CarrierGetter.ofMap())).isSameAs(Context.root());
    assertThat(tracer.stats().faults()).isEqualTo(1);
  }

  private static class HeaderPropagator implements Propagator {
    @Override
    public List<String> fields() {
      return List.of("header");
    }

    @Override
    public <C> void inject(Context context, C carrier, CarrierSetter<C> setter) {
      setter.set(carrier, "header", "value");
    }

    @Override
    public <C> Context extract(Context context, C carrier, CarrierGetter<C> getter) {
      getter.get(carrier, "header");
      return context;
    }
  }

  @ParameterizedTest
  @MethodSource("throwables")
  void idGenerator_throwing_isReplacedByOurs(Supplier<Throwable> error) {
    IdGenerator ids =
        new IdGenerator() {
          @Override
          public long traceIdHigh() {
            return EngineFaultTest.<Long>fail(error);
          }

          @Override
          public long traceIdLow() {
            return EngineFaultTest.<Long>fail(error);
          }

          @Override
          public long spanId() {
            return EngineFaultTest.<Long>fail(error);
          }
        };
    Tracer tracer = Fakes.tracer(collector).idGenerator(ids).build();
    useInEveryWay(tracer);

    assertThat(collector.ended).hasSize(TIMES).allMatch(span -> span.context().isValid());
    assertThat(collector.ended).extracting(SpanData::traceId).doesNotHaveDuplicates();
    assertThat(tracer.stats().faults()).isEqualTo(3 * TIMES);
    assertLoggedOnce("id generator");
  }

  @Test
  void idGenerator_givingZero_isReplacedByOurs() {
    IdGenerator zeros =
        new IdGenerator() {
          @Override
          public long traceIdHigh() {
            return 0;
          }

          @Override
          public long traceIdLow() {
            return 0;
          }

          @Override
          public long spanId() {
            return 0;
          }
        };
    Tracer tracer = Fakes.tracer(collector).idGenerator(zeros).build();
    useInEveryWay(tracer);

    assertThat(collector.ended).hasSize(TIMES).allMatch(span -> span.context().isValid());
    assertThat(collector.ended).extracting(SpanData::traceIdHigh).containsOnly(0L);
    assertThat(tracer.stats().faults()).isEqualTo(2 * TIMES);
  }

  @Test
  void virtualMachineErrors_stayOutOfTheApplication() {
    Tracer tracer =
        Fakes.tracer(collector)
            .filter(
                span -> {
                  throw new OutOfMemoryError("part");
                })
            .build();
    Span span = tracer.startSpan("span");

    span.end();

    assertThat(tracer.stats().faults()).isEqualTo(1);
  }

  private static final Map<String, String> HEADERS =
      Map.of(
          "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
          "tracestate", "a=1",
          "baggage", "k=v");

  /** Fails for one field, and is a map for the others. */
  private record Partly(String broken)
      implements CarrierGetter<Map<String, String>>, CarrierSetter<Map<String, String>> {
    @Override
    public String get(Map<String, String> carrier, String key) {
      check(key);
      return carrier.get(key);
    }

    @Override
    public void set(Map<String, String> carrier, String key, String value) {
      check(key);
      carrier.put(key, value);
    }

    private void check(String key) {
      if (key.equals(broken)) {
        throw new IllegalStateException("part");
      }
    }
  }

  /** A sampler that decides when others are told of the trace. */
  private record Announcing(Supplier<Throwable> error) implements LocalTraceSampler {
    @Override
    public SamplingResult sample(
        Context parent,
        long traceIdHigh,
        long traceIdLow,
        String name,
        SpanKind kind,
        Attributes attributes,
        List<LinkData> links) {
      return SamplingResult.of(SamplingDecision.RECORD_AND_SAMPLE);
    }

    @Override
    public LocalTraces attach(
        Consumer<? super SpanData> next, BiConsumer<? super String, ? super Throwable> faults) {
      LocalTrace trace =
          answering(LocalTrace.class, Map.of("isKept", false, "traceState", TraceState.empty()));
      return answering(
          LocalTraces.class, Map.of("open", trace, "held", 0L, "dropped", 0L, "fallbacks", 0L));
    }

    private <T> T answering(Class<T> type, Map<String, Object> answers) {
      return type.cast(
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (proxy, method, arguments) ->
                  method.getName().equals("announce")
                      ? fail(error)
                      : answers.get(method.getName())));
    }
  }

  @ParameterizedTest
  @MethodSource("throwables")
  void localTrace_throwingWhenOthersAreTold_costsNeitherHeaderNorIdentity(
      Supplier<Throwable> error) {
    Tracer tracer = Fakes.tracer(collector).sampler(new Announcing(error)).build();
    Span span = tracer.startSpan("held");
    Map<String, String> headers = new HashMap<>();
    tracer.inject(Context.root().with(span), headers, CarrierSetter.ofMap());

    assertThat(headers.get("traceparent")).contains(span.traceId());
    assertThat(tracer.stats().faults()).isEqualTo(1);
    assertThat(tracer.announce(span)).isEqualTo(span.context());
    assertThat(tracer.stats().faults()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"traceparent", "tracestate", "baggage"})
  void field_thatCannotBeRead_costsNoOtherOne(String broken) {
    Tracer tracer = Fakes.tracer(collector).build();
    Map<String, String> left = new HashMap<>(HEADERS);
    left.remove(broken);
    Context context = tracer.extract(HEADERS, new Partly(broken));
    Context expected = tracer.extract(left, CarrierGetter.ofMap());

    assertThat(context.span().context()).isEqualTo(expected.span().context());
    assertThat(context.baggage()).isEqualTo(expected.baggage());
    assertThat(tracer.stats().faults()).isEqualTo(1);
    assertLoggedOnce("getter");
  }

  @ParameterizedTest
  @ValueSource(strings = {"traceparent", "tracestate", "baggage"})
  void field_thatCannotBeWritten_costsNoOtherOne(String broken) {
    Tracer tracer = Fakes.tracer(collector).build();
    Map<String, String> carrier = new HashMap<>();
    tracer.inject(tracer.extract(HEADERS, CarrierGetter.ofMap()), carrier, new Partly(broken));

    Map<String, String> expected = new HashMap<>(HEADERS);
    expected.remove(broken);
    assertThat(carrier).isEqualTo(expected);
    assertThat(tracer.stats().faults()).isEqualTo(1);
    assertLoggedOnce("setter");
  }
}
