// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import dev.tracer.export.EventData;
import dev.tracer.export.LinkData;
import dev.tracer.internal.Throwables;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Brings what the application tells about spans into stored form and within the {@link SpanLimits};
 * counts what it cuts. Thread-safe. Values, events and exceptions are the application's objects,
 * whose methods may throw: that counts as a fault and costs the value alone.
 */
final class Limiter {
  private static final String STACK_TRACE = "exception.stacktrace";

  final SpanLimits limits;
  private final Faults faults;
  private final LongAdder truncated = new LongAdder();
  private final LongAdder dropped = new LongAdder();

  Limiter(SpanLimits limits, Faults faults) {
    this.limits = limits;
    this.faults = faults;
  }

  /** Counts what a span that has ended had to leave out. */
  void countDropped(int details) {
    dropped.add(details);
  }

  /** How many attributes, events and links were too many so far. */
  long dropped() {
    return dropped.sum();
  }

  /** How many values were cut so far. */
  long truncated() {
    return truncated.sum();
  }

  /** An application's value as it is stored; null if it has none or its own methods throw. */
  @Nullable Object normalize(@Nullable Object value) {
    try {
      ValueConversion conversion = new ValueConversion();
      Object stored = conversion.of(value, limits.valueDepth());
      if (conversion.isCut()) {
        truncated.increment();
      }
      return stored;
    } catch (Throwable e) {
      faults.add(
          "attribute value of type " + (value == null ? "null" : value.getClass().getName()), e);
      return null;
    }
  }

  /** The value within the limits. */
  Object limit(Object stored) {
    if (stored instanceof String text
        ? text.length() <= limits.valueLength()
        : stored instanceof Long || stored instanceof Boolean || stored instanceof Double) {
      return stored;
    }
    return cut(stored);
  }

  private Object cut(Object stored) {
    Object cut = ValueCutter.cut(stored, limits);
    if (cut != stored) {
      truncated.increment();
    }
    return cut;
  }

  EventData event(String name, long epochNanos, @Nullable Attributes attributes) {
    Attributes given = attributes == null ? Attributes.empty() : attributes;
    Attributes kept = limit(given, limits.eventAttributes());
    return new EventData(name, epochNanos, kept, given.size() - kept.size());
  }

  LinkData link(SpanContext context, @Nullable Attributes attributes) {
    Attributes given = attributes == null ? Attributes.empty() : attributes;
    Attributes kept = limit(given, limits.linkAttributes());
    return new LinkData(context, kept, given.size() - kept.size());
  }

  /** Whether a link leads nowhere and tells nothing else. */
  static boolean isEmpty(LinkData link) {
    SpanContext context = link.context();
    return !context.isValid() && context.traceState().isEmpty() && link.attributes().isEmpty();
  }

  EventData exceptionEvent(Throwable error, long epochNanos, @Nullable Attributes more) {
    AttributesBuilder builder = Attributes.builder().set("exception.type", Throwables.type(error));
    builder.set("exception.message", Throwables.message(error));
    Attributes given = (more == null ? builder : builder.setAll(more)).build();
    Attributes kept = limit(given, limits.eventAttributes());
    int dropped = given.size() - kept.size();
    String trace = given.contains(STACK_TRACE) ? null : stackTrace(error);
    if (trace != null && kept.size() < limits.eventAttributes()) {
      kept = kept.withStored(STACK_TRACE, trace); // has a limit of its own
    } else if (trace != null) {
      dropped++;
    }
    return new EventData("exception", epochNanos, kept, dropped, error);
  }

  private @Nullable String stackTrace(Throwable error) {
    try {
      StringBuilder text = new StringBuilder();
      if (Throwables.stackTrace(error, limits.stackTraceLength(), text)) {
        truncated.increment();
      }
      return text.toString();
    } catch (Throwable e) {
      faults.add("exception " + error.getClass().getName(), e);
      return null;
    }
  }

  /** A span's attributes within the limits; the same instance if they are. */
  Attributes limit(Attributes given) {
    return limit(given, limits.attributes());
  }

  private Attributes limit(Attributes given, int most) {
    int count = Math.min(given.size(), most);
    Object[] pairs = given.entries();
    Object[] changed = null;
    for (int i = 0; i < count << 1; i += 2) {
      Object value = limit(pairs[i + 1]);
      if (value != pairs[i + 1]) {
        changed = changed == null ? pairs.clone() : changed;
        changed[i + 1] = value;
      }
    }
    return changed == null && count == given.size()
        ? given
        : Attributes.adopt(changed == null ? pairs : changed, count);
  }
}
