// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import dev.tracer.Tracer;
import dev.tracer.TracerStats;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * The actuator endpoint {@code tracer}: what became of the spans, and which configuration counts,
 * without secrets. Thread-safe.
 *
 * @since 0.1
 */
@Endpoint(id = "tracer")
public final class TracerEndpoint {
  private final Tracer tracer;
  private final @Nullable EffectiveTracer effective;

  TracerEndpoint(Tracer tracer, @Nullable EffectiveTracer effective) {
    this.tracer = tracer;
    this.effective = effective;
  }

  /** What it shows: {@code stats}, {@code configuration} and {@code warnings}. */
  @ReadOperation
  public Map<String, Object> tracer() {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("enabled", tracer.isEnabled());
    shown.put("stats", stats(tracer.stats()));
    shown.put(
        "configuration",
        effective == null ? Map.of("madeBy", "the application") : effective.configuration());
    shown.put("warnings", effective == null ? List.of() : effective.warnings());
    return shown;
  }

  private static Map<String, Object> stats(TracerStats stats) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("started", stats.started());
    shown.put("ended", stats.ended());
    shown.put("open", stats.open());
    shown.put("sampledOut", stats.sampledOut());
    shown.put("tailFallbacks", stats.tailFallbacks());
    shown.put("truncatedValues", stats.truncatedValues());
    shown.put("droppedDetails", stats.droppedDetails());
    shown.put("refusedHeaders", stats.refusedHeaders());
    shown.put("faults", stats.faults());
    shown.put("scopeMisuses", stats.scopeMisuses());
    List<Map<String, Object>> exporters = new ArrayList<>();
    for (TracerStats.Exporter exporter : stats.exporters()) {
      exporters.add(exporter(exporter));
    }
    shown.put("exporters", exporters);
    return shown;
  }

  private static Map<String, Object> exporter(TracerStats.Exporter exporter) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("name", exporter.name());
    shown.put("exported", exporter.exported());
    shown.put("queued", exporter.queued());
    Map<String, Long> dropped = new LinkedHashMap<>();
    exporter.dropped().forEach((reason, count) -> dropped.put(reason.name(), count));
    shown.put("dropped", dropped);
    String error = exporter.lastError();
    shown.put("lastError", error == null ? "" : error);
    return shown;
  }
}
