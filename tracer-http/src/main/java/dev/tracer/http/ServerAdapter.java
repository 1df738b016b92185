// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import org.jspecify.annotations.Nullable;

/**
 * How to read the requests and responses of one kind of server: all that {@link HttpTracing#server}
 * needs to trace it.
 *
 * @param <Q> the server's type of requests
 * @param <P> the server's type of responses; often the same one
 * @since 0.1
 */
public interface ServerAdapter<Q, P> extends HttpAdapter<Q, P> {
  /** For example {@code HTTP/1.1}; null if unknown. */
  default @Nullable String protocol(Q request) {
    return null;
  }

  /** The IP address at the other end of the connection; null if unknown. */
  default @Nullable String peerAddress(Q request) {
    return null;
  }

  /** The port at the other end of the connection; -1 if unknown. */
  default int peerPort(Q request) {
    return -1;
  }

  /** What the registration of the handler tells about the route; null if nothing. */
  default @Nullable String route(Q request) {
    return null;
  }

  /**
   * Adds a value to a response header. Needed only by {@link HttpTracingBuilder#serverTiming}.
   *
   * @param old a value of that header which {@code value} replaces, as far as the server can
   */
  default void setResponseHeader(P response, String name, @Nullable String old, String value) {}
}
