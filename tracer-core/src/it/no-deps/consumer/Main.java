// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package consumer;

import dev.tracer.Tracer;

/** Loads the library where no dependency is at hand. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    try (Tracer tracer = Tracer.noop()) {
      System.out.println(tracer);
    }
  }
}
