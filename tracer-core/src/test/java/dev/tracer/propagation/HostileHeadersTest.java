// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tracer.Baggage;
import dev.tracer.Context;
import dev.tracer.TraceState;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers made to hurt: none may throw, cost much, or get through to the next service. */
class HostileHeadersTest {
  private static final int TEN_MEGABYTES = 10 << 20;
  private static final String VALID = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final Propagator propagator =
      Propagator.composite(Propagator.traceContext(), Propagator.baggage());

  private Context extract(List<String> parents, List<String> states, List<String> baggage) {
    Map<String, List<String>> carrier = new HashMap<>();
    carrier.put("traceparent", parents);
    carrier.put("tracestate", states);
    carrier.put("baggage", baggage);
    return propagator.extract(Context.root(), carrier, CarrierGetter.ofMultiMap());
  }

  /** Allocation rather than time: it does not depend on what else the machine does. */
  private static long allocatedBy(Runnable task) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    task.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\t", ",", "a", "=", "%", "a=1,", "\u00e9", VALID, ";"})
  void tenMegabytes_inOneHeader_costLittleAndAreRefused(String unit) {
    String huge = unit.repeat(TEN_MEGABYTES / unit.length());
    assertThat(extract(List.of(VALID), List.of("a=1"), List.of("a=1")).baggage().size()).isOne();
    long allocated =
        allocatedBy(
            () -> {
              assertThat(extract(List.of(huge), List.of(), List.of())).isSameAs(Context.root());
              Context context = extract(List.of(VALID), List.of(huge), List.of(huge));
              assertThat(context.span().context().traceState()).isSameAs(TraceState.empty());
              assertThat(context.baggage().size()).isLessThanOrEqualTo(64);
            });
    assertThat(allocated).isLessThan(1 << 20);
    assertThat(propagator.refused()).isGreaterThanOrEqualTo(3);
  }

  @Test
  void tenMegabytes_inManyHeaders_costLittleAndAreRefused() {
    List<String> many = Collections.nCopies(TEN_MEGABYTES / 4, "a=1");
    long allocated =
        allocatedBy(
            () -> {
              assertThat(extract(many, List.of(), List.of())).isSameAs(Context.root());
              Context context = extract(List.of(VALID), many, many);
              assertThat(context.span().context().traceState()).isSameAs(TraceState.empty());
              assertThat(context.baggage().size()).isOne();
            });
    assertThat(allocated).isLessThan(1 << 20);
  }

  @Test
  void tenMegabytes_ofBaggageOnTheWayOut_costLittleAndAreRefused() {
    String huge = "\u00e9".repeat(TEN_MEGABYTES);
    Context context =
        Context.root().with(Baggage.of("value", huge).with("metadata", "1", huge).with(huge, "1"));
    Map<String, String> out = new HashMap<>();
    propagator.inject(context, out, CarrierSetter.ofMap());
    long allocated = allocatedBy(() -> propagator.inject(context, out, CarrierSetter.ofMap()));
    assertThat(out).isEmpty();
    assertThat(allocated).isLessThan(1 << 20);
    assertThat(propagator.refused()).isEqualTo(6);
  }

  @Test
  void nulls_amongTheValues_countAsAbsent() {
    List<String> nothing = Collections.singletonList(null);
    assertThat(extract(nothing, nothing, nothing)).isSameAs(Context.root());
    Context context =
        extract(List.of(VALID), Arrays.asList("a=1", null, "b=2"), Arrays.asList(null, "c=3"));
    assertThat(context.span().context().traceState()).hasToString("a=1,b=2");
    assertThat(context.baggage().get("c")).isEqualTo("3");
    assertThat(extract(List.of(VALID), nothing, nothing).span().isValid()).isTrue();
    assertThat(extract(null, null, null)).isSameAs(Context.root());
  }

  /** Valid headers with a few characters changed, cut out or doubled. */
  @Test
  void mutatedHeaders_neverThrowAndGoOutWellFormed() {
    Random random = new Random(20_260_107);
    long before = propagator.refused();
    int survivors = 0;
    for (int n = 0; n < 10_000; n++) {
      Context context =
          extract(
              mutate(random, VALID),
              mutate(random, "congo=t61rcWkgMzE, rojo=00f067aa0ba902b7"),
              mutate(random, "userId=Am%C3%A9lie;p=1, serverNode = DF%2028"));
      Map<String, String> out = new HashMap<>();
      propagator.inject(context, out, CarrierSetter.ofMap());
      out.forEach(HostileHeadersTest::assertLegal);
      survivors += out.size();
      Context again = propagator.extract(Context.root(), out, CarrierGetter.ofMap());
      if (!again.span().context().equals(context.span().context())
          || !again.baggage().equals(context.baggage())) {
        assertThat(again).as("%s", out).isEqualTo(context);
      }
    }
    assertThat(survivors).isGreaterThan(10_000);
    assertThat(propagator.refused() - before).isGreaterThan(4_000);
  }

  private static void assertLegal(String name, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c > '~') {
        assertThat(value).as(name).matches("[\t -~]*");
      }
    }
  }

  private static List<String> mutate(Random random, String header) {
    StringBuilder text = new StringBuilder(header);
    for (int i = random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.setCharAt(at, (char) random.nextInt(1 << (1 + random.nextInt(16))));
        case 1 -> text.deleteCharAt(at);
        case 2 -> text.insert(at, " \t,;=-%\r\n0\u00e9".charAt(random.nextInt(11)));
        default -> text.insert(at, text.substring(0, at));
      }
      if (text.length() == 0) {
        break;
      }
    }
    List<String> headers = new ArrayList<>(List.of(text.toString()));
    if (random.nextInt(8) == 0) {
      headers.add(header);
    }
    return headers;
  }
}
