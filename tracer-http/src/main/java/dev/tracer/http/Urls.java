// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** URLs as they may be recorded: without user info and without the values of secret query keys. */
final class Urls {
  private static final String REDACTED = "REDACTED";

  private Urls() {}

  /** The whole URL; user info becomes {@code REDACTED:REDACTED@}. */
  static String full(URI uri, Set<String> secretKeys) {
    String text = uri.toString();
    if (text.indexOf('@') >= 0) {
      text = withoutUserInfo(text);
    }
    int query = text.indexOf('?');
    int fragment = text.indexOf('#');
    if (query < 0 && fragment < 0) {
      return text;
    }
    int start = query < 0 || (fragment >= 0 && fragment < query) ? fragment : query;
    return redacted(text, start + 1, secretKeys);
  }

  private static String withoutUserInfo(String text) {
    int authority = text.indexOf("//") + 2;
    int at = authority < 2 ? -1 : text.lastIndexOf('@', endOfAuthority(text, authority) - 1);
    return at < authority
        ? text
        : text.substring(0, authority) + "REDACTED:REDACTED" + text.substring(at);
  }

  private static int endOfAuthority(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '/' || c == '?' || c == '#') {
        return i;
      }
    }
    return text.length();
  }

  /** A query, or a fragment made like one, with each secret value replaced. */
  static String query(String query, Set<String> secretKeys) {
    return redacted(query, 0, secretKeys);
  }

  private static String redacted(String text, int from, Set<String> secretKeys) {
    StringBuilder redacted = null;
    int copied = 0;
    int start = from;
    while (start < text.length()) {
      int end = endOfPair(text, start);
      int equals = text.indexOf('=', start);
      if (equals > start
          && equals + 1 < end
          && secretKeys.contains(decoded(text.substring(start, equals)))) {
        redacted = redacted == null ? new StringBuilder(text.length()) : redacted;
        redacted.append(text, copied, equals + 1).append(REDACTED);
        copied = end;
      }
      start = end + 1;
    }
    return redacted == null ? text : redacted.append(text, copied, text.length()).toString();
  }

  private static int endOfPair(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '&' || c == ';' || c == '#' || c == '?') {
        return i;
      }
    }
    return text.length();
  }

  private static String decoded(String key) {
    if (key.indexOf('%') < 0) {
      return key;
    }
    try {
      return URLDecoder.decode(key, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return key;
    }
  }

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
