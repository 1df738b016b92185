// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Fakes.Collector;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScopeListenerTest {
  private static final ContextKey<String> KEY = ContextKey.named("key");

  private final List<String> told = new ArrayList<>();
  private final Tracer tracer = listening("mine");

  private Tracer listening(String name) {
    return Fakes.tracer(new Collector())
        .scopeListener(
            now -> {
              assertThat(Context.current()).isSameAs(now);
              told.add(name + ":" + now.span().displayName().replaceAll("^Propagated.*", "none"));
            })
        .build();
  }

  @Test
  void listener_isToldOfEachChangeInOrder() {
    Span one = tracer.startSpan("one");
    try (Scope outer = one.makeCurrent()) {
      tracer.run("two", span -> told.add("work"));
    }

    assertThat(told).containsExactly("mine:one", "mine:two", "work", "mine:one", "mine:none");
  }

  @Test
  void listener_isToldWhenItsSpanIsReplacedByNone() {
    try (Scope outer = tracer.startSpan("one").makeCurrent()) {
      try (Scope inner = Context.suppressed().makeCurrent()) {
        told.add("suppressed");
      }
    }

    assertThat(told)
        .containsExactly("mine:one", "mine:none", "suppressed", "mine:one", "mine:none");
  }

  @Test
  void listener_ofSpansNotSampled_isToldAsWell() {
    Tracer off =
        Tracer.builder("off")
            .sampler(dev.tracer.sampling.Sampler.alwaysOff())
            .scopeListener(now -> told.add("off:" + now.span().isSampled()))
            .build();
    off.run("span", span -> {});

    assertThat(told).containsExactly("off:false", "off:false");
  }

  @Test
  void listeners_ofTwoTracers_areToldOfWhatConcernsThem() {
    Tracer other = listening("other");
    try (Scope outer = tracer.startSpan("one").makeCurrent()) {
      told.clear();
      try (Scope inner = other.startSpan("two").makeCurrent()) {
        assertThat(told).containsExactlyInAnyOrder("mine:two", "other:two");
        told.clear();
      }
      assertThat(told).containsExactlyInAnyOrder("mine:one", "other:one");
      told.clear();
    }

    assertThat(told).containsExactly("mine:none");
  }

  @Test
  void listener_isToldOnceWhenScopesAreClosedOutOfOrder() {
    try (Fakes.Log log = new Fakes.Log()) {
      Scope outer = tracer.startSpan("one").makeCurrent();
      Scope inner = tracer.startSpan("two").makeCurrent();
      outer.close();
      inner.close();

      assertThat(told).containsExactly("mine:one", "mine:two", "mine:none");
      assertThat(log.messages()).hasSize(1);
    }
  }

  private static final Span REMOTE =
      Span.of(
          SpanContext.of(
              "0af7651916cd43dd8448eb211c80319c",
              "b7ad6b7169203331",
              (byte) 1,
              TraceState.empty()));

  /** Else the ids of another process would stay in the log lines of a pooled thread. */
  @Test
  void listener_toldOfARemoteSpan_isToldWhenThatGivesWayToNone() {
    try (Scope request = REMOTE.makeCurrent()) {
      tracer.run("one", span -> {});
      told.add("remote");
    }

    assertThat(told).containsExactly("mine:one", "mine:none", "remote", "mine:none");
  }

  @Test
  void listener_toldOfARemoteSpan_isToldWhenAnotherTracersSpanReplacesIt() {
    Tracer other = listening("other");
    try (Scope request = REMOTE.makeCurrent()) {
      tracer.run("one", span -> {});
      told.clear();
      try (Scope second = REMOTE.makeCurrent()) {
        other.run("two", span -> assertThat(told).contains("mine:two", "other:two"));
        told.clear();
      }
      assertThat(told).containsExactlyInAnyOrder("mine:none", "other:none");
      told.clear();
    }

    assertThat(told).containsExactlyInAnyOrder("mine:none", "other:none");
  }

  @Test
  void listeners_ofAllScopesThatAreClosedTogether_areTold() {
    Tracer other = listening("other");
    try (Fakes.Log log = new Fakes.Log()) {
      Scope remote = REMOTE.makeCurrent();
      Scope middle = tracer.startSpan("one").makeCurrent();
      Scope inner = other.startSpan("two").makeCurrent();
      told.clear();
      remote.close();
      inner.close();
      middle.close();

      assertThat(told).containsExactlyInAnyOrder("mine:none", "other:none");
      assertThat(log.messages()).hasSize(1);
    }
  }

  /** It may have put a field of the baggage into the log's context. */
  @Test
  void listener_toldOfBaggageThatFollowsASpan_isToldWhenThatIsOver() {
    List<Baggage> seen = new ArrayList<>();
    Tracer logging =
        Fakes.tracer(new Collector()).scopeListener(now -> seen.add(now.baggage())).build();
    Baggage tenant = Baggage.of("tenant", "acme");
    try (Scope outer = Context.root().with(tenant).makeCurrent()) {
      logging.run("work", span -> {});
      assertThat(seen).containsExactly(tenant, tenant);
    }

    assertThat(seen).containsExactly(tenant, tenant, Baggage.empty());
  }

  @Test
  void listener_isNotToldOfContextsWithoutSpans() {
    try (Scope scope = Context.root().with(KEY, "x").makeCurrent()) {
      assertThat(told).isEmpty();
    }

    assertThat(told).isEmpty();
  }

  @Test
  void listener_throwing_disturbsNobody() {
    Tracer throwing =
        Fakes.tracer(new Collector())
            .scopeListener(
                now -> {
                  throw new IllegalStateException("listener");
                })
            .build();
    try (Fakes.Log log = new Fakes.Log()) {
      for (int i = 0; i < 10; i++) {
        throwing.run("span", span -> assertThat(Span.current()).isSameAs(span));
        assertThat(Context.current()).isSameAs(Context.root());
      }

      assertThat(throwing.stats().faults()).isEqualTo(20);
      assertThat(log.only().getMessage()).contains("scope listener");
      assertThat(log.only().getThrown()).hasMessage("listener");
    }
  }
}
