// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A request and its answer, with the limits that hold for both. Confined to one thread. */
final class Exchange {
  /** The largest body that is taken, as it comes and when it is decompressed. */
  static final int MAX_BODY = 16 << 20;

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:;"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final HttpExchange http;
  private final BodyReader bodies;

  Exchange(HttpExchange http, BodyReader bodies) {
    this.http = http;
    this.bodies = bodies;
    Headers headers = http.getResponseHeaders();
    headers.set("Content-Security-Policy", POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cache-Control", "no-store");
  }

  String method() {
    return http.getRequestMethod();
  }

  String path() {
    return http.getRequestURI().getPath();
  }

  Query query() {
    String raw = http.getRequestURI().getRawQuery();
    return Query.parse(raw == null ? "" : raw);
  }

  private @Nullable String header(String name) {
    return http.getRequestHeaders().getFirst(name);
  }

  /**
   * Refuses whoever is not on this machine on purpose: a page of another site, whether it comes by
   * its own origin or by a name that it has made point here (DNS rebinding).
   */
  void checkCaller() throws HttpError {
    String host = header("Host");
    if (host == null || !isLoopback(host)) {
      throw new HttpError(403, "only localhost, 127.0.0.1 and [::1] are served");
    }
    String origin = header("Origin");
    if (origin != null && !origin.equals("http://" + host)) {
      throw new HttpError(403, "other origins are not served");
    }
  }

  /** Whether a {@code Host} names this machine, with or without a port. */
  static boolean isLoopback(String host) {
    int end = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
    String name = end > 0 ? host.substring(0, end) : host;
    String port = end > 0 ? host.substring(end) : "";
    for (int i = 0; i < port.length(); i++) {
      if (i == 0 ? port.charAt(i) != ':' : port.charAt(i) < '0' || port.charAt(i) > '9') {
        return false;
      }
    }
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "localhost", "127.0.0.1", "[::1]" -> true;
      default -> false;
    };
  }

  /** Refuses other methods; who may get something may also ask for the head of the answer. */
  void checkMethod(String allowed) throws HttpError {
    if (!method().equals(allowed) && !(isHead() && allowed.equals("GET"))) {
      http.getResponseHeaders().set("Allow", allowed.equals("GET") ? "GET, HEAD" : allowed);
      throw new HttpError(405, "only " + allowed + " is served here");
    }
  }

  /** Whether the answer has no body, whatever it says of one. */
  boolean isHead() {
    return method().equals("HEAD");
  }

  /** The type of the body, without parameters. */
  String contentType() {
    String type = header("Content-Type");
    if (type == null) {
      return "";
    }
    int end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  /** Whether the caller prefers plain text: by the parameter {@code format}, or the header. */
  boolean wantsText() {
    String format = query().text("format");
    String accept = header("Accept");
    return format.equals("text")
        || format.isEmpty() && accept != null && accept.startsWith("text/plain");
  }

  /** Whether the caller says that there is a body. */
  boolean hasBody() {
    String length = header("Content-Length");
    return header("Transfer-Encoding") != null || length != null && !length.strip().equals("0");
  }

  /** The whole body, decompressed if need be; to be closed. */
  Body body() throws IOException, HttpError {
    String given = header("Content-Encoding");
    String encoding = given == null ? "" : given.toLowerCase(Locale.ROOT);
    boolean gzip = encoding.equals("gzip");
    if (!gzip && !encoding.isEmpty() && !encoding.equals("identity")) {
      throw new HttpError(415, "content encodings: gzip, identity");
    }
    return bodies.read(http.getRequestBody(), gzip);
  }

  void setHeader(String name, String value) {
    http.getResponseHeaders().set(name, value);
  }

  void answer(int status, String type, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    answer(status, type, bytes, bytes.length);
  }

  /** Answers with the first {@code length} bytes. */
  void answer(int status, String type, byte[] bytes, int length) throws IOException {
    http.getResponseHeaders().set("Content-Type", type);
    if (isHead()) {
      http.getResponseHeaders().set("Content-Length", Integer.toString(length));
    }
    http.sendResponseHeaders(status, length == 0 || isHead() ? -1 : length);
    if (length > 0 && !isHead()) {
      http.getResponseBody().write(bytes, 0, length);
    }
  }

  /** Begins an answer without a known end. */
  OutputStream stream(String type) throws IOException {
    http.getResponseHeaders().set("Content-Type", type);
    http.sendResponseHeaders(200, isHead() ? -1 : 0);
    return isHead() ? OutputStream.nullOutputStream() : http.getResponseBody();
  }
}
