// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.propagation.CarrierGetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to read the requests and responses of one kind of server. Stateless. Header names are asked
 * for in lower case; servers compare them without regard to it.
 *
 * @param <Q> the server's type of requests
 * @param <P> the server's type of responses
 */
interface ServerRequest<Q, P> extends CarrierGetter<Q> {
  String method(Q request);

  /** Of the connection, not of what a proxy says. */
  String scheme(Q request);

  /** As it came, not decoded. */
  @Nullable String path(Q request);

  /** As it came, not decoded; null if there is none. */
  @Nullable String query(Q request);

  /** For example {@code HTTP/1.1}. */
  @Nullable String protocol(Q request);

  /** The host that the client asked for, with its port if that is not the scheme's own. */
  @Nullable String authority(Q request);

  @Nullable String peerAddress(Q request);

  int peerPort(Q request);

  /** What the registration of the handler tells about the route; null if nothing. */
  @Nullable String route(Q request);

  /** -1 if the response has not begun. */
  int status(P response);

  List<String> responseHeader(P response, String name);

  /** Adds a value to a response header, in the place of {@code old} if that is not null. */
  void setResponseHeader(P response, String name, @Nullable String old, String value);
}
