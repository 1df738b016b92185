// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.propagation;

import java.util.List;
import java.util.Map;

/** Skeleton. */
final class Carriers {
  static final CarrierGetter<Map<String, String>> MAP_GETTER = Map::get;
  static final CarrierSetter<Map<String, String>> MAP_SETTER = Map::put;
  static final CarrierGetter<Map<String, List<String>>> MULTI_MAP_GETTER = (m, k) -> null;
  static final CarrierSetter<Map<String, List<String>>> MULTI_MAP_SETTER = (m, k, v) -> {};

  private Carriers() {}
}
