// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

/**
 * The version of this library, which it tells back ends: that of all its modules, as they are
 * released together. A test compares it with the build's.
 */
public final class Version {
  /** For example {@code 1.2.3}. */
  public static final String NUMBER = "0.1.0-SNAPSHOT";

  private Version() {}
}
