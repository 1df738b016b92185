// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jaeger;

import dev.tracer.Baggage;
import dev.tracer.backends.internal.BaggageLimits;
import dev.tracer.backends.internal.HeaderText;
import dev.tracer.internal.HttpText;
import dev.tracer.internal.PercentCode;
import dev.tracer.propagation.CarrierGetter;
import dev.tracer.propagation.CarrierSetter;
import java.util.Locale;

/**
 * Baggage in headers {@code uberctx-NAME: value} and {@code jaeger-baggage: name=value, ...};
 * values are percent-encoded.
 *
 * @param baggage what was given, with what was found
 * @param refused how many entries were malformed or too much
 */
record UberBaggage(Baggage baggage, int refused) {
  private static final String PREFIX = "uberctx-";
  private static final String LIST = "jaeger-baggage";

  static <C> UberBaggage extract(Baggage given, C carrier, CarrierGetter<C> getter) {
    BaggageLimits limits = new BaggageLimits();
    Baggage baggage = given;
    for (String key : getter.keys(carrier)) {
      if (key.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
        String name = key.substring(PREFIX.length());
        String value = HeaderText.get(carrier, getter, key.toLowerCase(Locale.ROOT));
        baggage = add(baggage, limits, name, value == null ? "" : value);
      }
    }
    String list = HeaderText.get(carrier, getter, LIST);
    if (list != null) {
      for (String entry : list.split(",", 65)) { // the 65th, if there is one, is refused
        int equals = entry.indexOf('=');
        if (equals < 0) {
          limits.refuse();
        } else {
          baggage =
              add(
                  baggage,
                  limits,
                  entry.substring(0, equals).strip(),
                  entry.substring(equals + 1).strip());
        }
      }
    }
    return new UberBaggage(baggage, limits.refused());
  }

  private static Baggage add(Baggage baggage, BaggageLimits limits, String name, String encoded) {
    if (encoded.length() > BaggageLimits.MAX_LENGTH) {
      limits.refuse();
      return baggage;
    }
    String value = PercentCode.decode(encoded);
    if (value == null) {
      limits.refuse();
      return baggage;
    }
    return limits.add(baggage, name, value);
  }

  /**
   * Writes an entry a header and returns how many had no room or no name that a header may have.
   */
  static <C> int inject(Baggage baggage, C carrier, CarrierSetter<C> setter) {
    BaggageLimits limits = new BaggageLimits();
    for (Baggage.Entry entry : baggage) {
      String value = PercentCode.encode(entry.value());
      if (!HttpText.isToken(entry.key())) {
        limits.refuse();
      } else if (limits.admit(entry.key(), value)) {
        setter.set(carrier, PREFIX + entry.key().toLowerCase(Locale.ROOT), value);
      }
    }
    return limits.refused();
  }
}
