// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.SpanKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request as hooks, predicates and metrics see it, whatever library it came by. Valid while they
 * are called. Not redacted: what is recorded of it is up to whoever looks.
 *
 * @since 0.1
 */
public final class RequestView {
  private final Typed<?> typed;

  private RequestView(Typed<?> typed) {
    this.typed = typed;
  }

  static <Q> RequestView of(SpanKind kind, HttpAdapter<Q, ?> adapter, Q request) {
    return new RequestView(new Typed<>(kind, adapter, request, null));
  }

  /** A request that came in, and what it asked for then. */
  static <Q> RequestView of(HttpAdapter<Q, ?> adapter, Q request, @Nullable RequestLine line) {
    return new RequestView(new Typed<>(SpanKind.SERVER, adapter, request, line));
  }

  private record Typed<Q>(
      SpanKind kind, HttpAdapter<Q, ?> adapter, Q request, @Nullable RequestLine line) {
    String method() {
      return line == null ? adapter.method(request) : line.method();
    }

    @Nullable String scheme() {
      return adapter.scheme(request);
    }

    @Nullable String path() {
      return line == null ? adapter.path(request) : line.path();
    }

    @Nullable String query() {
      return line == null ? adapter.query(request) : line.query();
    }

    @Nullable String authority() {
      return adapter.authority(request);
    }

    @Nullable String header(String name) {
      return adapter.get(request, name);
    }

    List<String> headers(String name) {
      return adapter.getAll(request, name);
    }
  }

  /** {@code SERVER} for a request that came in, {@code CLIENT} for one that goes out. */
  public SpanKind kind() {
    return typed.kind;
  }

  /** The method as it is sent. */
  public String method() {
    return typed.method();
  }

  /** {@code http} or {@code https}; null if unknown. */
  public @Nullable String scheme() {
    return typed.scheme();
  }

  /** The path as it is sent, not decoded; {@code /} if there is none. */
  public String path() {
    String path = typed.path();
    return path == null || path.isEmpty() ? "/" : path;
  }

  /** The query as it is sent, not decoded; null if there is none. */
  public @Nullable String query() {
    return typed.query();
  }

  /** The host that the client wants, without port; null if unknown. */
  public @Nullable String host() {
    return Urls.hostOf(typed.authority());
  }

  /** The port that the client wants, or that of the scheme; -1 if unknown. */
  public int port() {
    int port = Urls.portOf(typed.authority());
    return port >= 0 ? port : Urls.defaultPort(typed.scheme());
  }

  /**
   * The first value of a header; null if there is none.
   *
   * @param name in lower case
   */
  public @Nullable String header(String name) {
    return typed.header(name);
  }

  /**
   * All values of a header; empty if there are none.
   *
   * @param name in lower case
   */
  public List<String> headers(String name) {
    return typed.headers(name);
  }

  /** The library's own object, such as an {@code HttpServletRequest}; null if it is another. */
  public <T> @Nullable T as(Class<T> type) {
    return type.isInstance(typed.request) ? type.cast(typed.request) : null;
  }
}
