// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.internal.HttpText;
import dev.tracer.propagation.CarrierSetter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The headers that a propagator wants in a request, name by value. Confined to one thread. */
final class InjectedHeaders {
  static final CarrierSetter<InjectedHeaders> SETTER = InjectedHeaders::set;

  /** What {@code HttpRequest.Builder} refuses to set. */
  private static final Set<String> RESTRICTED =
      Set.of("connection", "content-length", "expect", "host", "upgrade");

  /** Name, value, name, value ... */
  private final List<String> pairs = new ArrayList<>(4);

  private final List<String> fields;

  /**
   * Makes an empty one.
   *
   * @param fields what the propagator says it sets, without what is not sendable
   */
  InjectedHeaders(List<String> fields) {
    this.fields = fields;
  }

  private void set(String name, String value) {
    if (!(fields.contains(name) || isSendable(name)) || !HttpText.isFieldValue(value)) {
      throw new IllegalArgumentException("an HTTP client cannot send the header '" + name + "'");
    }
    for (int i = 0; i < pairs.size(); i += 2) {
      if (pairs.get(i).equalsIgnoreCase(name)) {
        pairs.set(i + 1, value);
        return;
      }
    }
    pairs.add(name);
    pairs.add(value);
  }

  int size() {
    return pairs.size() >> 1;
  }

  String name(int index) {
    return pairs.get(index << 1);
  }

  String value(int index) {
    return pairs.get((index << 1) + 1);
  }

  /**
   * Whether a header of the application's request gives way: one that is injected, and what is left
   * of another trace, as a {@code tracestate} without its {@code traceparent}. Baggage that the
   * application set by itself stays if there is none to inject.
   */
  boolean replaces(String name) {
    for (int i = 0; i < pairs.size(); i += 2) {
      if (pairs.get(i).equalsIgnoreCase(name)) {
        return true;
      }
    }
    if (!name.equalsIgnoreCase("baggage") && !pairs.isEmpty()) {
      for (int i = 0; i < fields.size(); i++) {
        if (fields.get(i).equalsIgnoreCase(name)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether {@code HttpRequest.Builder} would take a header of this name. */
  static boolean isSendable(String name) {
    return HttpText.isToken(name) && !RESTRICTED.contains(name.toLowerCase(Locale.ROOT));
  }
}
