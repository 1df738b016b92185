// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Hosts and ports of URIs and of {@code Host} headers. */
final class Urls {
  private Urls() {}

  /** The host in lower case, or null if the URI has none; IPv6 addresses without brackets. */
  static @Nullable String host(URI uri) {
    String host = uri.getHost();
    if (host == null) {
      host = hostOf(uri.getRawAuthority());
    }
    return host == null ? null : unbracketed(host).toLowerCase(Locale.ROOT);
  }

  /** The host of {@code user@host:port}: {@link URI} does not find those with an underscore. */
  static @Nullable String hostOf(@Nullable String authority) {
    if (authority == null) {
      return null;
    }
    String rest = authority.substring(authority.lastIndexOf('@') + 1);
    int colon = portColon(rest);
    String host = colon < 0 ? rest : rest.substring(0, colon);
    return host.isEmpty() ? null : unbracketed(host);
  }

  /** The port of {@code host:port}, or -1 if there is no valid one. */
  static int portOf(@Nullable String authority) {
    if (authority == null) {
      return -1;
    }
    int colon = portColon(authority);
    int length = authority.length() - colon - 1;
    if (colon < 0 || length == 0 || length > 5) {
      return -1;
    }
    int port = 0;
    for (int i = colon + 1; i < authority.length(); i++) {
      char c = authority.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      port = port * 10 + c - '0';
    }
    return port > 65535 ? -1 : port;
  }

  private static int portColon(String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    boolean bareIpV6 = hostAndPort.indexOf(':') != colon && !hostAndPort.startsWith("[");
    return bareIpV6 || colon < hostAndPort.lastIndexOf(']') ? -1 : colon;
  }

  private static String unbracketed(String host) {
    return host.startsWith("[") && host.endsWith("]") && host.length() > 2
        ? host.substring(1, host.length() - 1)
        : host;
  }

  /** The port of a URI, or the one that its scheme stands for; -1 if unknown. */
  static int port(URI uri) {
    int port = uri.getPort();
    if (port < 0) {
      port = uri.getHost() == null ? portOf(uri.getRawAuthority()) : -1;
    }
    return port >= 0 ? port : defaultPort(uri.getScheme());
  }

  static int defaultPort(@Nullable String scheme) {
    if ("https".equalsIgnoreCase(scheme) || "wss".equalsIgnoreCase(scheme)) {
      return 443;
    }
    return "http".equalsIgnoreCase(scheme) || "ws".equalsIgnoreCase(scheme) ? 80 : -1;
  }
}
