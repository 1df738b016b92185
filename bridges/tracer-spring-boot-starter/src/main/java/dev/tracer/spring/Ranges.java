// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Ranges of properties. Null, what is not set, is in all of them. Stateless. */
final class Ranges {
  private static final Duration LONGEST = Duration.ofMillis(Integer.MAX_VALUE);

  private Ranges() {}

  /**
   * The value.
   *
   * @throws WrongSettingException naming the property if it is less
   */
  static @Nullable Integer atLeast(int least, String property, @Nullable Integer value) {
    if (value != null && value < least) {
      throw WrongSettingException.ofProperty(property, value, "must be at least " + least);
    }
    return value;
  }

  /**
   * The duration in milliseconds.
   *
   * @throws WrongSettingException naming the property if it is negative or of more than 24 days
   */
  static @Nullable Long millis(String property, @Nullable Duration duration) {
    if (duration == null) {
      return null;
    }
    if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
      throw WrongSettingException.ofProperty(
          property, duration, "must be in [0, " + LONGEST.toMillis() + " ms]");
    }
    return duration.toMillis();
  }
}
