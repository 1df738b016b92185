// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How to read the requests and responses of one kind of client: all that {@link
 * HttpTracing#client(ClientAdapter)} needs to trace it.
 *
 * @param <Q> the client's type of requests
 * @param <P> the client's type of responses
 * @since 0.1
 */
public interface ClientAdapter<Q, P> extends HttpAdapter<Q, P> {
  /** What is called, with its host. */
  URI uri(Q request);

  /** For example {@code HTTP/1.1}; null if unknown. */
  default @Nullable String protocol(P response) {
    return null;
  }

  @Override
  default @Nullable String scheme(Q request) {
    return uri(request).getScheme();
  }

  @Override
  default @Nullable String path(Q request) {
    return uri(request).getRawPath();
  }

  @Override
  default @Nullable String query(Q request) {
    return uri(request).getRawQuery();
  }

  @Override
  default @Nullable String authority(Q request) {
    return uri(request).getRawAuthority();
  }
}
