// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import dev.tracer.export.EventData;
import dev.tracer.export.LinkData;
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

  Limiter(SpanLimits limits, Faults faults) {
    this.limits = limits;
    this.faults = faults;
  }

  /** How many values were cut so far. */
  long truncated() {
    return truncated.sum();
  }

  /** An application's value as it is stored; null if it has none or its own methods throw. */
  @Nullable Object normalize(@Nullable Object value) {
    try {
      return AttributeValues.normalize(value, limits.valueDepth());
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
    Object cut = AttributeValues.truncate(stored, limits.valueLength(), limits.valueDepth());
    if (cut != stored) {
      truncated.increment();
    }
    return cut;
  }

  EventData event(String name, long epochNanos, @Nullable Attributes attributes) {
    Attributes given = attributes == null ? Attributes.empty() : attributes;
    Attributes kept = limit(given);
    return new EventData(name, epochNanos, kept, given.size() - kept.size());
  }

  LinkData link(SpanContext context, @Nullable Attributes attributes) {
    Attributes given = attributes == null ? Attributes.empty() : attributes;
    Attributes kept = limit(given);
    return new LinkData(context, kept, given.size() - kept.size());
  }

  EventData exceptionEvent(Throwable error, long epochNanos, @Nullable Attributes more) {
    AttributesBuilder builder =
        Attributes.builder().set("exception.type", error.getClass().getName());
    builder.set("exception.message", Errors.message(error));
    Attributes given = (more == null ? builder : builder.setAll(more)).build();
    Attributes kept = limit(given);
    int dropped = given.size() - kept.size();
    String trace = given.contains(STACK_TRACE) ? null : stackTrace(error);
    if (trace != null && kept.size() < limits.attributes()) {
      kept = kept.withStored(STACK_TRACE, trace); // has a limit of its own
    } else if (trace != null) {
      dropped++;
    }
    return new EventData("exception", epochNanos, kept, dropped);
  }

  private @Nullable String stackTrace(Throwable error) {
    try {
      StringBuilder text = new StringBuilder();
      if (Errors.stackTrace(error, limits.stackTraceLength(), text)) {
        truncated.increment();
      }
      return text.toString();
    } catch (Throwable e) {
      faults.add("exception " + error.getClass().getName(), e);
      return null;
    }
  }

  /** The attributes within the limits; the same instance if they are. */
  Attributes limit(Attributes given) {
    int count = Math.min(given.size(), limits.attributes());
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
