// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.Context;
import dev.tracer.Span;
import dev.tracer.SpanBuilder;
import dev.tracer.SpanContext;
import dev.tracer.TraceState;
import dev.tracer.internal.Hex;
import dev.tracer.internal.Quota;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How far a server believes the trace headers of its callers. Whoever can send a request can send
 * headers: a server open to the world should not let strangers choose its trace ids, fill its
 * tracing back end ({@code sampled=1}) or hide from it ({@code sampled=0}). Thread-safe.
 *
 * @since 0.1
 */
public final class InboundPolicy {
  private enum Ids {
    TRUST,
    LINK,
    IGNORE
  }

  private static final long SECOND = 1_000_000_000L;

  private static final InboundPolicy TRUST = new InboundPolicy(Ids.TRUST, false, null);
  private static final InboundPolicy LINK = new InboundPolicy(Ids.LINK, false, null);
  private static final InboundPolicy IGNORE = new InboundPolicy(Ids.IGNORE, false, null);

  private final Ids ids;
  private final boolean undecided;
  private final @Nullable Cap cap;

  private InboundPolicy(Ids ids, boolean undecided, @Nullable Cap cap) {
    this.ids = ids;
    this.undecided = undecided;
    this.cap = cap;
  }

  /** How many sampled flags are followed; no quota if none is. */
  private record Cap(@Nullable Quota quota, LongSupplier nanoTime) {
    boolean allows() {
      return quota != null && quota.tryTake(nanoTime.getAsLong());
    }
  }

  /** Continues the caller's trace, with its baggage. For callers of your own. */
  public static InboundPolicy trust() {
    return TRUST;
  }

  /** Begins a new trace, linked to the caller's; without its baggage. */
  public static InboundPolicy link() {
    return LINK;
  }

  /** Begins a new trace and forgets the caller's, its baggage included. */
  public static InboundPolicy ignore() {
    return IGNORE;
  }

  /**
   * This policy, deciding about recording by itself: the tracer's sampler treats the request like
   * one that came without trace. Neither the caller's sampled flag counts nor the randomness in its
   * trace id or {@code ot=rv} of its trace state: the trace gets randomness of our own there, and
   * loses the rest of {@code ot}. A new trace is decided so anyway.
   *
   * @throws IllegalStateException if this policy {@linkplain #capSampledFlag follows} the flag
   */
  public InboundPolicy ignoreSampledFlag() {
    if (cap != null) {
      throw new IllegalStateException(
          "ignoreSampledFlag contradicts capSampledFlag, which follows the flag: choose one");
    }
    return ids == Ids.TRUST ? new InboundPolicy(ids, true, null) : this;
  }

  /**
   * This policy, following the caller's sampled flag for up to {@code perSecond} requests a second;
   * those beyond are continued, but not sampled.
   *
   * @throws IllegalArgumentException if {@code perSecond} is negative
   * @throws IllegalStateException if this policy does not follow the flag at all: those of {@link
   *     #link()}, {@link #ignore()} and {@link #ignoreSampledFlag()}
   */
  public InboundPolicy capSampledFlag(int perSecond) {
    return capSampledFlag(perSecond, System::nanoTime);
  }

  InboundPolicy capSampledFlag(int perSecond, LongSupplier nanoTime) {
    if (perSecond < 0) {
      throw new IllegalArgumentException("perSecond must not be negative: " + perSecond);
    }
    if (ids != Ids.TRUST || undecided) {
      throw new IllegalStateException(
          "capSampledFlag needs a policy that follows the flag: InboundPolicy.trust()");
    }
    Quota quota = perSecond == 0 ? null : new Quota(perSecond, SECOND);
    return new InboundPolicy(ids, false, new Cap(quota, nanoTime));
  }

  /**
   * Relates the span of a request, which is about to start, to what came with the request. Samplers
   * see what propagators of theirs have found ({@code DebugHeader}) whatever becomes of the trace.
   */
  void apply(SpanBuilder span, Context local, Context received) {
    Span remote = received.span();
    boolean found = remote != local.span() && remote.isValid();
    if (ids == Ids.TRUST) {
      Span parent = found ? filtered(remote) : remote;
      span.parent(parent == remote ? received : received.with(parent));
      return;
    }
    Context foreign = received == local ? local : received.with(local.span());
    span.parent(foreign.baggage().isEmpty() ? foreign : foreign.with(local.baggage()));
    if (found && ids == Ids.LINK) {
      span.link(remote.context());
    }
  }

  /** The context in which the request is handled, but for its span. */
  Context handling(Context local, Context received) {
    return ids == Ids.TRUST ? received : local;
  }

  private Span filtered(Span remote) {
    if (undecided) {
      TraceState state = remote.context().traceState().with("ot", "rv:" + randomness());
      return Span.of(with(remote.context(), (byte) 0, state).undecided());
    }
    if (cap == null || !remote.isSampled() || cap.allows()) {
      return remote;
    }
    return Span.of(with(remote.context(), SpanContext.SAMPLED, remote.context().traceState()));
  }

  /** 56 bits in hex. */
  private static String randomness() {
    return Hex.format(ThreadLocalRandom.current().nextLong()).substring(2);
  }

  private static SpanContext with(SpanContext context, byte withoutFlags, TraceState state) {
    return SpanContext.of(
        context.traceIdHigh(),
        context.traceIdLow(),
        context.spanIdAsLong(),
        (byte) (context.traceFlags() & ~withoutFlags),
        state,
        true);
  }
}
