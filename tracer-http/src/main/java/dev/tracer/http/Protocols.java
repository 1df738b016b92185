// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import org.jspecify.annotations.Nullable;

/** Versions of HTTP as {@code network.protocol.version} wants them. */
final class Protocols {
  private Protocols() {}

  /**
   * From {@code HTTP/1.1}, as servers say, or {@code HTTP_1_1}, as clients do; null if it is
   * neither.
   */
  static @Nullable String version(@Nullable String protocol) {
    if (protocol == null) {
      return null;
    }
    return switch (protocol) {
      case "HTTP/1.1", "HTTP_1_1" -> "1.1";
      case "HTTP/2.0", "HTTP/2", "HTTP_2" -> "2";
      case "HTTP/1.0" -> "1.0";
      case "HTTP/3.0", "HTTP/3", "HTTP_3" -> "3";
      default -> null;
    };
  }
}
