// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.opentelemetry;

import dev.tracer.Baggage;
import dev.tracer.ContextKey;
import dev.tracer.Span;
import io.opentelemetry.context.Context;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A context of Tracer as OpenTelemetry's API sees it. There is only one context: its span and
 * baggage are Tracer's, and what else OpenTelemetry's side puts into it lives in one entry of it.
 * Immutable but for what it remembers of its conversions, which any thread may do again.
 */
final class BridgedContext implements Context {
  /** What a context holds for OpenTelemetry's side alone. */
  private static final ContextKey<Entries> ENTRIES = ContextKey.named("OpenTelemetry");

  private static final BridgedContext ROOT =
      new BridgedContext(dev.tracer.Context.root(), Entries.NONE);

  private final dev.tracer.Context context;
  private final Entries entries;

  private BridgedContext(dev.tracer.Context context, Entries entries) {
    this.context = context;
    this.entries = entries;
  }

  static BridgedContext root() {
    return ROOT;
  }

  /** The view of {@code context}; the same one for a context that was made from here. */
  static BridgedContext of(dev.tracer.Context context) {
    if (context == dev.tracer.Context.root()) {
      return ROOT;
    }
    Entries entries = context.get(ENTRIES);
    if (entries == null) {
      return new BridgedContext(context, Entries.NONE);
    }
    BridgedContext owner = entries.owner;
    return owner != null && owner.context == context ? owner : new BridgedContext(context, entries);
  }

  /**
   * Tracer's side of any context of OpenTelemetry's. One that is not from here, as other storages
   * have them, keeps its other entries to itself.
   */
  static dev.tracer.Context unwrap(Context context) {
    if (context instanceof BridgedContext bridged) {
      return bridged.context;
    }
    try {
      return read(context);
    } catch (Throwable e) {
      Conversions.failed("context", e);
      return dev.tracer.Context.root();
    }
  }

  private static dev.tracer.Context read(Context context) {
    BridgedContext result = ROOT;
    var span = BridgedSpan.in(context);
    if (span != null) {
      result = result.withSpan(span);
    }
    var baggage = io.opentelemetry.api.baggage.Baggage.fromContextOrNull(context);
    if (baggage != null) {
      result = result.withBaggage(baggage);
    }
    return result.withEntries(result.entries.over(context)).context;
  }

  @Override
  @SuppressWarnings("unchecked") // with() takes only values of the key's type
  public <V> @Nullable V get(io.opentelemetry.context.ContextKey<V> key) {
    if (key == TheirKeys.SPAN) {
      return (V) span();
    }
    if (key == TheirKeys.BAGGAGE) {
      return (V) baggage();
    }
    return (V) entries.get(key);
  }

  private io.opentelemetry.api.trace.@Nullable Span span() {
    Span span = context.span();
    if (!span.isValid()) {
      return entries.span != null && entries.ourSpan == span ? entries.span : null;
    }
    if (entries.ourSpan == span) {
      return entries.span;
    }
    return new BridgedSpan(span);
  }

  private io.opentelemetry.api.baggage.@Nullable Baggage baggage() {
    Baggage baggage = context.baggage();
    if (baggage.equals(entries.ourBaggage)) {
      return entries.baggage;
    }
    return baggage.isEmpty() ? null : Conversions.toTheirs(baggage);
  }

  @Override
  public <V> Context with(io.opentelemetry.context.ContextKey<V> key, V value) {
    if (key == TheirKeys.SPAN) {
      return withSpan((io.opentelemetry.api.trace.Span) value);
    }
    if (key == TheirKeys.BAGGAGE) {
      return withBaggage((io.opentelemetry.api.baggage.Baggage) value);
    }
    return withEntries(entries.with(key, value));
  }

  private BridgedContext withSpan(io.opentelemetry.api.trace.Span theirs) {
    Span ours = BridgedSpan.unwrap(theirs);
    if (!ours.isValid() && context.isSuppressed()) {
      ours = context.span(); // a span that is none does not end the suppression
    }
    return make(context.with(ours), entries.with(theirs, ours));
  }

  private BridgedContext withBaggage(io.opentelemetry.api.baggage.Baggage theirs) {
    Baggage ours = Conversions.toOurs(theirs);
    return make(context.with(ours), entries.with(theirs, ours));
  }

  private BridgedContext withEntries(Entries changed) {
    return make(context, changed);
  }

  /** Ties the two to each other, so that this side gets the same object back. */
  private static BridgedContext make(dev.tracer.Context base, Entries entries) {
    BridgedContext made = new BridgedContext(base.with(ENTRIES, entries), entries);
    entries.owner = made;
    return made;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BridgedContext bridged && bridged.context == context;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(context);
  }

  @Override
  public String toString() {
    return context.toString();
  }

  /**
   * What OpenTelemetry's side put into a context. The span and baggage are remembered so that it
   * gets the very objects back that it put in; they count only as long as Tracer's are the same.
   */
  private static final class Entries {
    private static final Object[] NO_PAIRS = new Object[0];
    private static final Entries NONE = new Entries(NO_PAIRS, null, null, null, null, null);

    // immutable state
    /** Key, value, key, value ... */
    private final Object[] pairs;

    private final io.opentelemetry.api.trace.@Nullable Span span;
    private final @Nullable Span ourSpan;
    private final io.opentelemetry.api.baggage.@Nullable Baggage baggage;
    private final @Nullable Baggage ourBaggage;

    /** A context of another kind in which keys are looked for that are not here. */
    private final @Nullable Context foreign;

    // mutable state
    /** Written once, by whoever made both, before anybody else sees either. */
    private @Nullable BridgedContext owner;

    private Entries(
        Object[] pairs,
        io.opentelemetry.api.trace.@Nullable Span span,
        @Nullable Span ourSpan,
        io.opentelemetry.api.baggage.@Nullable Baggage baggage,
        @Nullable Baggage ourBaggage,
        @Nullable Context foreign) {
      this.pairs = pairs;
      this.span = span;
      this.ourSpan = ourSpan;
      this.baggage = baggage;
      this.ourBaggage = ourBaggage;
      this.foreign = foreign;
    }

    private @Nullable Object get(io.opentelemetry.context.ContextKey<?> key) {
      for (int i = 0; i < pairs.length; i += 2) {
        if (pairs[i] == key) {
          return pairs[i + 1];
        }
      }
      return foreign == null ? null : foreign.get(key);
    }

    private Entries with(io.opentelemetry.context.ContextKey<?> key, Object value) {
      int at = 0;
      while (at < pairs.length && pairs[at] != key) {
        at += 2;
      }
      Object[] copy = Arrays.copyOf(pairs, Math.max(pairs.length, at + 2));
      copy[at] = key;
      copy[at + 1] = value;
      return new Entries(copy, span, ourSpan, baggage, ourBaggage, foreign);
    }

    private Entries with(io.opentelemetry.api.trace.Span theirs, Span ours) {
      return new Entries(pairs, theirs, ours, baggage, ourBaggage, foreign);
    }

    private Entries with(io.opentelemetry.api.baggage.Baggage theirs, Baggage ours) {
      return new Entries(pairs, span, ourSpan, theirs, ours, foreign);
    }

    private Entries over(Context other) {
      return new Entries(pairs, span, ourSpan, baggage, ourBaggage, other);
    }
  }
}
