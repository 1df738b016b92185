// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

import static java.util.Objects.requireNonNull;

import dev.tracer.internal.HttpText;
import dev.tracer.internal.Version;
import java.util.Locale;

/** What HTTP allows in header fields (RFC 9110 §5), and which of them are ours. Stateless. */
final class HttpFields {
  private static final String RESERVED =
      " connection content-encoding content-length content-type expect host keep-alive"
          + " proxy-connection te trailer transfer-encoding upgrade ";

  /** What names us to servers (OTLP exporter specification, "User Agent"). */
  static final String USER_AGENT = "dev.tracer-exporter-java/".concat(Version.NUMBER);

  private HttpFields() {}

  /**
   * Checks that a header can be sent.
   *
   * @throws IllegalArgumentException naming the header, without its value
   */
  static void check(String name, String value) {
    if (!HttpText.isToken(requireNonNull(name, "name"))) {
      throw new IllegalArgumentException(
          "name of a header must be letters, digits or " + HttpText.TOKEN_MARKS);
    }
    if (RESERVED.contains(" " + name.toLowerCase(Locale.ROOT) + " ")) {
      throw new IllegalArgumentException("header " + name + " is set by the exporter itself");
    }
    if (!HttpText.isFieldValue(requireNonNull(value, "value"))) {
      throw new IllegalArgumentException(
          "value of header " + name + " has characters other than visible ASCII, space and tab");
    }
  }
}
