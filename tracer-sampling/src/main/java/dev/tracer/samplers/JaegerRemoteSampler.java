// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import static java.util.Objects.requireNonNull;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.SpanKind;
import dev.tracer.export.LinkData;
import dev.tracer.export.send.Endpoint;
import dev.tracer.internal.Deadline;
import dev.tracer.internal.DetachedThread;
import dev.tracer.internal.LogTopic;
import dev.tracer.internal.SafeText;
import dev.tracer.internal.ThrottledLog;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingResult;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks a Jaeger collector or agent now and then how to sample, over HTTP with JSON: one ratio or
 * one rate for all, or ratios by operation (span name) of which each is kept a little anyway, the
 * lower bound. Until there is an answer, and while there is none, things stay as they are. To be
 * used behind {@link Sampler#parentBased}.
 *
 * <p>Root spans get the attributes {@code sampler.type} and {@code sampler.param}, from which
 * Jaeger's adaptive sampling learns.
 *
 * <p>Thread-safe. Has a daemon thread of its own until it is closed, and one more while it asks:
 * two if a question hangs, as the look-up of a name may. The tracer closes it.
 *
 * @since 0.1
 */
public final class JaegerRemoteSampler implements Sampler {
  private static final long TIMEOUT_NANOS = 10_000_000_000L;

  /** How many questions may hang before there are no more. */
  private static final int MAX_ASKING = 2;

  private final Endpoint endpoint;
  private final String serviceName;
  private final long pollNanos;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ThrottledLog log = new ThrottledLog();

  /** Replaced as a whole, by the thread that polls. */
  private volatile JaegerStrategy strategy;

  /** What is asked just now. Written by the thread that polls, read by close. */
  private volatile @Nullable StrategyRequest request;

  /** The last answer. Confined to the thread that polls. */
  private String answer = "";

  /**
   * What asks, and what does not return although nobody waits for it any more. Confined to the
   * thread that polls.
   */
  private final List<Thread> asking = new ArrayList<>();

  private JaegerRemoteSampler(
      Endpoint endpoint, String serviceName, long pollNanos, Sampler initial) {
    this.endpoint = endpoint;
    this.serviceName = serviceName;
    this.pollNanos = pollNanos;
    this.strategy = JaegerStrategy.of(initial);
  }

  /**
   * Starts to ask, at once and then regularly.
   *
   * @param serviceName whose strategy to ask for
   * @param endpoint for example {@code http://localhost:5778/sampling}
   * @param pollInterval how long to wait between questions; positive, usually a minute; what is
   *     longer than a year is a year
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
    JaegerRemoteSampler sampler =
        new JaegerRemoteSampler(
            ask(serviceName, endpoint), serviceName, Deadline.nanos(pollInterval), initial);
    new DetachedThread("tracer-sampling-".concat(serviceName), sampler::poll).start();
    return sampler;
  }

  private static Endpoint ask(String serviceName, String endpoint) {
    String query =
        (requireNonNull(endpoint, "endpoint").indexOf('?') < 0 ? "?" : "&").concat("service=");
    String service = URLEncoder.encode(serviceName, StandardCharsets.UTF_8);
    return Endpoint.of("endpoint", endpoint.strip() + query + service);
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
    return strategy.sample(parent, traceIdLow, name, kind);
  }

  /** Asks no more; the last strategy stays. */
  @Override
  public void close() {
    closed.countDown();
    StrategyRequest now = request;
    if (now != null) {
      now.giveUp();
    }
  }

  private void poll() {
    try {
      do {
        try {
          ask();
        } catch (RuntimeException | Error e) {
          // not even what went wrong could be told, for want of memory perhaps: there is a next
          // time
        }
      } while (!closed.await(pollNanos, TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      // somebody wants this thread to end
    }
  }

  /** Asks once; whatever goes wrong, there will be a next time. */
  void ask() throws InterruptedException {
    try {
      StrategyRequest asked = new StrategyRequest(endpoint);
      request = asked;
      if (closed.getCount() > 0) { // else close may have come before it could see the request
        start(asked);
        apply(asked.await(TIMEOUT_NANOS));
      }
    } catch (InterruptedException e) {
      throw e;
    } catch (Throwable e) {
      if (closed.getCount() > 0) {
        log.warn(LogTopic.SAMPLING, trouble(e));
      }
    }
  }

  private void start(StrategyRequest asked) throws IOException {
    asking.removeIf(thread -> !thread.isAlive());
    if (asking.size() >= MAX_ASKING) {
      throw new IOException("earlier questions still hang");
    }
    Thread thread = new DetachedThread("tracer-sampling-ask-".concat(serviceName), asked);
    asking.add(thread);
    thread.start();
  }

  /** What to tell of a failure: without the user, the query, and what a terminal might obey. */
  private String trouble(Throwable error) {
    return "No sampling strategy from "
        + endpoint
        + ", the last stays: "
        + SafeText.inMessage(String.valueOf(error.getMessage()));
  }

  /** Takes over a strategy, unless it is the last one again. */
  void apply(String json) {
    if (json.equals(answer)) {
      return;
    }
    JaegerStrategy next = JaegerStrategy.parse(json, strategy);
    if (closed.getCount() > 0) {
      strategy = next;
      answer = json;
    }
  }

  @Override
  public String toString() {
    return "JaegerRemoteSampler{" + strategy + "}";
  }
}
