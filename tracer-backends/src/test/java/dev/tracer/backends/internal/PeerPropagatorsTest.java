// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.backends.internal;

import static org.assertj.core.api.Assertions.assertThat;

import brave.propagation.B3Propagation;
import brave.propagation.B3SingleFormat;
import brave.propagation.TraceContext;
import brave.propagation.TraceContextOrSamplingFlags;
import com.amazonaws.xray.entities.TraceHeader;
import dev.tracer.Context;
import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.TraceState;
import dev.tracer.jaeger.JaegerPropagator;
import dev.tracer.propagation.CarrierGetter;
import dev.tracer.propagation.CarrierSetter;
import dev.tracer.propagation.Propagator;
import dev.tracer.xray.XRayPropagator;
import dev.tracer.zipkin.B3Propagator;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.contrib.awsxray.propagator.AwsXrayPropagator;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What we write is what the libraries of others read, and the other way round. */
@SuppressWarnings("deprecation") // theirs are for old systems, too
class PeerPropagatorsTest {
  private static final int ROUNDS = 2_000;

  private static final TextMapGetter<Map<String, String>> GETTER =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
          return carrier.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
          return carrier == null ? null : carrier.get(key);
        }
      };

  private final SplittableRandom random = new SplittableRandom(20261128);

  private static Map<String, String> headers() {
    return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  }

  private SpanContext next() {
    long high = random.nextInt(4) == 0 ? 0 : random.nextLong();
    byte flags = (byte) random.nextInt(2);
    return SpanContext.of(
        high, random.nextLong(), random.nextLong(), flags, TraceState.empty(), false);
  }

  private static Map<String, String> write(Propagator propagator, SpanContext id) {
    Map<String, String> headers = headers();
    propagator.inject(Context.root().with(Span.of(id)), headers, CarrierSetter.ofMap());
    return headers;
  }

  private static SpanContext read(Propagator propagator, Map<String, String> headers) {
    return propagator.extract(Context.root(), headers, CarrierGetter.ofMap()).span().context();
  }

  static Stream<Arguments> pairs() {
    return Stream.of(
        Arguments.of(
            Named.of("b3", B3Propagator.single()),
            io.opentelemetry.extension.trace.propagation.B3Propagator.injectingSingleHeader()),
        Arguments.of(
            Named.of("b3 multi", B3Propagator.multi()),
            io.opentelemetry.extension.trace.propagation.B3Propagator.injectingMultiHeaders()),
        Arguments.of(
            Named.of("uber-trace-id", JaegerPropagator.create()),
            io.opentelemetry.extension.trace.propagation.JaegerPropagator.getInstance()),
        Arguments.of(
            Named.of("X-Amzn-Trace-Id", XRayPropagator.create()), AwsXrayPropagator.getInstance()));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void openTelemetry_andWe_readEachOther(Propagator ours, TextMapPropagator theirs) {
    for (int i = 0; i < ROUNDS; i++) {
      SpanContext id = next();
      io.opentelemetry.api.trace.SpanContext read =
          io.opentelemetry.api.trace.Span.fromContext(
                  theirs.extract(io.opentelemetry.context.Context.root(), write(ours, id), GETTER))
              .getSpanContext();
      assertThat(read.getTraceId()).isEqualTo(id.traceId());
      assertThat(read.getSpanId()).isEqualTo(id.spanId());
      assertThat(read.isSampled()).isEqualTo(id.isSampled());

      Map<String, String> headers = headers();
      theirs.inject(
          io.opentelemetry.context.Context.root()
              .with(
                  io.opentelemetry.api.trace.Span.wrap(
                      io.opentelemetry.api.trace.SpanContext.create(
                          id.traceId(),
                          id.spanId(),
                          TraceFlags.fromByte(id.traceFlags()),
                          io.opentelemetry.api.trace.TraceState.getDefault()))),
          headers,
          Map::put);
      assertThat(read(ours, headers))
          .isEqualTo(
              SpanContext.of(
                  id.traceIdHigh(),
                  id.traceIdLow(),
                  id.spanIdAsLong(),
                  id.traceFlags(),
                  TraceState.empty(),
                  true));
    }
  }

  @Test
  void brave_andWe_readEachOther() {
    TraceContext.Injector<Map<String, String>> writer =
        B3Propagation.newFactoryBuilder()
            .injectFormat(B3Propagation.Format.SINGLE)
            .build()
            .get()
            .injector(Map::put);
    TraceContext.Extractor<Map<String, String>> reader =
        B3Propagation.FACTORY.get().extractor(Map::get);
    for (int i = 0; i < ROUNDS; i++) {
      SpanContext id = next();
      for (Propagator ours : new Propagator[] {B3Propagator.single(), B3Propagator.multi()}) {
        TraceContext read = reader.extract(write(ours, id)).context();
        assertThat(read.traceIdHigh()).isEqualTo(id.traceIdHigh());
        assertThat(read.traceId()).isEqualTo(id.traceIdLow());
        assertThat(read.spanId()).isEqualTo(id.spanIdAsLong());
        assertThat(read.sampled()).isEqualTo(id.isSampled());
      }

      @Nullable Boolean sampled = random.nextInt(3) == 0 ? null : id.isSampled();
      boolean debug = random.nextInt(4) == 0;
      TraceContext theirs =
          TraceContext.newBuilder()
              .traceIdHigh(id.traceIdHigh())
              .traceId(id.traceIdLow())
              .parentId(random.nextInt(2) == 0 ? 0 : random.nextLong())
              .spanId(id.spanIdAsLong())
              .sampled(sampled)
              .debug(debug)
              .build();
      Map<String, String> headers = headers();
      writer.inject(theirs, headers);
      SpanContext read = read(B3Propagator.multi(), headers);
      assertThat(read.traceId()).isEqualTo(id.traceId());
      assertThat(read.spanId()).isEqualTo(id.spanId());
      assertThat(read.isUndecided()).isEqualTo(theirs.sampled() == null);
      assertThat(read.isSampled()).isEqualTo(Boolean.TRUE.equals(theirs.sampled()));
      if (debug) {
        Context context =
            B3Propagator.single().extract(Context.root(), headers, CarrierGetter.ofMap());
        Map<String, String> sentOn = headers();
        B3Propagator.single().inject(context, sentOn, CarrierSetter.ofMap());
        TraceContextOrSamplingFlags again = B3SingleFormat.parseB3SingleFormat(sentOn.get("b3"));
        assertThat(again.context().debug()).isTrue();
      }
    }
  }

  @Test
  void xraySdk_andWe_readEachOther() {
    for (int i = 0; i < ROUNDS; i++) {
      SpanContext id = next();
      TraceHeader read =
          TraceHeader.fromString(write(XRayPropagator.create(), id).get("x-amzn-trace-id"));
      assertThat(read.getParentId()).isEqualTo(id.spanId());
      assertThat(read.getSampled())
          .isEqualTo(
              id.isSampled()
                  ? TraceHeader.SampleDecision.SAMPLED
                  : TraceHeader.SampleDecision.NOT_SAMPLED);
      assertThat(read.getRootTraceId().toString().substring(2).replace("-", ""))
          .isEqualTo(id.traceId());
      SpanContext again = read(XRayPropagator.create(), Map.of("X-Amzn-Trace-Id", read.toString()));
      assertThat(again.traceId()).isEqualTo(id.traceId());
      assertThat(again.spanId()).isEqualTo(id.spanId());
      assertThat(again.isSampled()).isEqualTo(id.isSampled());
    }
  }
}
