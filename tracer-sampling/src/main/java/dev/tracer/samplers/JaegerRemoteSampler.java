// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import static java.util.Objects.requireNonNull;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.SpanKind;
import dev.tracer.export.LinkData;
import dev.tracer.internal.JsonReader;
import dev.tracer.internal.LogTopic;
import dev.tracer.internal.ThrottledLog;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingResult;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks a Jaeger collector or agent now and then how to sample, over HTTP with JSON: one ratio or
 * one rate for all, or ratios by operation (span name) of which each is kept a little anyway, the
 * lower bound. Until there is an answer, and while there is none, things stay as they are. To be
 * used behind {@link Sampler#parentBased}.
 *
 * <p>Thread-safe. Has a daemon thread of its own until it is closed; the tracer closes it.
 *
 * @since 0.1
 */
public final class JaegerRemoteSampler implements Sampler {
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_OPERATIONS = 2_000;

  private final URL url;
  private final long pollMillis;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ThrottledLog log = new ThrottledLog();

  /** By operation; the one for all others has the empty name. Replaced as a whole, by the poll. */
  private volatile Map<String, Sampler> strategy;

  // confined to the polling thread
  private String answer = "";
  private double lowerBound;

  /** Live on from one strategy to the next, so that not each of them grants new traces. */
  private final Map<String, Sampler> floors = new HashMap<>();

  private JaegerRemoteSampler(URL url, long pollMillis, Sampler initial) {
    this.url = url;
    this.pollMillis = pollMillis;
    this.strategy = Map.of("", initial);
  }

  /**
   * Starts to ask, at once and then regularly.
   *
   * @param serviceName whose strategy to ask for
   * @param endpoint for example {@code http://localhost:5778/sampling}
   * @param pollInterval how long to wait between questions; positive, usually a minute
   * @param initial what to do until there is an answer
   * @throws IllegalArgumentException naming the argument that cannot be used
   * @throws NullPointerException naming the argument that is null
   */
  public static JaegerRemoteSampler create(
      String serviceName, String endpoint, Duration pollInterval, Sampler initial) {
    requireNonNull(serviceName, "serviceName");
    TailSampler.atStart(initial, "initial");
    if (pollInterval.compareTo(Duration.ofMillis(1)) < 0) {
      throw new IllegalArgumentException("pollInterval must be positive: " + pollInterval);
    }
    URL url;
    try {
      String query = (endpoint.indexOf('?') < 0 ? "?" : "&").concat("service=");
      url =
          new URL(
              endpoint
                  .concat(query)
                  .concat(URLEncoder.encode(serviceName, StandardCharsets.UTF_8)));
      if (!url.getProtocol().startsWith("http")) {
        throw new MalformedURLException();
      }
    } catch (MalformedURLException e) {
      String shown = endpoint.indexOf('@') < 0 ? endpoint : "(not shown, as it has a password)";
      throw new IllegalArgumentException("endpoint must be an HTTP URL: ".concat(shown), e);
    }
    JaegerRemoteSampler sampler = new JaegerRemoteSampler(url, pollInterval.toMillis(), initial);
    Thread thread =
        new Thread(null, sampler::poll, "tracer-sampling-".concat(serviceName), 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(JaegerRemoteSampler.class.getClassLoader());
    thread.start();
    return sampler;
  }

  @Override
  public SamplingResult sample(
      Context parent,
      long traceIdHigh,
      long traceIdLow,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    Map<String, Sampler> samplers = strategy;
    Sampler sampler = samplers.get(name);
    if (sampler == null) {
      sampler = requireNonNull(samplers.get(""));
    }
    return sampler.sample(parent, traceIdHigh, traceIdLow, name, kind, attributes, links);
  }

  /** Asks no more; the last strategy stays. */
  @Override
  public void close() {
    closed.countDown();
  }

  private void poll() {
    try {
      do {
        try {
          apply(fetch());
        } catch (IOException | RuntimeException e) {
          log.warn(
              LogTopic.SAMPLING,
              "No sampling strategy from " + url.getHost() + ", the last stays: " + e);
        }
      } while (!closed.await(pollMillis, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      // somebody wants this thread to end
    }
  }

  private String fetch() throws IOException {
    HttpURLConnection http = (HttpURLConnection) url.openConnection();
    try {
      http.setConnectTimeout(TIMEOUT_MILLIS);
      http.setReadTimeout(TIMEOUT_MILLIS);
      http.setInstanceFollowRedirects(false);
      http.setUseCaches(false);
      if (http.getResponseCode() != 200) {
        throw new IOException("HTTP status " + http.getResponseCode());
      }
      // what is longer ends in the middle and is malformed
      byte[] bytes = http.getInputStream().readNBytes(MAX_BYTES);
      return new String(bytes, StandardCharsets.UTF_8);
    } finally {
      http.disconnect();
    }
  }

  /** Takes over a strategy, unless it is the last one again. */
  void apply(String json) {
    if (json.equals(answer)) {
      return;
    }
    Map<?, ?> all = object(JsonReader.parse(json));
    Map<String, Sampler> samplers = new HashMap<>();
    Object type = all.get("strategyType");
    if (all.get("operationSampling") instanceof Map<?, ?> operations) {
      byOperation(samplers, operations);
    } else if ("RATE_LIMITING".equals(type) || Long.valueOf(1).equals(type)) {
      double rate = number(object(all.get("rateLimitingSampling")), "maxTracesPerSecond");
      samplers.put("", rate == 0 ? Sampler.alwaysOff() : Sampling.rateLimiting(rate));
    } else {
      samplers.put("", ratio(all));
    }
    if (closed.getCount() > 0) {
      strategy = samplers;
      answer = json;
    }
  }

  private void byOperation(Map<String, Sampler> samplers, Map<?, ?> operations) {
    double bound = number(operations, "defaultLowerBoundTracesPerSecond");
    if (bound != lowerBound) {
      lowerBound = bound;
      floors.clear();
    }
    samplers.put(
        "", atLeast("", Sampler.probability(number(operations, "defaultSamplingProbability"))));
    if (operations.get("perOperationStrategies") instanceof List<?> strategies) {
      for (Object each : strategies) {
        Map<?, ?> operation = object(each);
        if (operation.get("operation") instanceof String name && samplers.size() < MAX_OPERATIONS) {
          samplers.put(name, atLeast(name, ratio(operation)));
        }
      }
    }
    floors.keySet().retainAll(samplers.keySet());
  }

  private Sampler atLeast(String operation, Sampler sampler) {
    if (lowerBound == 0) {
      return sampler;
    }
    Sampler floor = floors.get(operation);
    if (floor == null) {
      floor = Sampling.rateLimiting(lowerBound);
      floors.put(operation, floor);
    }
    return Sampling.anyOf(sampler, floor);
  }

  private static Sampler ratio(Map<?, ?> strategy) {
    return Sampler.probability(
        number(object(strategy.get("probabilisticSampling")), "samplingRate"));
  }

  private static Map<?, ?> object(@Nullable Object json) {
    if (json instanceof Map<?, ?> map) {
      return map;
    }
    throw new IllegalArgumentException("no strategy");
  }

  /** A number; 0 if it is not there, as protobuf leaves out zeros. */
  private static double number(Map<?, ?> object, String name) {
    return object.get(name) instanceof Number number ? number.doubleValue() : 0;
  }

  @Override
  public String toString() {
    return "JaegerRemoteSampler" + strategy;
  }
}
