// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.util.ClassUtils;

/**
 * What a native image must know: the classes that the starter looks for by name, and the fields it
 * reads. Properties are bound by Spring's own hints, and extensions found by {@code ServiceLoader}.
 */
final class TracerRuntimeHints implements RuntimeHintsRegistrar {
  @Override
  public void registerHints(RuntimeHints hints, @Nullable ClassLoader classes) {
    for (String name : Surroundings.LOOKED_FOR) {
      if (ClassUtils.isPresent(name, classes)) {
        hints.reflection().registerType(TypeReference.of(name));
      }
    }
    for (String name : TracingBatchListeners.OWNERS) {
      hints
          .reflection()
          .registerTypeIfPresent(
              classes, name, hint -> hint.withField(TracingBatchListeners.INTERCEPTOR));
    }
  }
}
