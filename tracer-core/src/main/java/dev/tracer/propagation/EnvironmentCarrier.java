// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.propagation;

import dev.tracer.Context;
import java.util.Map;

/** Skeleton. */
public final class EnvironmentCarrier {
  private EnvironmentCarrier() {}

  public static Context extract(Map<String, String> environment) {
    return Context.root();
  }

  public static void inject(Context context, Map<String, String> environment) {}
}
