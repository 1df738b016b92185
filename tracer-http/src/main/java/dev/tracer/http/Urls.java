// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** URLs as they may be recorded: without user info and without the values of secret parameters. */
final class Urls {
  private static final String REDACTED = "REDACTED";

  /** Longer than any name that is worth a look, each character of it encoded. */
  private static final int LONGEST_KEY = 3 * 64;

  private Urls() {}

  /** The whole URL; user info becomes {@code REDACTED:REDACTED@}. */
  static String full(URI uri, Set<String> secretKeys) {
    String text = uri.toString();
    int authority = authorityOf(text);
    int end = authority < 0 ? 0 : endOfAuthority(text, authority);
    int at = authority < 0 ? -1 : text.lastIndexOf('@', end - 1);
    if (at >= 0 && at >= authority) {
      text = text.substring(0, authority) + "REDACTED:REDACTED" + text.substring(at);
      end += authority + "REDACTED:REDACTED".length() - at;
    }
    return redacted(text, end, true, secretKeys);
  }

  /** Where the authority begins, -1 if there is none. */
  private static int authorityOf(String text) {
    if (text.startsWith("//")) {
      return 2;
    }
    int colon = text.indexOf(':');
    return colon >= 0 && text.startsWith("//", colon + 1) ? colon + 3 : -1;
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

  /** A path with the value of each secret parameter, {@code ;NAME=VALUE}, replaced. */
  static String path(String path, Set<String> secretKeys) {
    return redacted(path, 0, true, secretKeys);
  }

  /** A query with each secret value replaced. */
  static String query(String query, Set<String> secretKeys) {
    return redacted(query, 0, false, secretKeys);
  }

  /**
   * Text with secret values replaced, in one pass: strangers choose how long and how odd it is.
   *
   * @param from where to begin; what is before stays
   * @param inPath whether a path begins there, where only what follows a semicolon has a name
   */
  static String redacted(CharSequence text, int from, boolean inPath, Set<String> secretKeys) {
    StringBuilder redacted = null;
    int copied = 0;
    int key = inPath ? -1 : from; // where a name begins, -1 outside of parameters
    int value = -1; // where its value begins, -1 before that
    boolean path = inPath;
    int length = text.length();
    for (int i = from; i <= length; i++) {
      char c = i < length ? text.charAt(i) : '#';
      if (c == '=' && value < 0) {
        value = i + 1;
      } else if (c == '&' && !path || c == '/' && path || c == ';' || c == '?' || c == '#') {
        if (key >= 0
            && value > key + 1
            && i > value
            && isSecret(text, key, value - 1, secretKeys)) {
          redacted = redacted == null ? new StringBuilder(length) : redacted;
          redacted.append(text, copied, value).append(REDACTED);
          copied = i;
        }
        path &= c != '?' && c != '#';
        key = path && c != ';' ? -1 : i + 1;
        value = -1;
      }
    }
    return redacted == null ? text.toString() : redacted.append(text, copied, length).toString();
  }

  private static boolean isSecret(CharSequence text, int start, int end, Set<String> secretKeys) {
    if (end - start > LONGEST_KEY) {
      return false;
    }
    String key = text.subSequence(start, end).toString();
    return secretKeys.contains(decoded(key).toLowerCase(Locale.ROOT));
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
