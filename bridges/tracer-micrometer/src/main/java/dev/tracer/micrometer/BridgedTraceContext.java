// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.micrometer;

import dev.tracer.Context;
import dev.tracer.ContextKey;
import dev.tracer.Span;
import dev.tracer.export.SpanData;
import io.micrometer.tracing.BaggageInScope;
import io.micrometer.tracing.TraceContext;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A span's identity as Micrometer sees it, with the context that the span was started in: what
 * makes it current again on another thread brings that back. Baggage may be put into it, and stays
 * until its scope is closed. Thread-safe.
 */
final class BridgedTraceContext implements TraceContext {
  /** Marks contexts that were made from here, so that the same object comes back. */
  private static final ContextKey<BridgedTraceContext> KEY = ContextKey.named("Micrometer");

  private static final VarHandle OWN;

  static {
    try {
      OWN = MethodHandles.lookup().findVarHandle(BridgedTraceContext.class, "own", Own[].class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final Own[] NOTHING = {};

  // immutable state
  private final Span span;
  private final @Nullable String parentId;
  private final BridgedSpan view;

  // mutable state
  /**
   * The context it was made in, until {@link #bound()} replaces it by its own. Any thread may: all
   * make equal ones.
   */
  private volatile Context context;

  /** Baggage put into it; replaced by compare-and-set. */
  private volatile Own[] own = NOTHING;

  BridgedTraceContext(Span span, Context context) {
    this(span, context, null);
  }

  /** Of ids that somebody else gave, with the parent's. */
  BridgedTraceContext(Span span, Context context, @Nullable String parentId) {
    this.span = span;
    this.context = context;
    this.parentId = parentId;
    this.view = new BridgedSpan(this);
  }

  /** That of the calling thread's current span; null if there is none. */
  static @Nullable BridgedTraceContext current() {
    Context now = Context.current();
    return now.span().isValid() ? of(now) : null;
  }

  /** That of the span in {@code context}, which may be none. */
  static BridgedTraceContext of(Context context) {
    BridgedTraceContext known = context.get(KEY);
    Span span = context.span();
    return known != null && known.span == span ? known : new BridgedTraceContext(span, context);
  }

  Span span() {
    return span;
  }

  BridgedSpan view() {
    return view;
  }

  /** The context of a child, and of what is sent: the span, its baggage and what else there was. */
  Context context() {
    return withOwn(bound());
  }

  /** The context that is current on a thread where {@code now} was. */
  Context over(Context now) {
    return withOwn(BaggageFields.merge(now, bound()));
  }

  /**
   * Names this instead of what the context held before: otherwise each would hold its parent's, and
   * that the next, for as long as the newest lives.
   */
  @SuppressWarnings("ReferenceEquality") // the very object, not one that equals it
  private Context bound() {
    Context made = context;
    if (made.get(KEY) == this) {
      return made;
    }
    Context bound = made.with(span).with(KEY, this);
    context = bound;
    return bound;
  }

  private Context withOwn(Context base) {
    Context result = base;
    for (Own entry : own) {
      result = entry.fields.with(result, entry.name, entry.value);
    }
    return result;
  }

  /**
   * Puts baggage into it until {@code owner} takes it out; what has no scope, instead of what was
   * put there without one before.
   */
  void put(Object owner, BaggageFields fields, String name, @Nullable String value) {
    Own added = new Own(owner, fields, name, value);
    change(
        entries -> {
          Own[] without = without(entries, added::replaces);
          Own[] more = Arrays.copyOf(without, without.length + 1);
          more[without.length] = added;
          return more;
        });
  }

  /** Takes out what {@code owner} put in, and nothing else. */
  void remove(Object owner) {
    change(entries -> without(entries, entry -> entry.owner == owner));
  }

  private void change(UnaryOperator<Own[]> change) {
    Own[] before = own;
    while (!OWN.compareAndSet(this, before, change.apply(before))) {
      before = own;
    }
  }

  private static Own[] without(Own[] entries, Predicate<Own> gone) {
    return Arrays.stream(entries).filter(gone.negate()).toArray(Own[]::new);
  }

  @Override
  public String traceId() {
    return span.traceId();
  }

  /** Null as well if the span is not recorded: then nobody knows. */
  @Override
  public @Nullable String parentId() {
    if (span instanceof SpanData data) {
      return data.isRoot() ? null : data.parentSpanId();
    }
    return parentId;
  }

  @Override
  public String spanId() {
    return span.spanId();
  }

  /** Null if that is left to whoever continues it. */
  @Override
  public @Nullable Boolean sampled() {
    return span.isUndecided() ? null : span.isSampled();
  }

  /** Whether both are of the same span: the same object, or one with the same ids and flags. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BridgedTraceContext that
        && (span == that.span || span.context().equals(that.span.context()));
  }

  @Override
  public int hashCode() {
    return span.context().hashCode();
  }

  /** The form of a {@code traceparent} header. */
  @Override
  public String toString() {
    return span.context().toString();
  }

  /** A field of baggage that was put into it; null stands for one that was taken away. */
  private record Own(Object owner, BaggageFields fields, String name, @Nullable String value) {
    /**
     * Whether {@code old} is of the same owner, or of the same field and neither has a scope: no
     * close would ever take the old one out.
     */
    boolean replaces(Own old) {
      return owner == old.owner
          || !hasScope()
              && !old.hasScope()
              && fields == old.fields
              && name.equalsIgnoreCase(old.name);
    }

    private boolean hasScope() {
      return owner instanceof BaggageInScope;
    }
  }
}
