// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.propagation;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Writes fields into a carrier, for example the headers of an HTTP request. Stateless: keep it in a
 * constant. What it throws is counted and logged; the request goes out without the field.
 *
 * @param <C> the type of the carrier
 * @since 0.1
 */
@FunctionalInterface
public interface CarrierSetter<C> {
  /**
   * Sets a field, <em>replacing</em> all values it may have had: two {@code traceparent} headers
   * make the receiver start a new trace.
   *
   * @param key the field's name in lower case
   * @param value printable US-ASCII and horizontal tabs
   */
  void set(C carrier, String key, String value);

  /**
   * {@link #set} of a value that is at hand in bytes: carriers that hold bytes, as Kafka's headers
   * do, need no text of it then. The array is the carrier's from now on.
   *
   * @param key the field's name in lower case
   * @param value printable US-ASCII and horizontal tabs
   */
  default void setBytes(C carrier, String key, byte[] value) {
    set(carrier, key, new String(value, StandardCharsets.ISO_8859_1));
  }

  /** Writes into a map of single values, replacing keys that differ only in case. */
  static CarrierSetter<Map<String, String>> ofMap() {
    return MapCarrier.SINGLE_VALUES;
  }

  /** Writes into a map of lists, replacing keys that differ only in case. */
  static CarrierSetter<Map<String, List<String>>> ofMultiMap() {
    return MapCarrier.MULTI_VALUES;
  }

  /**
   * Writes into environment variables: the field {@code x-b3-traceid} becomes the variable {@code
   * X_B3_TRACEID} (OpenTelemetry, "Environment Variables as Context Propagation Carriers"). The
   * environment of a child process is meant, not of this one.
   */
  static CarrierSetter<Map<String, String>> ofEnvironment() {
    return MapCarrier.ENVIRONMENT;
  }
}
