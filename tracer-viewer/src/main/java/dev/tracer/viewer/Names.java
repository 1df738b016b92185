// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import dev.tracer.InstrumentationScope;
import dev.tracer.Resource;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes equal short texts, resources and scopes one object, so that a thousand spans of a service
 * do not hold a thousand copies of its name. Forgets all when it has become too large: then later
 * ones are shared anew. Thread-safe.
 */
final class Names {
  static final int MAX_LENGTH = 64;
  private static final int MAX_TEXTS = 8192;
  private static final int MAX_OTHERS = 512;

  /** Numbers that spans are full of: status codes, counts, small sizes. */
  private static final Long[] NUMBERS = new Long[1024];

  static {
    Arrays.setAll(NUMBERS, i -> (long) i);
  }

  private final Map<String, String> texts = new ConcurrentHashMap<>();
  private final Map<Resource, Resource> resources = new ConcurrentHashMap<>();
  private final Map<InstrumentationScope, InstrumentationScope> scopes = new ConcurrentHashMap<>();

  String shared(String text) {
    return text.length() > MAX_LENGTH ? text : shared(texts, text, MAX_TEXTS);
  }

  Long shared(Long number) {
    return number >= 0 && number < NUMBERS.length ? NUMBERS[(int) (long) number] : number;
  }

  Resource shared(Resource resource) {
    return shared(resources, resource, MAX_OTHERS);
  }

  InstrumentationScope shared(InstrumentationScope scope) {
    return shared(scopes, scope, MAX_OTHERS);
  }

  private static <T> T shared(Map<T, T> known, T value, int max) {
    if (known.size() >= max) {
      known.clear();
    }
    T first = known.putIfAbsent(value, value);
    return first == null ? value : first;
  }
}
