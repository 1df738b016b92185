// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import dev.tracer.Attributes;
import dev.tracer.InstrumentationScope;
import dev.tracer.Resource;
import dev.tracer.export.SpanData;
import java.util.ArrayList;
import java.util.List;

/**
 * What one request brought, before anything of it is kept. A resource or scope may stand behind the
 * spans that belong to it, so spans wait as drafts for the end of both. Confined to one thread.
 */
final class Received {
  static final int MAX_SPANS = 100_000;

  static final InstrumentationScope NO_SCOPE =
      new InstrumentationScope("", "", "", Attributes.empty());

  private final List<SpanData> spans = new ArrayList<>();
  private final List<LogLine> logs = new ArrayList<>();
  private final List<SpanDraft> spanDrafts = new ArrayList<>();
  private final List<LogDraft> logDrafts = new ArrayList<>();
  private int spansWithScope;
  private int logsWithScope;
  private int rejected;

  /**
   * Adds a span, or counts it as rejected if it has no valid ids.
   *
   * @throws MalformedException if there are too many
   */
  void add(SpanDraft draft) {
    if (!draft.isValid()) {
      rejected++;
    } else if (spans.size() + spanDrafts.size() == MAX_SPANS) {
      throw new MalformedException("more than " + MAX_SPANS + " spans");
    } else {
      spanDrafts.add(draft);
    }
  }

  /** Adds a line of a log if it belongs to a trace; the others cannot be shown. */
  void add(LogDraft draft) {
    if (draft.traceId.isValid() && !draft.spanId.isMalformed()) {
      logDrafts.add(draft);
    }
  }

  /** Gives what was added since the last scope its scope. */
  void endScope(InstrumentationScope scope) {
    for (; spansWithScope < spanDrafts.size(); spansWithScope++) {
      spanDrafts.get(spansWithScope).scope = scope;
    }
    for (; logsWithScope < logDrafts.size(); logsWithScope++) {
      logDrafts.get(logsWithScope).logger = scope.name();
    }
  }

  /** Gives what was added since the last resource its resource. */
  void endResource(Resource resource) {
    for (SpanDraft draft : spanDrafts) {
      draft.resource = resource;
      spans.add(new ReceivedSpan(draft));
    }
    for (LogDraft draft : logDrafts) {
      logs.add(line(draft, resource));
    }
    spanDrafts.clear();
    logDrafts.clear();
    spansWithScope = 0;
    logsWithScope = 0;
  }

  private static LogLine line(LogDraft draft, Resource resource) {
    return new LogLine(
        draft.traceId.high(),
        draft.traceId.low(),
        draft.spanId.low(),
        draft.time == 0 ? draft.observed : draft.time,
        draft.severity,
        draft.logger,
        draft.text,
        resource);
  }

  List<SpanData> spans() {
    return spans;
  }

  /** The lines of logs. */
  List<LogLine> logs() {
    return logs;
  }

  /** How many spans had no valid ids. */
  int rejected() {
    return rejected;
  }
}
