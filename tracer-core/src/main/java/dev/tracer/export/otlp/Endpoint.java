// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import static java.util.Objects.requireNonNull;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where to post to, and what may be said of it and to it. Immutable. */
final class Endpoint {
  private static final String PATH = "/v1/traces";
  private static final String DEFAULT = "http://localhost:4318/v1/traces";
  private static final int GRPC_PORT = 4317;

  private static final int MAX_TEXT = 256;
  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
  private static final String RESERVED =
      " connection content-encoding content-length content-type expect host transfer-encoding ";

  final URL url;
  private final String shown;

  /** The value of the {@code Authorization} header, or null if the URL names no user. */
  final @Nullable String authorization;

  private Endpoint(URL url, @Nullable String authorization) {
    this.url = url;
    this.shown = withoutQuery(url.toString());
    this.authorization = authorization;
  }

  /** The collector on this host. */
  static Endpoint local() {
    return of(DEFAULT, "endpoint", false);
  }

  /**
   * An endpoint by its base URL, to which the path for traces is appended unless it is there
   * already (OTLP exporter specification, "Endpoint URLs for OTLP/HTTP").
   */
  static Endpoint ofBase(String base) {
    return of(base, "endpoint", true);
  }

  /** An endpoint by its URL, which is taken as it is. */
  static Endpoint ofTraces(String exact) {
    return of(exact, "tracesEndpoint", false);
  }

  private static Endpoint of(String text, String argument, boolean isBase) {
    String stripped = requireNonNull(text, argument).strip();
    try {
      URL given = new URL(stripped);
      if (isLegal(given, stripped)) {
        String path = given.getPath();
        if (isBase) {
          String base = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
          path = base.endsWith(PATH) ? base : base + PATH;
        } else if (path.isEmpty()) {
          path = "/";
        }
        String file = given.getQuery() == null ? path : path + "?" + given.getQuery();
        // the user goes into a header: the JDK's client would not send it, but show it in messages
        URL url = new URL(given.getProtocol(), given.getHost(), given.getPort(), file);
        return new Endpoint(url, basic(given.getUserInfo()));
      }
    } catch (MalformedURLException | IllegalArgumentException e) {
      // the text says more than they do
    }
    String shown = withoutQuery(stripped);
    throw new IllegalArgumentException(
        argument
            + " must be a URL like http://localhost:4318 or https://host/path, without fragment: "
            + printable(shown.substring(shown.lastIndexOf('@') + 1)));
  }

  private static boolean isLegal(URL url, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7F) {
        return false;
      }
    }
    return (url.getProtocol().equals("http") || url.getProtocol().equals("https"))
        && !url.getHost().isEmpty()
        && url.getPort() <= 65535
        && url.getRef() == null;
  }

  /** A URL without its query, which may hold credentials. */
  private static String withoutQuery(String url) {
    int query = url.indexOf('?');
    return query < 0 ? url : url.substring(0, query);
  }

  /** The credentials of a URL as the header that carries them (RFC 7617). */
  private static @Nullable String basic(@Nullable String userInfo) {
    if (userInfo == null || userInfo.isEmpty()) {
      return null;
    }
    // in a URL, unlike in a form, a plus is a plus
    String plain = URLDecoder.decode(userInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
    byte[] bytes = plain.getBytes(StandardCharsets.UTF_8);
    return "Basic ".concat(Base64.getEncoder().encodeToString(bytes));
  }

  /**
   * Checks that a header can be sent (RFC 9110 §5).
   *
   * @throws IllegalArgumentException naming the header, without its value
   */
  static void checkHeader(String name, String value) {
    boolean legal = !requireNonNull(name, "name").isEmpty();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      char letter = (char) (c | 0x20);
      legal &=
          letter >= 'a' && letter <= 'z' || c >= '0' && c <= '9' || TOKEN_MARKS.indexOf(c) >= 0;
    }
    if (!legal) {
      throw new IllegalArgumentException(
          "name of a header must be letters, digits or " + TOKEN_MARKS);
    }
    if (RESERVED.contains(" " + name.toLowerCase(Locale.ROOT) + " ")) {
      throw new IllegalArgumentException("header " + name + " is set by the exporter itself");
    }
    for (int i = 0; i < requireNonNull(value, "value").length(); i++) {
      char c = value.charAt(i);
      if (c != '\t' && (c < ' ' || c > '~')) {
        throw new IllegalArgumentException(
            "value of header " + name + " has characters other than visible ASCII, space and tab");
      }
    }
  }

  /** What is said of a failure, with a hint that the protocol may be wrong. */
  String message(String trouble, boolean hint) {
    String text = shown + ": " + trouble;
    return hint || url.getPort() == GRPC_PORT
        ? text + "; port 4317 is for gRPC, OTLP over HTTP listens on 4318 at /v1/traces"
        : text;
  }

  /** Text from elsewhere, short and in one line, so that it cannot forge lines of a log. */
  static String printable(String text) {
    StringBuilder clean = new StringBuilder();
    for (int i = 0; i < Math.min(text.length(), MAX_TEXT); i++) {
      char c = text.charAt(i);
      boolean isLineEnd = Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
      clean.append(isLineEnd ? ' ' : c);
    }
    return clean.append(text.length() > MAX_TEXT ? "..." : "").toString();
  }

  /** The URL without credentials, for messages. */
  @Override
  public String toString() {
    return shown;
  }
}
