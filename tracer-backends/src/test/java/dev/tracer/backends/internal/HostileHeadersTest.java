// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.backends.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Context;
import dev.tracer.datadog.DatadogPropagator;
import dev.tracer.internal.HttpText;
import dev.tracer.jaeger.JaegerPropagator;
import dev.tracer.propagation.CarrierGetter;
import dev.tracer.propagation.CarrierSetter;
import dev.tracer.propagation.Propagator;
import dev.tracer.xray.XRayPropagator;
import dev.tracer.zipkin.B3Propagator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever stands in the headers: nothing is thrown, and what is sent on may stand in headers. */
class HostileHeadersTest {
  private static final List<String> NAMES =
      List.of(
          "b3",
          "x-b3-traceid",
          "x-b3-spanid",
          "x-b3-sampled",
          "x-b3-flags",
          "uber-trace-id",
          "uberctx-a",
          "uberctx-",
          "jaeger-baggage",
          "x-amzn-trace-id",
          "x-datadog-trace-id",
          "x-datadog-parent-id",
          "x-datadog-sampling-priority",
          "x-datadog-origin",
          "x-datadog-tags",
          "ot-baggage-b");

  private static final List<String> SEEDS =
      List.of(
          "80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-1-05e3ac9a4f6e3b90",
          "80f198ee56343ba864fe8b2a57d3eff7:e457b5a2e4d86bd1:0:3",
          "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1;"
              + "Lineage=1:e65a2c4d:1",
          "_dd.p.dm=-4,_dd.p.tid=640cfd8d00000000",
          "18446744073709551615",
          "80f198ee56343ba864fe8b2a57d3eff7",
          "e457b5a2e4d86bd1",
          "a=%32, b=c",
          "1",
          "d",
          "0",
          "-1",
          "");

  private static final String SPICE = "\0\r\n\t =;,:%-+?\"\\\u00e9\ud800\udc00\uffff0aF";

  private final SplittableRandom random = new SplittableRandom(7);

  static Stream<Propagator> propagators() {
    return Stream.of(
        B3Propagator.single(),
        B3Propagator.multi(),
        JaegerPropagator.create(),
        XRayPropagator.create(),
        DatadogPropagator.create());
  }

  @ParameterizedTest
  @MethodSource("propagators")
  void anything_isReadWithoutThrowingAndSentOnClean(Propagator propagator) {
    for (int i = 0; i < 20_000; i++) {
      Map<String, String> headers = headers();

      Context context = propagator.extract(Context.root(), headers, CarrierGetter.ofMap());

      Map<String, String> sent = new TreeMap<>();
      propagator.inject(context, sent, CarrierSetter.ofMap());
      assertThat(context.span().context().isUndecided() && !context.span().isValid()).isFalse();
      sent.forEach(
          (name, value) -> {
            assertThat(HttpText.isToken(name)).as(name).isTrue();
            assertThat(HttpText.isFieldValue(value)).as(value).isTrue();
            assertThat(value.length()).isLessThanOrEqualTo(8192);
          });
    }
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new TreeMap<>();
    int count = 1 + random.nextInt(NAMES.size());
    for (int i = 0; i < count; i++) {
      headers.put(NAMES.get(random.nextInt(NAMES.size())), value());
    }
    return headers;
  }

  private String value() {
    StringBuilder text = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
    for (int edits = random.nextInt(4); edits > 0; edits--) {
      int at = random.nextInt(text.length() + 1);
      char c = SPICE.charAt(random.nextInt(SPICE.length()));
      switch (random.nextInt(4)) {
        case 0 -> text.insert(at, c);
        case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(8)));
        case 2 -> text.append(text, 0, at);
        default -> {
          if (at < text.length()) {
            text.setCharAt(at, c);
          }
        }
      }
    }
    if (random.nextInt(100) == 0) {
      text.append("z".repeat(10_000));
    }
    return text.toString();
  }

  @ParameterizedTest
  @MethodSource("propagators")
  void carrierOfNulls_isAsGoodAsEmpty(Propagator propagator) {
    CarrierGetter<String> nothing = (carrier, key) -> null;
    List<String> written = new ArrayList<>();

    Context context = propagator.extract(Context.root(), "", nothing);
    propagator.inject(context, "", (carrier, key, value) -> written.add(key));

    assertThat(context).isSameAs(Context.root());
    assertThat(written).isEmpty();
  }
}
