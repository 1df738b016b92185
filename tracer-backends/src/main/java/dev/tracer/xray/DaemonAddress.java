// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.xray;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where the X-Ray daemon listens (AWS X-Ray SDK, "Environment variables", {@code
 * AWS_XRAY_DAEMON_ADDRESS}): {@code host:port}, or {@code tcp:host:port udp:host:port} in either
 * order, of which the second part counts here.
 */
final class DaemonAddress {
  static final String DEFAULT = "127.0.0.1:2000";
  static final String VARIABLE = "AWS_XRAY_DAEMON_ADDRESS";

  private static final String UDP = "udp:";
  private static final int MAX_PORT = 65_535;

  private DaemonAddress() {}

  /**
   * The address, not looked up yet.
   *
   * @throws IllegalArgumentException if {@code text} is none
   */
  static InetSocketAddress parse(String text) {
    String address = "";
    for (String part : text.strip().split("\\s+", -1)) {
      if (part.startsWith(UDP)) {
        address = part.substring(UDP.length());
      } else if (!part.startsWith("tcp:") && address.isEmpty()) {
        address = part;
      }
    }
    int colon = address.lastIndexOf(':');
    int port = colon <= 0 ? 0 : port(address.substring(colon + 1));
    if (port == 0) {
      throw new IllegalArgumentException(
          "address of the X-Ray daemon must be host:port or tcp:host:port udp:host:port: " + text);
    }
    return InetSocketAddress.createUnresolved(address.substring(0, colon), port);
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      return port > 0 && port <= MAX_PORT ? port : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** What the variable says; the usual address if it is not set. */
  static String ofVariable(@Nullable String value) {
    return value == null || value.isBlank() ? DEFAULT : value;
  }
}
