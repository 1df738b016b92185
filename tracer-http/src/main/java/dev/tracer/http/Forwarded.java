// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What proxies say of the request they were sent: the first element of {@code Forwarded} (RFC
 * 7239), else {@code X-Forwarded-*}. Anybody can send these headers; they are recorded, never
 * relied on. Immutable.
 *
 * @param client the address of the client, without port
 * @param host as in a {@code Host} header
 * @param scheme in lower case
 */
record Forwarded(@Nullable String client, @Nullable String host, @Nullable String scheme) {
  private static final Forwarded NONE = new Forwarded(null, null, null);
  private static final int MAX_LENGTH = 1024;

  static <Q> Forwarded of(Q request, HttpAdapter<Q, ?> reader) {
    String standard = limited(reader.get(request, "forwarded"));
    if (standard != null) {
      return parse(standard);
    }
    String client = first(reader.get(request, "x-forwarded-for"));
    String host = first(reader.get(request, "x-forwarded-host"));
    String scheme = first(reader.get(request, "x-forwarded-proto"));
    if (client == null && host == null && scheme == null) {
      return NONE;
    }
    return new Forwarded(
        address(client), host, scheme == null ? null : scheme.toLowerCase(Locale.ROOT));
  }

  /** The address of a node; null if it is unknown or hidden on purpose (RFC 7239, 6.2 and 6.3). */
  private static @Nullable String address(@Nullable String node) {
    return node == null
            || node.startsWith("_")
            || node.toLowerCase(Locale.ROOT).startsWith("unknown")
        ? null
        : Urls.hostOf(node);
  }

  private static @Nullable String limited(@Nullable String value) {
    return value == null || value.isEmpty() || value.length() > MAX_LENGTH ? null : value;
  }

  private static @Nullable String first(@Nullable String list) {
    String value = limited(list);
    if (value == null) {
      return null;
    }
    int comma = value.indexOf(',');
    String first = (comma < 0 ? value : value.substring(0, comma)).strip();
    return first.isEmpty() ? null : first;
  }

  /** The pairs of the first element; commas and semicolons may stand within quotes. */
  private static Forwarded parse(String header) {
    String client = null;
    String host = null;
    String scheme = null;
    int start = 0;
    boolean last = false;
    while (!last && start < header.length()) {
      int end = endOfPair(header, start);
      last = end >= header.length() || header.charAt(end) == ',';
      String pair = header.substring(start, end);
      int equals = pair.indexOf('=');
      if (equals > 0) {
        String value = unquoted(pair.substring(equals + 1).strip());
        switch (pair.substring(0, equals).strip().toLowerCase(Locale.ROOT)) {
          case "for" -> client = address(value);
          case "host" -> host = value.isEmpty() ? null : value;
          case "proto" -> scheme = value.isEmpty() ? null : value.toLowerCase(Locale.ROOT);
          default -> {}
        }
      }
      start = end + 1;
    }
    return new Forwarded(client, host, scheme);
  }

  private static int endOfPair(String header, int from) {
    boolean quoted = false;
    for (int i = from; i < header.length(); i++) {
      char c = header.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == ',' || c == ';')) {
        return i;
      }
    }
    return header.length();
  }

  private static String unquoted(String value) {
    return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
        ? value.substring(1, value.length() - 1)
        : value;
  }
}
