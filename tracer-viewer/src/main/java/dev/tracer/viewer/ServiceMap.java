// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.export.SpanData;
import dev.tracer.internal.JsonWriter;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who calls whom, how often and how fast, in all traces of a store: services, and the databases and
 * queues that their spans name. Confined to one thread.
 */
final class ServiceMap {
  /** From whom to whom. */
  private record Edge(String from, String to) implements Comparable<Edge> {
    @Override
    public int compareTo(Edge other) {
      int byFrom = from.compareTo(other.from);
      return byFrom != 0 ? byFrom : to.compareTo(other.to);
    }
  }

  /** How long things took, and how many of them failed. */
  private static final class Durations {
    private long[] durations = new long[8];
    private int count;
    private int errors;

    private void add(SpanData span) {
      if (count == durations.length) {
        durations = Arrays.copyOf(durations, 2 * count);
      }
      durations[count++] = Math.max(0, span.durationNanos());
      errors += span.statusCode() == StatusCode.ERROR ? 1 : 0;
    }

    /** Writes the members but the first one's name. */
    private void write(JsonWriter json) {
      Arrays.sort(durations, 0, count);
      json.number(count).raw(",\"errors\":").number(errors);
      json.raw(",\"p50Nanos\":").number(percentile(50));
      json.raw(",\"p99Nanos\":").number(percentile(99));
    }

    /** The least duration that so many of a hundred do not exceed. */
    private long percentile(int percent) {
      return durations[Math.max(0, (count * percent + 99) / 100 - 1)];
    }
  }

  /**
   * What is known of the calls of an edge or to a node, and of the messages, which nobody waits
   * for.
   */
  private static final class Calls {
    private final Durations calls = new Durations();
    private final Durations messages = new Durations();

    private void add(SpanData span) {
      (span.kind() == SpanKind.CONSUMER ? messages : calls).add(span);
    }

    private void write(JsonWriter json) {
      json.raw(",\"calls\":");
      calls.write(json);
      if (messages.count > 0) {
        json.raw(",\"messages\":{\"count\":");
        messages.write(json);
        json.raw('}');
      }
      json.raw("},");
    }
  }

  private final Map<Edge, Calls> edges = new TreeMap<>();
  private final Map<String, Calls> nodes = new TreeMap<>();

  /** Adds the calls of a trace. */
  void add(Iterable<? extends SpanData> spans, Function<Long, @Nullable SpanData> byId) {
    for (SpanData span : spans) {
      String service = span.resource().serviceName();
      SpanData parent = byId.apply(span.parentSpanIdAsLong());
      String caller = parent == null ? null : parent.resource().serviceName();
      if (!service.equals(caller)) {
        node(service).add(span);
        if (caller != null) {
          addEdge(caller, service, span);
        }
      }
      String backend = backend(span);
      if (backend != null) {
        node(backend).add(span);
        addEdge(service, backend, span);
      }
    }
  }

  private Calls node(String name) {
    return nodes.computeIfAbsent(name, n -> new Calls());
  }

  /** Both ends are nodes, also one that nobody calls: the root of a ring. */
  private void addEdge(String from, String to, SpanData span) {
    node(from);
    edges.computeIfAbsent(new Edge(from, to), e -> new Calls()).add(span);
  }

  /** The database that a span calls; null if it calls none. */
  private static @Nullable String backend(SpanData span) {
    if (span.kind() != SpanKind.CLIENT) {
      return null;
    }
    Object system = span.attributes().get("db.system.name");
    if (system == null) {
      system = span.attributes().get("db.system");
    }
    if (system == null) {
      return null;
    }
    Object namespace = span.attributes().get("db.namespace");
    return namespace == null ? system.toString() : system + ":" + namespace;
  }

  /** Writes the members {@code nodes} and {@code edges}, with a comma behind each. */
  void write(JsonWriter json) {
    json.raw("\"nodes\":[");
    nodes.forEach(
        (name, calls) -> {
          json.raw("{\"name\":").string(name);
          calls.write(json);
        });
    json.close(']').raw(",\"edges\":[");
    edges.forEach(
        (edge, calls) -> {
          json.raw("{\"from\":").string(edge.from()).raw(",\"to\":").string(edge.to());
          calls.write(json);
        });
    json.close(']').raw(',');
  }
}
