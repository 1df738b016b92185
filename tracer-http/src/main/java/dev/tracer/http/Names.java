// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import java.util.Set;

/**
 * Names of attributes, and the values that are fixed (semantic conventions 1.44.0, "HTTP spans").
 * Those that begin with {@code OLD_} are of conventions before 1.21 and are set in addition, if the
 * application asks for them.
 */
final class Names {
  static final String SCHEMA_URL = "https://opentelemetry.io/schemas/1.44.0";

  static final String METHOD = "http.request.method";
  static final String METHOD_ORIGINAL = "http.request.method_original";
  static final String RESEND_COUNT = "http.request.resend_count";
  static final String STATUS_CODE = "http.response.status_code";
  static final String ROUTE = "http.route";
  static final String URL_FULL = "url.full";
  static final String URL_SCHEME = "url.scheme";
  static final String URL_PATH = "url.path";
  static final String URL_QUERY = "url.query";
  static final String SERVER_ADDRESS = "server.address";
  static final String SERVER_PORT = "server.port";
  static final String CLIENT_ADDRESS = "client.address";
  static final String PEER_ADDRESS = "network.peer.address";
  static final String PEER_PORT = "network.peer.port";
  static final String PROTOCOL_VERSION = "network.protocol.version";
  static final String USER_AGENT = "user_agent.original";
  static final String ERROR_TYPE = "error.type";
  static final String REQUEST_HEADER = "http.request.header.";
  static final String RESPONSE_HEADER = "http.response.header.";

  static final String OLD_METHOD = "http.method";
  static final String OLD_RESEND_COUNT = "http.resend_count";
  static final String OLD_STATUS_CODE = "http.status_code";
  static final String OLD_URL = "http.url";
  static final String OLD_SCHEME = "http.scheme";
  static final String OLD_TARGET = "http.target";
  static final String OLD_CLIENT_IP = "http.client_ip";
  static final String OLD_USER_AGENT = "http.user_agent";
  static final String OLD_FLAVOR = "http.flavor";
  static final String OLD_HOST_NAME = "net.host.name";
  static final String OLD_HOST_PORT = "net.host.port";
  static final String OLD_PEER_NAME = "net.peer.name";
  static final String OLD_PEER_PORT = "net.peer.port";
  static final String OLD_SOCK_PEER_ADDR = "net.sock.peer.addr";
  static final String OLD_SOCK_PEER_PORT = "net.sock.peer.port";
  static final String OLD_PROTOCOL_VERSION = "net.protocol.version";

  /**
   * Names of query and path parameters, in lower case, whose values are signatures (same source,
   * {@code url.full}), credentials or what stands for them.
   */
  static final Set<String> REDACTED_KEYS =
      Set.of(
          // signatures of clouds
          "awsaccesskeyid",
          "sig",
          "signature",
          "x-amz-credential",
          "x-amz-security-token",
          "x-amz-signature",
          "x-goog-credential",
          "x-goog-signature",
          // OAuth 2.0, OpenID Connect, SAML
          "access_token",
          "assertion",
          "client_assertion",
          "client_secret",
          "code",
          "code_verifier",
          "id_token",
          "refresh_token",
          "samlresponse",
          // what applications call them
          "accesstoken",
          "api-key",
          "api_key",
          "apikey",
          "auth",
          "auth_token",
          "authorization",
          "jwt",
          "otp",
          "passwd",
          "password",
          "pwd",
          "secret",
          "token",
          // sessions
          "jsessionid",
          "phpsessid",
          "session",
          "session_id",
          "sessionid",
          "sid");

  /** What stands for a method that is not among the known ones, in the attribute and the name. */
  static final String OTHER = "_OTHER";

  static final String OTHER_IN_NAME = "HTTP";

  /** Those of RFC 9110, PATCH and QUERY (same source, {@code http.request.method}). */
  static final Set<String> KNOWN_METHODS =
      Set.of(
          "CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY", "TRACE");

  private Names() {}
}
