// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

import static java.util.Objects.requireNonNull;

import dev.tracer.internal.PercentCode;
import dev.tracer.internal.SafeText;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The URL of a server of HTTP or HTTPS. A user in it ({@code https://user:key@host}) becomes Basic
 * authorization; neither the user nor the query is shown in any message. Immutable.
 *
 * @since 0.1
 */
/*
 * Read by hand: java.net.URI refuses names with an underscore, which containers have, and
 * java.net.URL asks handlers that the application may have replaced.
 */
public final class Endpoint {
  private static final int MAX_PORT = 65_535;

  final boolean secure;
  final String host;

  /** The port, that of the scheme if the URL names none. */
  final int port;

  private final boolean hasPort;

  /** Begins with a slash. */
  private final String path;

  /** Empty, or the query with its question mark. */
  final String query;

  /** The value of the {@code Authorization} header, or null if the URL names no user. */
  final @Nullable String authorization;

  private Endpoint(Parts parts, String path) {
    this.secure = parts.secure;
    this.host = parts.host;
    this.hasPort = parts.port >= 0;
    this.port = hasPort ? parts.port : secure ? 443 : 80;
    this.path = path;
    this.query = parts.query;
    this.authorization = parts.authorization;
  }

  private Endpoint(Endpoint other, String path) {
    this.secure = other.secure;
    this.host = other.host;
    this.hasPort = other.hasPort;
    this.port = other.port;
    this.path = path;
    this.query = other.query;
    this.authorization = other.authorization;
  }

  /**
   * The endpoint of a URL, taken as it is; without a path it gets {@code /}.
   *
   * @param argument what the URL is for, to begin the message with
   * @throws IllegalArgumentException if {@code url} is not a URL of HTTP or HTTPS, or has a
   *     fragment
   * @throws NullPointerException naming {@code argument} if {@code url} is null
   */
  public static Endpoint of(String argument, String url) {
    Parts parts = new Parts(argument, requireNonNull(url, argument).strip());
    return new Endpoint(parts, parts.path.isEmpty() ? "/" : parts.path);
  }

  /** This endpoint with {@code suffix} behind its path, unless that ends so already. */
  public Endpoint withPathSuffix(String suffix) {
    String base = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return new Endpoint(this, base.endsWith(suffix) ? base : base + suffix);
  }

  /** What the request line names: path and query. */
  String target() {
    return path + query;
  }

  /** Host and port as the {@code Host} header has them. */
  String authority() {
    return hasPort ? host + ':' + port : host;
  }

  /** The URL without credentials, for messages. */
  @Override
  public String toString() {
    return (secure ? "https://" : "http://") + authority() + path;
  }

  /** The parts of a URL; see RFC 3986 §3. */
  private static final class Parts {
    private final String argument;
    private final String text;
    final boolean secure;
    final String host;
    final int port;
    final String path;
    final String query;
    final @Nullable String authorization;

    Parts(String argument, String text) {
      this.argument = argument;
      this.text = text;
      String lower = text.toLowerCase(Locale.ROOT);
      secure = lower.startsWith("https://");
      if (!secure && !lower.startsWith("http://")) {
        throw refused("it begins with neither http:// nor https://");
      }
      for (int i = 0; i < text.length(); i++) {
        if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7F || text.charAt(i) == '#') {
          throw refused("it has a fragment, a space or a character that is not ASCII");
        }
      }
      int start = text.indexOf("://") + 3;
      int end = start;
      while (end < text.length() && "/?".indexOf(text.charAt(end)) < 0) {
        end++;
      }
      int queryAt = text.indexOf('?', end);
      query = queryAt < 0 ? "" : text.substring(queryAt);
      path = text.substring(end, queryAt < 0 ? text.length() : queryAt);
      String authority = text.substring(start, end);
      int at = authority.lastIndexOf('@');
      authorization = at <= 0 ? null : basic(authority.substring(0, at));
      String server = authority.substring(at + 1);
      int colon = server.indexOf(':', server.lastIndexOf(']') + 1);
      host = colon < 0 ? server : server.substring(0, colon);
      if (host.isEmpty() || host.startsWith("[") != host.endsWith("]")) {
        throw refused("it names no host");
      }
      port = colon < 0 || colon == server.length() - 1 ? -1 : port(server.substring(colon + 1));
    }

    private int port(String digits) {
      int number = 0;
      for (int i = 0; i < digits.length(); i++) {
        int digit = digits.charAt(i) - '0';
        number =
            digit < 0 || digit > 9 ? MAX_PORT + 1 : Math.min(MAX_PORT + 1, 10 * number + digit);
      }
      if (number < 1 || number > MAX_PORT) {
        throw refused("its port is not in [1, 65535]");
      }
      return number;
    }

    /** The credentials of a URL as the header that carries them (RFC 7617). */
    private String basic(String userInfo) {
      String plain = PercentCode.decode(userInfo);
      if (plain == null) {
        throw refused("its user is not encoded as URLs ask for");
      }
      byte[] bytes = plain.getBytes(StandardCharsets.UTF_8);
      return "Basic ".concat(Base64.getEncoder().encodeToString(bytes));
    }

    private IllegalArgumentException refused(String why) {
      return new IllegalArgumentException(
          argument
              + " must be a URL like http://localhost:4318 or https://host/path, without fragment: "
              + why
              + shownHost());
    }

    /**
     * The name of the host for a message. What is wrong with the URL may be a password with signs
     * that end it too early, so everything that might be part of one is left out.
     */
    private String shownHost() {
      int scheme = text.indexOf("://");
      int at = text.lastIndexOf('@');
      boolean ambiguous = at >= 0 && text.indexOf('?') >= 0;
      int start = Math.max(at + 1, scheme < 0 ? 0 : scheme + 3);
      int end = start;
      while (end < text.length() && "/?#:".indexOf(text.charAt(end)) < 0) {
        end++;
      }
      return ambiguous || end == start
          ? ""
          : " (host " + SafeText.inMessage(text.substring(start, end)) + ')';
    }
  }
}
