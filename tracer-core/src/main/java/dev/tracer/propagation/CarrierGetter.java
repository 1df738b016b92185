// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.propagation;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads fields from a carrier, for example the headers of an HTTP request. Stateless: keep it in a
 * constant. What it throws is taken as "no such field", counted and logged.
 *
 * @param <C> the type of the carrier
 * @since 0.1
 */
@FunctionalInterface
public interface CarrierGetter<C> {
  /**
   * The first value of a field, or null if the carrier does not have it.
   *
   * @param key the field's name in lower case; carriers whose names are case-insensitive must
   *     compare them so
   */
  @Nullable String get(C carrier, String key);

  /**
   * All values of a field in the order of arrival, empty if there are none. Carriers that can hold
   * several must override it: two {@code traceparent} headers are an error that the first value
   * alone does not show.
   *
   * @param key as in {@link #get}
   */
  default List<String> getAll(C carrier, String key) {
    String value = get(carrier, key);
    return value == null ? List.of() : List.of(value);
  }

  /** The names of all fields; needed only by formats with variable names. */
  default Iterable<String> keys(C carrier) {
    return List.of();
  }

  /** Reads a map of single values, whatever the case of its keys. */
  static CarrierGetter<Map<String, String>> ofMap() {
    return MapCarrier.SINGLE_VALUES;
  }

  /**
   * Reads a map of lists, whatever the case of its keys: {@code HttpHeaders.map()}, {@code
   * com.sun.net.httpserver.Headers}, {@code URLConnection.getHeaderFields()}.
   */
  static CarrierGetter<Map<String, List<String>>> ofMultiMap() {
    return MapCarrier.MULTI_VALUES;
  }

  /**
   * Reads environment variables: the field {@code x-b3-traceid} is the variable {@code
   * X_B3_TRACEID} (OpenTelemetry, "Environment Variables as Context Propagation Carriers").
   */
  static CarrierGetter<Map<String, String>> ofEnvironment() {
    return MapCarrier.ENVIRONMENT;
  }
}
