// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import org.jspecify.annotations.Nullable;

/** Versions of HTTP as {@code network.protocol.version} wants them. */
final class Protocols {
  private Protocols() {}

  /**
   * From {@code HTTP/1.1}, as servers say, {@code HTTP_1_1}, as the JDK's client does, or the names
   * that ALPN has ({@code http/1.1}, {@code h2}); null if it is none of them.
   */
  static @Nullable String version(@Nullable String protocol) {
    if (protocol == null) {
      return null;
    }
    return switch (protocol) {
      case "HTTP/1.1", "HTTP_1_1", "http/1.1" -> "1.1";
      case "HTTP/2.0", "HTTP/2", "HTTP_2", "h2", "h2_prior_knowledge" -> "2";
      case "HTTP/1.0", "http/1.0" -> "1.0";
      case "HTTP/3.0", "HTTP/3", "HTTP_3", "h3" -> "3";
      default -> null;
    };
  }

  /**
   * As {@code http.flavor} and {@code net.protocol.version} had it: {@code 2.0} for {@code 2}
   * (registry of deprecated attributes; conventions 1.20, "HTTP").
   */
  static @Nullable String oldVersion(@Nullable String version) {
    return "2".equals(version) || "3".equals(version) ? version + ".0" : version;
  }
}
