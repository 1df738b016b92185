// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.SpanKind;
import dev.tracer.internal.JsonReader;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a Jaeger back end says: how to sample each operation. Its lower bounds live on in the next
 * strategy, so that not each of them grants new traces. Thread-safe.
 */
final class JaegerStrategy {
  private static final int MAX_OPERATIONS = 2_000;

  /** Decides about one operation. */
  interface Decider {
    SamplingResult sample(Context parent, long traceIdLow, String name, SpanKind kind);
  }

  private final Map<String, Decider> operations;

  /** About operations that have none of their own. */
  private final Decider others;

  /** For those of {@code others} that a lower bound of their own was made for. */
  private final Map<String, Decider> unlisted = new ConcurrentHashMap<>();

  private final Floor floor;
  private final String description;

  /**
   * What operations have that are not listed.
   *
   * @param lowerBound how often each is kept in any case, in traces a second; 0 for no such promise
   * @param samplers what keeps the promise, by operation; grows
   */
  private record Floor(double ratio, double lowerBound, Map<String, Sampler> samplers) {
    static final Floor NONE = new Floor(0, 0, Map.of());
  }

  private JaegerStrategy(
      Map<String, Decider> operations, Decider others, Floor floor, String description) {
    this.operations = operations;
    this.others = others;
    this.floor = floor;
    this.description = description;
  }

  /** One sampler for all. */
  static JaegerStrategy of(Sampler sampler) {
    return all(
        (parent, low, name, kind) ->
            sampler.sample(parent, 0, low, name, kind, Attributes.empty(), List.of()),
        sampler.description());
  }

  private static JaegerStrategy all(Decider decider, String description) {
    return new JaegerStrategy(Map.of(), decider, Floor.NONE, description);
  }

  /**
   * Reads a strategy (Jaeger, "api_v2/sampling.proto" as JSON). What there is counts, and not the
   * member {@code strategyType}, which protobuf leaves out where it is 0.
   *
   * @param before the one that it takes the place of
   * @throws IllegalArgumentException if it cannot be understood; nothing of the text is in the
   *     message
   */
  static JaegerStrategy parse(String json, JaegerStrategy before) {
    Map<?, ?> all = object(JsonReader.parse(json));
    if (all.get("operationSampling") instanceof Map<?, ?> operations) {
      return byOperation(operations, before);
    }
    if (all.get("probabilisticSampling") instanceof Map<?, ?> share) {
      double ratio = ratio(share, "samplingRate");
      return all(JaegerDecider.share(ratio), "ratio " + ratio);
    }
    double rate = number(object(all.get("rateLimitingSampling")), "maxTracesPerSecond");
    if (!(rate >= 0)) {
      throw new IllegalArgumentException("maxTracesPerSecond is negative");
    }
    return all(JaegerDecider.rate(rate), rate + " a second");
  }

  private static JaegerStrategy byOperation(Map<?, ?> json, JaegerStrategy before) {
    double lowerBound = number(json, "defaultLowerBoundTracesPerSecond");
    double ratio = ratio(json, "defaultSamplingProbability");
    Map<String, Sampler> known =
        lowerBound == before.floor.lowerBound() ? before.floor.samplers() : Map.of();
    Map<String, Sampler> floors = new ConcurrentHashMap<>();
    Map<String, Decider> operations = new HashMap<>();
    if (json.get("perOperationStrategies") instanceof List<?> strategies) {
      for (Object each : strategies) {
        Map<?, ?> operation = object(each);
        if (operation.get("operation") instanceof String name
            && operations.size() < MAX_OPERATIONS) {
          double own = ratio(object(operation.get("probabilisticSampling")), "samplingRate");
          goOn(known, name, floors);
          operations.put(name, atLeast(name, own, lowerBound, floors));
        }
      }
    }
    goOn(known, "", floors);
    for (String name : known.keySet()) { // as many of the others as there is room for
      if (floors.size() < MAX_OPERATIONS) {
        goOn(known, name, floors);
      }
    }
    return new JaegerStrategy(
        operations,
        atLeast("", ratio, lowerBound, floors),
        new Floor(ratio, lowerBound, floors),
        operations.size() + " operations, others by ratio " + ratio);
  }

  /** What an operation had of its promise goes on with it. */
  private static void goOn(
      Map<String, Sampler> known, String operation, Map<String, Sampler> floors) {
    Sampler floor = known.get(operation);
    if (floor != null) {
      floors.put(operation, floor);
    }
  }

  private static Decider atLeast(
      String operation, double ratio, double lowerBound, Map<String, Sampler> floors) {
    if (!(lowerBound > 0)) {
      return JaegerDecider.share(ratio);
    }
    Sampler floor = floors.computeIfAbsent(operation, name -> Sampling.rateLimiting(lowerBound));
    return JaegerDecider.atLeast(ratio, lowerBound, floor);
  }

  /** How many operations, the listed ones included, have a sampler that keeps the promise. */
  int lowerBounds() {
    return floor.samplers().size();
  }

  SamplingResult sample(Context parent, long traceIdLow, String name, SpanKind kind) {
    return decider(name).sample(parent, traceIdLow, name, kind);
  }

  private Decider decider(String name) {
    Decider listed = operations.get(name);
    if (listed != null) {
      return listed;
    }
    if (floor.lowerBound() == 0) {
      return others;
    }
    Decider own = unlisted.get(name);
    if (own == null) {
      if (operations.size() + unlisted.size() >= MAX_OPERATIONS) {
        return others;
      }
      own =
          unlisted.computeIfAbsent(
              name, key -> atLeast(key, floor.ratio(), floor.lowerBound(), floor.samplers()));
    }
    return own;
  }

  private static Map<?, ?> object(@Nullable Object json) {
    if (json instanceof Map<?, ?> map) {
      return map;
    }
    throw new IllegalArgumentException("no strategy");
  }

  private static double ratio(Map<?, ?> object, String name) {
    double ratio = number(object, name);
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new IllegalArgumentException(name + " is no ratio: " + ratio);
    }
    return ratio;
  }

  /** A number; 0 if it is not there, as protobuf leaves out zeros. */
  private static double number(Map<?, ?> object, String name) {
    return object.get(name) instanceof Number number ? number.doubleValue() : 0;
  }

  @Override
  public String toString() {
    return description;
  }
}
