// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks;

import dev.tracer.Span;
import io.opentelemetry.api.common.AttributeKey;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * What does a typical span cost? A sampled root span with five attributes: three texts, an integer
 * beyond the cache of boxed ones, a truth value. Brave has texts only and gets five of them.
 *
 * <p>Dimensions: the library; for OpenTelemetry also whether the attributes are named by keys made
 * beforehand, its fastest way and the one compared with, or by strings as in the other two.
 */
public class AttributesBenchmark {
  static final String METHOD = "http.request.method";
  static final String ROUTE = "http.route";
  static final String SCHEME = "url.scheme";
  static final String STATUS = "http.response.status_code";
  static final String HIT = "cache.hit";

  private static final AttributeKey<String> METHOD_KEY = AttributeKey.stringKey(METHOD);
  private static final AttributeKey<String> ROUTE_KEY = AttributeKey.stringKey(ROUTE);
  private static final AttributeKey<String> SCHEME_KEY = AttributeKey.stringKey(SCHEME);
  private static final AttributeKey<Long> STATUS_KEY = AttributeKey.longKey(STATUS);
  private static final AttributeKey<Boolean> HIT_KEY = AttributeKey.booleanKey(HIT);

  /** The five attributes in this library. */
  static void fill(Span span) {
    span.set(METHOD, "GET");
    span.set(ROUTE, "/orders/{id}");
    span.set(SCHEME, "https");
    span.set(STATUS, 200);
    span.set(HIT, true);
  }

  /** The five attributes in OpenTelemetry. */
  static void fill(io.opentelemetry.api.trace.Span span) {
    span.setAttribute(METHOD_KEY, "GET");
    span.setAttribute(ROUTE_KEY, "/orders/{id}");
    span.setAttribute(SCHEME_KEY, "https");
    span.setAttribute(STATUS_KEY, 200L);
    span.setAttribute(HIT_KEY, true);
  }

  /** The five attributes in Brave. */
  static void fill(brave.Span span) {
    span.tag(METHOD, "GET");
    span.tag(ROUTE, "/orders/{id}");
    span.tag(SCHEME, "https");
    span.tag(STATUS, "200");
    span.tag(HIT, "true");
  }

  /** A span with five attributes. */
  @Benchmark
  public Span tracer(TracerState state) {
    Span span = state.tracer.startSpan("work");
    fill(span);
    span.end();
    return span;
  }

  /** A span with five attributes. */
  @Benchmark
  public Object openTelemetry(OpenTelemetryState state) {
    io.opentelemetry.api.trace.Span span = state.tracer.spanBuilder("work").startSpan();
    fill(span);
    span.end();
    return span;
  }

  /** A span with five attributes that are named by strings. */
  @Benchmark
  public Object openTelemetryStrings(OpenTelemetryState state) {
    io.opentelemetry.api.trace.Span span = state.tracer.spanBuilder("work").startSpan();
    span.setAttribute(METHOD, "GET");
    span.setAttribute(ROUTE, "/orders/{id}");
    span.setAttribute(SCHEME, "https");
    span.setAttribute(STATUS, 200);
    span.setAttribute(HIT, true);
    span.end();
    return span;
  }

  /** A span with five tags. */
  @Benchmark
  public Object brave(BraveState state) {
    brave.Span span = state.tracer.nextSpan().name("work").start();
    fill(span);
    span.finish();
    return span;
  }
}
