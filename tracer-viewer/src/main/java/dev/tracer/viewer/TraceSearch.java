// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import dev.tracer.Attributes;
import dev.tracer.export.EventData;
import dev.tracer.export.LinkData;
import dev.tracer.export.SpanData;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the list of traces is asked for. Immutable.
 *
 * <p>Parameters: {@code service} and {@code operation} that some span has, {@code minMs} and {@code
 * maxMs}, {@code errors=true}, {@code q}: words that each occur somewhere in the trace, whatever
 * the case: in the name, service or status of a span, in names and values of attributes of it, its
 * events and resource, in the text of a log line, or at the beginning of the trace id; {@code
 * name=value} looks at one attribute. {@code linksTo}: the id of another trace that some span links
 * to. {@code sort}: {@code start}, {@code duration}, {@code spans}, {@code errors}, {@code name},
 * with {@code order=asc} the other way round.
 */
final class TraceSearch {
  private static final int MAX_WORDS = 16;

  private final String service;
  private final String operation;
  private final long minNanos;
  private final long maxNanos;
  private final boolean errors;
  private final @Nullable TraceId linksTo;
  private final String[] words;
  private final Comparator<TraceSummary> order;

  TraceSearch(Query query) {
    this.service = query.text("service");
    this.operation = query.text("operation");
    this.minNanos = query.millis("minMs", 0);
    this.maxNanos = query.millis("maxMs", Long.MAX_VALUE);
    this.errors = query.text("errors").equals("true");
    String linked = query.text("linksTo");
    this.linksTo = linked.isEmpty() ? null : TraceId.parse(linked);
    String text = query.text("q").strip().toLowerCase(Locale.ROOT);
    this.words = text.isEmpty() ? new String[0] : text.split("\\s+");
    if (words.length > MAX_WORDS) {
      throw new MalformedException("more than " + MAX_WORDS + " words");
    }
    Comparator<TraceSummary> ascending =
        switch (query.text("sort")) {
          case "", "start" -> Comparator.comparingLong(TraceSummary::startEpochNanos);
          case "duration" -> Comparator.comparingLong(TraceSummary::durationNanos);
          case "spans" -> Comparator.comparingInt(TraceSummary::spans);
          case "errors" -> Comparator.comparingInt(TraceSummary::errors);
          case "name" -> Comparator.comparing(TraceSummary::name);
          default -> throw new MalformedException("sort: start, duration, spans, errors or name");
        };
    this.order = query.text("order").equals("asc") ? ascending : ascending.reversed();
  }

  Comparator<TraceSummary> order() {
    return order;
  }

  /** Whether a trace is looked for; the cheap questions come first. */
  boolean matches(TraceSummary summary, Iterable<? extends SpanData> spans, List<LogLine> logs) {
    if (summary.durationNanos() < minNanos
        || summary.durationNanos() > maxNanos
        || errors && summary.errors() == 0) {
      return false;
    }
    boolean anywhere = service.isEmpty() && operation.isEmpty();
    if (!anywhere && !hasSpan(spans)
        || linksTo != null && (linksTo.equals(summary.id()) || !links(linksTo, spans))) {
      return false;
    }
    for (String word : words) {
      if (!summary.id().toString().startsWith(word)
          && !occurs(word, spans)
          && logs.stream().noneMatch(log -> contains(log.text(), word))) {
        return false;
      }
    }
    return true;
  }

  private static boolean links(TraceId target, Iterable<? extends SpanData> spans) {
    for (SpanData span : spans) {
      for (LinkData link : span.links()) {
        if (link.context().traceIdLow() == target.low()
            && link.context().traceIdHigh() == target.high()) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean hasSpan(Iterable<? extends SpanData> spans) {
    for (SpanData span : spans) {
      if ((service.isEmpty() || service.equals(span.resource().serviceName()))
          && (operation.isEmpty() || operation.equals(span.name()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean occurs(String word, Iterable<? extends SpanData> spans) {
    for (SpanData span : spans) {
      if (occurs(word, span)) {
        return true;
      }
    }
    return false;
  }

  private static boolean occurs(String word, SpanData span) {
    if (contains(span.name(), word)
        || contains(span.resource().serviceName(), word)
        || contains(span.statusDescription(), word)
        || occurs(word, span.attributes())) {
      return true;
    }
    for (EventData event : span.events()) {
      if (contains(event.name(), word) || occurs(word, event.attributes())) {
        return true;
      }
    }
    return occurs(word, span.resource().attributes());
  }

  private static boolean occurs(String word, Attributes attributes) {
    int equals = word.indexOf('=');
    for (int i = 0; i < attributes.size(); i++) {
      if (equals > 0) {
        if (attributes.name(i).toLowerCase(Locale.ROOT).equals(word.substring(0, equals))
            && contains(attributes.value(i), word.substring(equals + 1))) {
          return true;
        }
      }
      if (contains(attributes.name(i), word) || contains(attributes.value(i), word)) {
        return true;
      }
    }
    return false;
  }

  private static boolean contains(@Nullable Object value, String word) {
    return value != null && value.toString().toLowerCase(Locale.ROOT).contains(word);
  }
}
