// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import dev.tracer.internal.JsonWriter;
import java.util.List;

/**
 * A line of the list of traces. Immutable.
 *
 * @param id the trace
 * @param service the service of its root, or of its first span
 * @param name the name of its root, or of its first span
 * @param startEpochNanos its start, in nanoseconds since 1970-01-01T00:00:00Z
 * @param durationNanos from the first start to the last end
 * @param spans how many spans have ended
 * @param errors how many of them failed
 * @param running how many more are not over yet
 * @param rootless whether no root has come
 * @param services the services that took part, in alphabetical order
 */
record TraceSummary(
    TraceId id,
    String service,
    String name,
    long startEpochNanos,
    long durationNanos,
    int spans,
    int errors,
    int running,
    boolean rootless,
    List<String> services) {
  /** The same with another number of spans. */
  TraceSummary withSpans(int count) {
    return new TraceSummary(
        id,
        service,
        name,
        startEpochNanos,
        durationNanos,
        count,
        errors,
        running,
        rootless,
        services);
  }

  /** Writes it as an object, and a comma. */
  void write(JsonWriter json) {
    json.raw("{\"traceId\":").string(id.toString());
    json.raw(",\"service\":").string(service);
    json.raw(",\"name\":").string(name);
    json.raw(",\"startUnixNano\":\"").number(startEpochNanos);
    json.raw("\",\"durationNanos\":").number(durationNanos);
    json.raw(",\"spans\":").number(spans);
    json.raw(",\"errors\":").number(errors);
    json.raw(",\"running\":").number(running);
    json.raw(",\"rootless\":").raw(rootless ? "true" : "false");
    json.raw(",\"services\":[");
    for (String service : services) {
      json.string(service).raw(',');
    }
    json.close(']').raw("},");
  }
}
