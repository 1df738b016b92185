// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request, as hooks see it: a response, an exception, or both. Valid while they
 * are called.
 *
 * @since 0.1
 */
public final class ResponseView {
  private final int status;
  private final @Nullable Typed<?> typed;
  private final @Nullable Throwable error;

  private ResponseView(int status, @Nullable Typed<?> typed, @Nullable Throwable error) {
    this.status = status;
    this.typed = typed;
    this.error = error;
  }

  static <P> ResponseView of(
      int status, HttpAdapter<?, P> adapter, @Nullable P response, @Nullable Throwable error) {
    return new ResponseView(
        status, response == null ? null : new Typed<>(adapter, response), error);
  }

  private record Typed<P>(HttpAdapter<?, P> adapter, P response) {
    List<String> headers(String name) {
      return adapter.responseHeader(response, name);
    }
  }

  /** The status that was sent; -1 if none was. */
  public int status() {
    return status;
  }

  /** What the call failed with or the handler threw; null if nothing. */
  public @Nullable Throwable error() {
    return error;
  }

  /**
   * The first value of a header; null if there is none.
   *
   * @param name in lower case
   */
  public @Nullable String header(String name) {
    List<String> values = headers(name);
    return values.isEmpty() ? null : values.get(0);
  }

  /**
   * All values of a header; empty if there are none.
   *
   * @param name in lower case
   */
  public List<String> headers(String name) {
    return typed == null ? List.of() : typed.headers(name);
  }

  /** The library's own object, such as an {@code HttpServletResponse}; null if it is another. */
  public <T> @Nullable T as(Class<T> type) {
    return typed != null && type.isInstance(typed.response) ? type.cast(typed.response) : null;
  }
}
