// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import static java.util.Objects.requireNonNull;

import dev.tracer.Attributes;
import dev.tracer.Clock;
import dev.tracer.Context;
import dev.tracer.ContextKey;
import dev.tracer.Span;
import dev.tracer.SpanKind;
import dev.tracer.export.LinkData;
import dev.tracer.internal.HttpText;
import dev.tracer.internal.Quota;
import dev.tracer.propagation.CarrierGetter;
import dev.tracer.propagation.CarrierSetter;
import dev.tracer.propagation.Propagator;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingResult;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Forces single requests to be traced: those with a header whose value is a secret that the
 * developers share. It is a propagator, which sees the header, and a sampler, which decides; give
 * it to the tracer as both:
 *
 * <pre>{@code
 * DebugHeader debug = DebugHeader.create("x-trace-debug", secret, 10, sampler);
 * Tracer.builder("checkout")
 *     .propagator(Propagator.composite(Propagator.traceContext(), Propagator.baggage(), debug))
 *     .sampler(debug)
 * }</pre>
 *
 * <p>The spans that begin such requests get the attribute {@code sampling.reason=debug}; what they
 * call follows by the sampled flag. The header itself is not passed on. Thread-safe.
 *
 * @since 0.1
 */
public final class DebugHeader implements Propagator, Sampler {
  private static final long MINUTE_NANOS = 60_000_000_000L;
  private static final SamplingResult FORCE =
      SamplingResult.threshold(0).withAttributes(Attributes.of("sampling.reason", "debug"));

  private final ContextKey<Boolean> forced = ContextKey.named("debug header");
  private final String header;
  private final byte[] secret;
  private final int perMinute;
  private final Quota quota;
  private final Sampler otherwise;
  private final Clock clock;
  private final AtomicLong refused = new AtomicLong();

  DebugHeader(String header, String secret, int perMinute, Sampler otherwise, Clock clock) {
    this.header = requireNonNull(header, "header").toLowerCase(Locale.ROOT);
    this.secret = requireNonNull(secret, "secret").getBytes(StandardCharsets.UTF_8);
    this.perMinute = perMinute;
    this.otherwise = TailSampler.atStart(otherwise, "otherwise");
    this.clock = requireNonNull(clock, "clock");
    if (!HttpText.isToken(header)) {
      throw new IllegalArgumentException("header must be the name of a header: \"" + header + '"');
    }
    if (secret.isEmpty() || perMinute < 1) {
      throw new IllegalArgumentException(
          secret.isEmpty() ? "secret must not be empty" : "perMinute must be at least 1");
    }
    this.quota = new Quota(perMinute, MINUTE_NANOS);
  }

  /**
   * Makes one.
   *
   * @param header the header's name, a token (RFC 9110, section 5.1)
   * @param secret what its value has to be; not empty
   * @param perMinute how many requests may be forced in a minute, at least 1
   * @param otherwise decides about all other spans; not a tail sampler, which takes this one as its
   *     head
   * @throws IllegalArgumentException naming the argument that cannot be used
   * @throws NullPointerException naming the argument that is null
   */
  public static DebugHeader create(String header, String secret, int perMinute, Sampler otherwise) {
    return new DebugHeader(header, secret, perMinute, otherwise, Clock.system());
  }

  /** None: nothing is written. */
  @Override
  public List<String> fields() {
    return List.of();
  }

  @Override
  public <C> void inject(Context context, C carrier, CarrierSetter<C> setter) {}

  @Override
  public <C> Context extract(Context context, C carrier, CarrierGetter<C> getter) {
    String value = getter.get(carrier, header);
    if (value == null) {
      return context;
    }
    // takes as long for a nearly right value as for a wrong one
    if (!MessageDigest.isEqual(value.getBytes(StandardCharsets.UTF_8), secret)) {
      refused.incrementAndGet();
      return context;
    }
    return context.with(forced, true);
  }

  /** How many requests had the wrong secret or were too many in their minute. */
  @Override
  public long refused() {
    return refused.get();
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
    if (parent.get(forced) != null) {
      Span span = parent.span();
      if ((!span.isValid() || span.context().isRemote()) && isAllowed()) {
        return FORCE;
      }
    }
    return otherwise.sample(parent, traceIdHigh, traceIdLow, name, kind, attributes, links);
  }

  private boolean isAllowed() {
    boolean isAllowed = quota.tryTake(clock.nanoTime());
    if (!isAllowed) {
      refused.incrementAndGet();
    }
    return isAllowed;
  }

  @Override
  public void close() {
    otherwise.close();
  }

  @Override
  public String toString() {
    return "DebugHeader{"
        + header
        + ", "
        + perMinute
        + " a minute, "
        + otherwise.description()
        + '}';
  }
}
