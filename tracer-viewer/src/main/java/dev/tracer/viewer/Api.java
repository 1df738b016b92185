// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import dev.tracer.export.SpanData;
import dev.tracer.internal.JsonWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What pages, people and programs read: lists and traces in JSON and plain text, bounded in bytes,
 * with counts of what was left out. Thread-safe.
 */
final class Api {
  private static final int LIST_LIMIT = 100;
  private static final int MAX_LIST_LIMIT = 10_000;
  private static final int TEXT_BYTES = 32 << 10;
  private static final int JSON_BYTES = 1 << 20;
  private static final int ALL = Integer.MAX_VALUE / 2; // more than memory holds: not counted first
  private static final int MAX_NAMES = 1000;

  private final TraceStore store;
  private final RunningSpans running;
  private final FileCopy copy;

  Api(TraceStore store, RunningSpans running, FileCopy copy) {
    this.store = store;
    this.running = running;
    this.copy = copy;
  }

  /** Answers a request below {@code /api/}. */
  void handle(Exchange exchange) throws IOException, HttpError {
    exchange.checkMethod("GET");
    String path = exchange.path();
    try {
      switch (path) {
        case "/api/traces" -> list(exchange);
        case "/api/services" -> services(exchange);
        case "/api/map" -> map(exchange);
        case "/api/status" -> status(exchange);
        default -> {
          if (!path.startsWith("/api/traces/")) {
            throw new HttpError(404, Pages.NOTHING_HERE);
          }
          trace(exchange, TraceId.parse(path.substring("/api/traces/".length())));
        }
      }
    } catch (MalformedException e) {
      throw new HttpError(400, String.valueOf(e.getMessage()));
    }
  }

  private static void send(Exchange exchange, JsonWriter json) throws IOException {
    exchange.answer(200, Answers.JSON, json.buffer(), json.size());
  }

  private void list(Exchange exchange) throws IOException {
    Query query = exchange.query();
    TraceList found = find(query);
    if (exchange.wantsText()) {
      int maxBytes = (int) Math.min(query.number("maxBytes", TEXT_BYTES), Integer.MAX_VALUE / 2);
      exchange.answer(200, Answers.TEXT, TraceText.list(found, maxBytes));
      return;
    }
    JsonWriter json = new JsonWriter(8192);
    json.raw("{\"version\":").number(store.version() + running.starts()).raw(',');
    json.raw("\"traces\":[");
    found.shown().forEach(trace -> trace.write(json));
    json.close(']').raw(",\"matched\":").number(found.matched());
    json.raw(",\"leftOut\":").number(found.leftOut());
    json.raw(",\"total\":").number(found.total());
    send(exchange, json.raw('}'));
  }

  /** The traces that a query looks for. */
  TraceList find(Query query) {
    TraceSearch search = new TraceSearch(query);
    int limit = (int) Math.min(query.number("limit", LIST_LIMIT), MAX_LIST_LIMIT);
    Map<TraceId, List<SpanData>> live = new HashMap<>();
    for (SpanData span : running.now()) {
      TraceId id = new TraceId(span.traceIdHigh(), span.traceIdLow());
      live.computeIfAbsent(id, i -> new ArrayList<>()).add(span);
    }
    List<TraceSummary> found = new ArrayList<>();
    int[] total = {0};
    store.forEach(
        trace -> {
          List<SpanData> open = live.remove(trace.id());
          if (trace.spans().isEmpty() && open == null) {
            return; // lines of logs whose spans have not come
          }
          total[0]++;
          TraceSummary summary =
              open == null ? trace.summary() : withRunning(trace.id(), trace.spans(), open);
          if (search.matches(summary, trace.spans(), trace.logs())) {
            found.add(summary);
          }
        });
    live.forEach(
        (id, open) -> {
          total[0]++;
          TraceSummary summary = withRunning(id, List.of(), open);
          if (search.matches(summary, open, List.of())) {
            found.add(summary);
          }
        });
    found.sort(search.order());
    int shown = Math.min(limit, found.size());
    return new TraceList(List.copyOf(found.subList(0, shown)), found.size(), total[0]);
  }

  private static TraceSummary withRunning(
      TraceId id, Iterable<SpanData> ended, List<SpanData> open) {
    List<SpanData> all = new ArrayList<>(open);
    int count = 0;
    for (SpanData span : ended) {
      all.add(span);
      count++;
    }
    return StoredTrace.summarize(id, all, open.size()).withSpans(count);
  }

  private void trace(Exchange exchange, TraceId id) throws IOException, HttpError {
    List<SpanData> spans = spans(id);
    if (spans.isEmpty()) {
      throw new HttpError(404, "no such trace");
    }
    Query query = exchange.query();
    boolean text = exchange.wantsText();
    int bound = text ? TEXT_BYTES : JSON_BYTES;
    int maxBytes = (int) Math.min(query.number("maxBytes", bound), ALL);
    if (query.text("format").equals("summary")) {
      summary(exchange, id);
    } else if (query.text("format").equals("critical")) {
      exchange.answer(
          200, Answers.TEXT, TraceText.criticalPath(spans, Math.min(maxBytes, TEXT_BYTES)));
    } else if (text) {
      exchange.answer(200, Answers.TEXT, TraceText.trace(spans, store.conflicts(id), maxBytes));
    } else if (query.text("format").equals("html")) {
      exchange.setHeader("Content-Disposition", "attachment; filename=\"trace-" + id + ".html\"");
      exchange.setHeader("Content-Security-Policy", TraceHtml.POLICY);
      try (OutputStream out = exchange.stream("text/html; charset=utf-8")) {
        TraceHtml.page(spans, store.logs(id), out);
      }
    } else {
      json(exchange, id, spans, maxBytes);
    }
  }

  /** The line of the list alone: how a page finds out that there is more to show. */
  private void summary(Exchange exchange, TraceId id) throws IOException {
    List<SpanData> open = running.of(id);
    JsonWriter json = new JsonWriter(512);
    json.raw("{\"trace\":");
    withRunning(id, store.spans(id), open).write(json);
    send(exchange, json.close('}'));
  }

  /**
   * A trace as text.
   *
   * @throws MalformedException if there is none
   */
  String text(TraceId id, int maxBytes) {
    return TraceText.trace(some(id), store.conflicts(id), maxBytes);
  }

  /**
   * The spans of a trace.
   *
   * @throws MalformedException if there are none
   */
  List<SpanData> some(TraceId id) {
    List<SpanData> spans = spans(id);
    if (spans.isEmpty()) {
      throw new MalformedException("no such trace");
    }
    return spans;
  }

  /** The spans of a trace, those that are not over yet behind the others. */
  List<SpanData> spans(TraceId id) {
    List<SpanData> spans = new ArrayList<>(store.spans(id));
    spans.addAll(running.of(id));
    return spans;
  }

  /** As many spans, in the order of their starts, as fit into so many bytes, and their logs. */
  private void json(Exchange exchange, TraceId id, List<SpanData> all, long maxBytes)
      throws IOException {
    List<LogLine> logs = store.logs(id);
    List<SpanData> spans = new ArrayList<>(all);
    spans.sort(Comparator.comparingLong(SpanData::startEpochNanos));
    int fit = maxBytes < ALL ? OtlpOutput.fitting(spans, maxBytes) : spans.size();
    boolean whole = fit == spans.size();
    JsonWriter more = new JsonWriter(128);
    if (!whole) {
      more.raw("\"leftOut\":{\"spans\":").number(spans.size() - fit);
      more.raw(",\"logs\":").number(logs.size()).raw("},");
    }
    List<SpanData> shown = spans.subList(0, fit);
    writeCuts(shown, more);
    int conflicts = store.conflicts(id);
    if (conflicts > 0) {
      more.raw("\"conflictingSpans\":").number(conflicts).raw(',');
    }
    try (OutputStream out = exchange.stream(Answers.JSON)) {
      OtlpOutput.write(shown, whole ? logs : List.of(), members(more), out);
    }
  }

  /** What was written, without the comma at its end. */
  private static String members(JsonWriter json) {
    return new String(json.buffer(), 0, Math.max(0, json.size() - 1), StandardCharsets.UTF_8);
  }

  /** Writes a member with what the viewer left out of spans, and a comma, if there is any. */
  private static void writeCuts(List<SpanData> spans, JsonWriter json) {
    List<SpanData> cut = spans.stream().filter(span -> !Cut.of(span).isNothing()).toList();
    if (cut.isEmpty()) {
      return;
    }
    json.raw("\"cutByViewer\":[");
    for (SpanData span : cut) {
      json.raw("{\"spanId\":").string(span.spanId());
      json.raw(",\"attributes\":").number(Cut.of(span).attributes());
      json.raw(",\"events\":").number(Cut.of(span).events());
      json.raw(",\"links\":").number(Cut.of(span).links()).raw("},");
    }
    json.close(']').raw(',');
  }

  /** The names of services with those of their operations, for the form of the search. */
  private void services(Exchange exchange) throws IOException {
    Map<String, TreeSet<String>> names = new TreeMap<>();
    store.forEach(
        trace -> {
          for (SpanData span : trace.spans()) {
            if (names.size() < MAX_NAMES || names.containsKey(span.resource().serviceName())) {
              TreeSet<String> operations =
                  names.computeIfAbsent(span.resource().serviceName(), s -> new TreeSet<>());
              if (operations.size() < MAX_NAMES) {
                operations.add(span.name());
              }
            }
          }
        });
    JsonWriter json = new JsonWriter(1024);
    json.raw("{\"services\":[");
    names.forEach(
        (service, operations) -> {
          json.raw("{\"name\":").string(service).raw(",\"operations\":[");
          for (String operation : operations) {
            json.string(operation).raw(',');
          }
          json.close(']').raw("},");
        });
    send(exchange, json.close(']').raw('}'));
  }

  private void map(Exchange exchange) throws IOException {
    ServiceMap map = new ServiceMap();
    store.forEach(trace -> map.add(trace.spans(), trace::span));
    JsonWriter json = new JsonWriter(1024);
    json.raw('{');
    map.write(json);
    send(exchange, json.close('}'));
  }

  private void status(Exchange exchange) throws IOException {
    TraceStore.Figures figures = store.figures();
    JsonWriter json = new JsonWriter(256);
    json.raw("{\"traces\":").number(figures.traces());
    json.raw(",\"spans\":").number(figures.spans());
    json.raw(",\"running\":").number(running.now().size());
    json.raw(",\"bytes\":").number(figures.bytes());
    json.raw(",\"maxBytes\":").number(figures.maxBytes());
    json.raw(",\"evictedTraces\":").number(figures.evictedTraces());
    json.raw(",\"refusedSpans\":").number(figures.refusedSpans());
    json.raw(",\"conflictingSpans\":").number(figures.conflictingSpans());
    json.raw(",\"unwrittenSpans\":").number(copy.unwritten());
    send(exchange, json.raw('}'));
  }
}
