// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Describes a {@link Viewer}. Confined to one thread.
 *
 * @since 0.1
 */
public final class ViewerBuilder {
  static final long LEAST_BYTES = 1 << 20;

  int port;
  long maxBytes = Math.min(64 << 20, Runtime.getRuntime().maxMemory() * 2 / 3);
  @Nullable Path appendTo;

  /** How long the head of a request, and its body, may take to come. */
  long readMillis = 20_000;

  /** Called behind each request that brought spans or log lines; set by a program of its own. */
  @Nullable Runnable afterRequest;

  ViewerBuilder() {}

  /**
   * Sets the port; 0, the default, takes a free one.
   *
   * @throws IllegalArgumentException if it is no port
   */
  public ViewerBuilder port(int port) {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port must be from 0 to 65535: " + port);
    }
    this.port = port;
    return this;
  }

  /**
   * Sets how many bytes of memory traces may take, about; by default 64 MiB, or two thirds of the
   * heap if that is less. The trace that got nothing for the longest time goes first.
   *
   * @throws IllegalArgumentException if it is less than a mebibyte
   */
  public ViewerBuilder maxBytes(long maxBytes) {
    if (maxBytes < LEAST_BYTES) {
      throw new IllegalArgumentException("maxBytes must be at least 1048576: " + maxBytes);
    }
    this.maxBytes = maxBytes;
    return this;
  }

  /**
   * Also appends the spans that come by HTTP to a file, as OTLP-JSON lines; by default nothing is
   * written anywhere. Spans that cannot be written are shown all the same, counted and logged.
   *
   * @throws NullPointerException if {@code file} is null
   */
  public ViewerBuilder appendTo(Path file) {
    this.appendTo = requireNonNull(file, "file");
    return this;
  }

  /**
   * Starts the viewer.
   *
   * @throws java.io.UncheckedIOException if the port is taken, or the file to append to cannot be
   *     written
   */
  public Viewer start() {
    return new Viewer(this);
  }
}
