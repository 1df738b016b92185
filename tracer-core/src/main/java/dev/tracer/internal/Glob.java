// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

/**
 * A pattern of a whole text, in which {@code *} stands for any text and {@code ?} for one UTF-16
 * unit; everything else stands for itself. Immutable.
 */
public final class Glob {
  private final String pattern;

  private Glob(String pattern) {
    this.pattern = pattern;
  }

  /** The glob of a pattern; every text is one. */
  public static Glob of(String pattern) {
    return new Glob(pattern);
  }

  /**
   * Whether it matches all of {@code text}. Takes at most time in proportion to the product of both
   * lengths: of several asterisks only the last one is tried anew.
   */
  public boolean matches(String text) {
    int g = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length()) {
      if (g < pattern.length() && pattern.charAt(g) == '*') {
        star = g++;
        resume = t;
      } else if (g < pattern.length()
          && (pattern.charAt(g) == '?' || pattern.charAt(g) == text.charAt(t))) {
        g++;
        t++;
      } else if (star >= 0) {
        g = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (g < pattern.length() && pattern.charAt(g) == '*') {
      g++;
    }
    return g == pattern.length();
  }

  /** The pattern. */
  @Override
  public String toString() {
    return pattern;
  }
}
