// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.propagation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.tracer.Baggage;
import dev.tracer.Context;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompositePropagatorTest {
  /** Adds its name to a field and to an entry of the baggage. */
  private record Fake(String name, long refused) implements Propagator {
    @Override
    public List<String> fields() {
      return List.of("shared", name);
    }

    @Override
    public <C> void inject(Context context, C carrier, CarrierSetter<C> setter) {
      setter.set(carrier, "shared", name);
    }

    @Override
    public <C> Context extract(Context context, C carrier, CarrierGetter<C> getter) {
      String before = context.baggage().get("seen");
      return context.with(Baggage.of("seen", before == null ? name : before + name));
    }
  }

  private final Propagator composite = Propagator.composite(new Fake("a", 3), new Fake("b", 4));

  @Test
  void extract_runsInOrderOnTheContextBefore() {
    Context context = composite.extract(Context.root(), Map.of(), CarrierGetter.ofMap());
    assertThat(context.baggage().get("seen")).isEqualTo("ab");
  }

  @Test
  void inject_runsInOrder() {
    Map<String, String> carrier = new HashMap<>();
    composite.inject(Context.root(), carrier, CarrierSetter.ofMap());
    assertThat(carrier).containsExactly(Map.entry("shared", "b"));
  }

  @Test
  void fields_areAllOnce() {
    assertThat(composite.fields()).containsExactly("shared", "a", "b");
  }

  @Test
  void refused_isTheSum() {
    assertThat(composite.refused()).isEqualTo(7);
  }

  @Test
  void none_doesNothing() {
    Propagator none = Propagator.composite();
    Map<String, String> carrier = new HashMap<>();
    none.inject(Context.root().with(Baggage.of("a", "1")), carrier, CarrierSetter.ofMap());
    assertThat(carrier).isEmpty();
    assertThat(none.extract(Context.root(), carrier, CarrierGetter.ofMap()))
        .isSameAs(Context.root());
    assertThat(none.fields()).isEmpty();
    assertThat(none.refused()).isZero();
  }

  @Test
  void composite_null_isRefused() {
    assertThatNullPointerException()
        .isThrownBy(() -> Propagator.composite(Propagator.baggage(), null));
  }
}
