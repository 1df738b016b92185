// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import dev.tracer.TracerBuilder;

/**
 * A bean that changes details of the application's tracer before it is made. Those of several beans
 * run in their order; what they set wins over all properties.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface TracerBuilderCustomizer {
  /** Changes {@code builder}; what this throws ends the start of the application. */
  void customize(TracerBuilder builder);
}
