// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.sampling;

import dev.tracer.export.SpanData;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A sampler that decides a second time when a request has left this process: a tail sampler. What
 * it drops at the start is recorded all the same and held, together with the spans below it, until
 * it is known how they end. {@code RECORD_ONLY} means the same as {@code DROP}, and below a local
 * root it is not asked again.
 *
 * @since 0.1
 */
public interface LocalTraceSampler extends Sampler {
  /**
   * Begins to hold traces for one tracer.
   *
   * @param next takes the spans that are kept
   * @param faults is told what conditions of the application threw, with the name of the part
   */
  LocalTraces attach(
      Consumer<? super SpanData> next, BiConsumer<? super String, ? super Throwable> faults);
}
