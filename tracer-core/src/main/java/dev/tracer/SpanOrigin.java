// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

/** What all spans of one instrumentation scope have in common. Immutable. */
final class SpanOrigin {
  final SpanOwner owner;
  final Resource resource;
  final InstrumentationScope scope;
  final Limiter limiter;
  final LostSpans lost;
  final Clock clock;

  SpanOrigin(
      SpanOwner owner,
      Resource resource,
      InstrumentationScope scope,
      Limiter limiter,
      Clock clock) {
    this.owner = owner;
    this.resource = resource;
    this.scope = scope;
    this.limiter = limiter;
    this.lost = owner.lostSpans();
    this.clock = clock;
  }

  SpanOrigin withScope(InstrumentationScope other) {
    return new SpanOrigin(owner, resource, other, limiter, clock);
  }
}
