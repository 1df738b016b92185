// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import dev.tracer.Context;
import dev.tracer.SpanKind;
import dev.tracer.Tracer;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
  /** So that what they call with a traced client does not ask them again. */
  @Test
  void choicesOfTheApplication_areMadeInAContextThatSaysSo() {
    List<String> inside = new ArrayList<>();
    try (Tracer tracer = Tracer.builder("server").build()) {
      Settings settings =
          new Settings(
              HttpTracing.builder(tracer)
                  .untraced(request -> tell(inside, "untraced"))
                  .propagateTo(host -> tell(inside, "propagateTo"))
                  .baggageTo(host -> tell(inside, "baggageTo"))
                  .verdictsFrom(host -> tell(inside, "verdictsFrom"))
                  .inbound(
                      request -> {
                        tell(inside, "inbound");
                        return InboundPolicy.ignore();
                      }));
      var request = new HeadersOnlyExchange(new Headers());
      HttpHeaders timing =
          HttpHeaders.of(Map.of("server-timing", List.of("a")), (name, value) -> true);

      settings.isUntraced(SpanKind.SERVER, JdkServerAdapter.INSTANCE, request);
      settings.traceTo().test("h");
      settings.baggageTo().test("h");
      settings.verdicts().apply(tracer.startSpan("call"), "h", timing, 0);
      settings.inbound(JdkServerAdapter.INSTANCE, request);

      assertThat(tracer.stats().faults()).isZero();
    }
    assertThat(inside)
        .containsExactly("untraced", "propagateTo", "baggageTo", "verdictsFrom", "inbound");
    assertThat(Settings.isInsideCallback(Context.current())).isFalse();
  }

  private static boolean tell(List<String> inside, String what) {
    return Settings.isInsideCallback(Context.current()) && inside.add(what);
  }
}
