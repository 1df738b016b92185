// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a tracer did since it was made. Immutable. At every quiet moment each exporter's account
 * closes:
 *
 * <pre>ended = sampledOut + exported + dropped (all reasons) + queued</pre>
 *
 * @param started spans that were started
 * @param ended spans that have ended; spans that were not sampled count as ended when they start
 * @param sampledOut spans that the samplers left out
 * @param tailFallbacks local traces that the tail sampler had no room for; the sampler decided
 * @param truncatedValues attribute values and stack traces that were cut to {@link SpanLimits}
 * @param droppedDetails attributes, events and links of spans that were dropped because there were
 *     more than {@link SpanLimits} allows
 * @param refusedHeaders propagation fields or entries that were malformed or too large
 * @param faults how often a part given by the application (sampler, filter, listener, processor,
 *     carrier, attribute value) threw an exception
 * @param scopeMisuses how often a scope was closed out of order or on another thread
 * @param exporters one account an exporter
 * @since 0.1
 */
public record TracerStats(
    long started,
    long ended,
    long sampledOut,
    long tailFallbacks,
    long truncatedValues,
    long droppedDetails,
    long refusedHeaders,
    long faults,
    long scopeMisuses,
    List<Exporter> exporters) {
  /** Copies the list. */
  public TracerStats {
    exporters = List.copyOf(exporters);
  }

  /** Spans that were started and have not ended: they are open, or were forgotten. */
  public long open() {
    return started - ended;
  }

  /** Spans acknowledged, summed over the exporters. */
  public long exported() {
    long sum = 0;
    for (Exporter exporter : exporters) {
      sum += exporter.exported();
    }
    return sum;
  }

  /** Spans lost, summed over the exporters and reasons. */
  public long dropped() {
    long sum = 0;
    for (Exporter exporter : exporters) {
      sum += exporter.droppedTotal();
    }
    return sum;
  }

  /** Spans waiting or under way, summed over the exporters. */
  public long queued() {
    long sum = 0;
    for (Exporter exporter : exporters) {
      sum += exporter.queued();
    }
    return sum;
  }

  /**
   * The account of one exporter. Immutable.
   *
   * @param name the exporter
   * @param exported spans that the destination acknowledged
   * @param queued spans waiting or under way, those the tail sampler holds included
   * @param dropped spans lost, by reason; reasons that did not occur are absent
   * @param lastSuccess when a batch was last acknowledged; null if never
   * @param lastError what went wrong last; null if nothing ever did
   * @since 0.1
   */
  public record Exporter(
      String name,
      long exported,
      long queued,
      Map<DropReason, Long> dropped,
      @Nullable Instant lastSuccess,
      @Nullable String lastError) {
    /** Copies the map. */
    public Exporter {
      dropped = Map.copyOf(dropped);
    }

    /**
     * This account with spans that did not come as far as its exporter: lost ones and held ones.
     */
    Exporter with(DropReason reason, long lost, long held) {
      if ((lost | held) == 0) {
        return this;
      }
      Map<DropReason, Long> sums = new EnumMap<>(DropReason.class);
      sums.putAll(dropped);
      if (lost > 0) {
        sums.merge(reason, lost, Long::sum);
      }
      return new Exporter(name, exported, queued + held, sums, lastSuccess, lastError);
    }

    /** Spans lost for whatever reason. */
    public long droppedTotal() {
      long sum = 0;
      for (long count : dropped.values()) {
        sum += count;
      }
      return sum;
    }
  }
}
