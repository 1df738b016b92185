// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import dev.tracer.FlushResult;
import dev.tracer.Tracer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.DisposableBean;

/**
 * The tracer that the starter made, and how it came about. Closes it with the application, after
 * all that may make spans. Immutable but for the tracer.
 *
 * @param configuration what counts in the end, without secrets
 * @param warnings what was wrong with the set-up
 */
record EffectiveTracer(
    Tracer tracer, Map<String, Object> configuration, List<String> warnings, Duration closeTimeout)
    implements DisposableBean {
  /** Its name: what has to end first is registered as dependent of it. */
  static final String BEAN = "effectiveTracer";

  @Override
  public void destroy() {
    FlushResult result = tracer.close(closeTimeout);
    if (!result.isComplete()) {
      new Warnings("Not all spans were sent before the end: " + tracer.stats() + ".").log();
    }
  }
}
