// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.micrometer;

import dev.tracer.Baggage;
import dev.tracer.Context;
import dev.tracer.ContextKey;
import dev.tracer.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Which fields of baggage there are, and how a context holds them: local ones have an entry of
 * their own, so that no propagator sees them. Names are compared whatever their case. Immutable.
 */
final class BaggageFields {
  private static final ContextKey<Baggage> LOCAL = ContextKey.named("local baggage");

  private final List<String> remote;
  private final List<String> local;
  private final List<String> tags;

  BaggageFields(List<String> remote, List<String> local, List<String> tags) {
    for (String name : local) {
      if (contains(remote, name)) {
        throw new IllegalArgumentException(
            "field is both in remoteFields and localFields: " + name);
      }
    }
    this.remote = remote;
    this.local = local;
    this.tags = tags;
  }

  /** What Micrometer calls the fields of baggage. */
  List<String> remote() {
    return remote;
  }

  /** The value of a field. From outside of the process nobody can set one that is local. */
  @Nullable String get(Context context, String name) {
    Baggage baggage = contains(local, name) ? localOf(context) : context.baggage();
    return find(baggage, name);
  }

  /** The value of a field of whatever kind; of those that are {@code local} none from outside. */
  static @Nullable String getAny(Context context, String name, List<String> local) {
    String value = find(localOf(context), name);
    return value != null || contains(local, name) ? value : find(context.baggage(), name);
  }

  /** All fields and values as a new map. */
  Map<String, String> all(Context context) {
    Map<String, String> all = new LinkedHashMap<>();
    for (Baggage.Entry entry : context.baggage()) {
      if (!contains(local, entry.key())) {
        all.put(entry.key(), entry.value());
      }
    }
    for (Baggage.Entry entry : localOf(context)) {
      all.put(entry.key(), entry.value());
    }
    return all;
  }

  /** {@code context} with a field set, or without it if {@code value} is null. */
  Context with(Context context, String name, @Nullable String value) {
    if (contains(local, name)) {
      Baggage before = localOf(context);
      Baggage now = with(before, name, value);
      return now.equals(before) ? context : context.with(LOCAL, now);
    }
    Baggage before = context.baggage();
    Baggage now = with(before, name, value);
    return now.equals(before) ? context : context.with(now);
  }

  private static Baggage with(Baggage baggage, String name, @Nullable String value) {
    Baggage result = baggage;
    for (Baggage.Entry entry : baggage) {
      boolean isSpelledSo = value != null && entry.key().equals(name);
      if (entry.key().equalsIgnoreCase(name) && !isSpelledSo) {
        result = result.without(entry.key());
      }
    }
    return result.with(name, value);
  }

  /** {@code upper} with the baggage of {@code lower} added; where both have a field, its own. */
  static Context merge(Context lower, Context upper) {
    return copy(
        upper, over(lower.baggage(), upper.baggage()), over(localOf(lower), localOf(upper)));
  }

  /** {@code context} with the baggage of {@code other} instead of its own. */
  static Context withBaggageOf(Context other, Context context) {
    return copy(context, other.baggage(), localOf(other));
  }

  private static Context copy(Context context, Baggage remote, Baggage local) {
    Context result = context;
    if (!remote.equals(context.baggage())) {
      result = result.with(remote);
    }
    if (!local.equals(localOf(context))) {
      result = result.with(LOCAL, local);
    }
    return result;
  }

  private static Baggage over(Baggage lower, Baggage upper) {
    if (lower.isEmpty() || lower.equals(upper)) {
      return upper;
    }
    Baggage result = lower;
    for (Baggage.Entry entry : upper) {
      result = with(result, entry.key(), null).with(entry.key(), entry.value(), entry.metadata());
    }
    return result;
  }

  /** Tells {@code span} of a field that was set, if it is one of those that are attributes. */
  void tag(Span span, String name, @Nullable String value) {
    for (String tag : tags) {
      if (tag.equalsIgnoreCase(name)) {
        span.set(tag, value);
      }
    }
  }

  /** Tells of the fields in {@code context} that are attributes of spans. */
  void tags(Context context, BiConsumer<String, String> consumer) {
    for (String tag : tags) {
      String value = get(context, tag);
      if (value != null) {
        consumer.accept(tag, value);
      }
    }
  }

  boolean hasTags() {
    return !tags.isEmpty();
  }

  private static Baggage localOf(Context context) {
    Baggage baggage = context.get(LOCAL);
    return baggage == null ? Baggage.empty() : baggage;
  }

  private static @Nullable String find(Baggage baggage, String name) {
    for (Baggage.Entry entry : baggage) {
      if (entry.key().equalsIgnoreCase(name)) {
        return entry.value();
      }
    }
    return null;
  }

  private static boolean contains(List<String> names, String name) {
    for (String each : names) {
      if (each.equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }
}
