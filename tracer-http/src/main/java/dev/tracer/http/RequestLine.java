// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import org.jspecify.annotations.Nullable;

/**
 * What a request asks for, as it was when its span began: a container may change its own object for
 * an error page or another dispatch.
 *
 * @param path not decoded; null or empty if there is none
 * @param query not decoded; null if there is none
 */
record RequestLine(String method, @Nullable String path, @Nullable String query) {
  static <Q> RequestLine of(HttpAdapter<Q, ?> adapter, Q request) {
    return new RequestLine(adapter.method(request), adapter.path(request), adapter.query(request));
  }
}
