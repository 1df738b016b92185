// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import org.jspecify.annotations.Nullable;

/** What the process was told, as far as a security manager (JDK 17 to 23) lets it be read. */
public final class ProcessText {
  private ProcessText() {}

  /** An environment variable; null if it is not set or may not be read. */
  public static @Nullable String variable(String name) {
    try {
      return System.getenv(name);
    } catch (SecurityException e) {
      return null;
    }
  }

  /** A system property; null if it is not set or may not be read. */
  public static @Nullable String property(String name) {
    try {
      return System.getProperty(name);
    } catch (SecurityException e) {
      return null;
    }
  }
}
