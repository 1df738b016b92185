// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks.run;

import java.util.Locale;

/** How numbers look in the table. */
final class Format {
  private Format() {}

  /** Three significant digits and a unit from ns to s. */
  static String time(double nanos) {
    if (Double.isNaN(nanos)) {
      return "–";
    }
    double value = nanos;
    for (String unit : new String[] {"ns", "µs", "ms"}) {
      if (value < 1000) {
        return significant(value) + " " + unit;
      }
      value /= 1000;
    }
    return significant(value) + " s";
  }

  /** Whole bytes, from 10,000 on in KB. */
  static String bytes(double bytes) {
    if (Double.isNaN(bytes)) {
      return "–";
    }
    return bytes < 10_000
        ? String.format(Locale.ROOT, "%.0f B", bytes)
        : String.format(Locale.ROOT, "%.0f KB", bytes / 1000);
  }

  static String ratio(double ratio) {
    return Double.isNaN(ratio) ? "–" : String.format(Locale.ROOT, "%.2f", ratio);
  }

  private static String significant(double value) {
    String form = value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f";
    return String.format(Locale.ROOT, form, value);
  }
}
