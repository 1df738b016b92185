// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Baggage;
import dev.tracer.Context;
import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.TraceState;
import dev.tracer.Tracer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessEnvironmentTest {
  private final Tracer tracer = Tracer.noop();
  private final ProcessBuilder process = new ProcessBuilder("true");
  private final Map<String, String> environment = process.environment();
  private final SpanContext id =
      SpanContext.of(1, 2, 3, SpanContext.SAMPLED, TraceState.parse("a=1"), true);
  private final Context context =
      Context.root().with(Span.of(id)).with(Baggage.of("tenant", "acme"));

  @Test
  void inject_fullContext_setsTheThreeVariablesOnly() {
    Map<String, String> before = Map.copyOf(environment);
    ProcessEnvironment.inject(tracer, context, process);
    assertThat(environment)
        .containsAllEntriesOf(before)
        .hasSize(before.size() + 3)
        .containsEntry("TRACEPARENT", "00-00000000000000010000000000000002-0000000000000003-01")
        .containsEntry("TRACESTATE", "a=1")
        .containsEntry("BAGGAGE", "tenant=acme");
  }

  @Test
  void inject_inheritedVariables_areReplacedOrRemoved() {
    environment.put("TRACEPARENT", "old");
    environment.put("TRACESTATE", "old=1");
    environment.put("BAGGAGE", "old=1");
    SpanContext bare = SpanContext.of(1, 2, 3, (byte) 0, TraceState.empty(), false);
    ProcessEnvironment.inject(tracer, Context.root().with(Span.of(bare)), process);
    assertThat(environment)
        .containsEntry("TRACEPARENT", "00-00000000000000010000000000000002-0000000000000003-00")
        .doesNotContainKeys("TRACESTATE", "BAGGAGE");
    ProcessEnvironment.inject(tracer, Context.root(), process);
    assertThat(environment).doesNotContainKey("TRACEPARENT");
  }

  @Test
  void extract_whatWasSet_isTheContext() {
    ProcessEnvironment.inject(tracer, context, process);
    Propagator both = Propagator.composite(Propagator.traceContext(), Propagator.baggage());
    Context child = both.extract(Context.root(), environment, CarrierGetter.ofEnvironment());
    assertThat(child.span().context()).isEqualTo(id);
    assertThat(child.baggage()).isEqualTo(context.baggage());
  }

  @Test
  void extract_withoutVariables_isRoot() {
    assertThat(System.getenv()).doesNotContainKeys("TRACEPARENT", "BAGGAGE");
    assertThat(ProcessEnvironment.extract(tracer)).isSameAs(Context.root());
  }
}
