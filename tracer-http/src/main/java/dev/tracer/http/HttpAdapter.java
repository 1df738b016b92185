// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.propagation.CarrierGetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to read the requests and responses of an HTTP library, whichever side it is on. What {@link
 * #get} and its like read are the headers of a request; names are asked for in lower case, and HTTP
 * compares them without regard to it. Stateless and thread-safe; what an adapter throws is counted
 * and costs the span, never the call.
 *
 * @param <Q> the library's type of requests
 * @param <P> the library's type of responses
 * @see ServerAdapter
 * @see ClientAdapter
 * @since 0.1
 */
public interface HttpAdapter<Q, P> extends CarrierGetter<Q> {
  /** The method as it is sent, in upper case usually. */
  String method(Q request);

  /** {@code http} or {@code https}: that of the connection, not what a proxy says. */
  @Nullable String scheme(Q request);

  /** The path as it is sent, not decoded and without the query; null if there is none. */
  @Nullable String path(Q request);

  /** The query as it is sent, not decoded; null if there is none. */
  @Nullable String query(Q request);

  /** The host that the client wants, with its port if that is not the scheme's own. */
  @Nullable String authority(Q request);

  /** The status of a response, -1 if there is none yet. */
  int status(P response);

  /** All values of a response header, empty if there are none. */
  default List<String> responseHeader(P response, String name) {
    return List.of();
  }
}
