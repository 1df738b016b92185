// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http.kit;

import java.net.URI;

/** A server that clients under test call; it is not traced. */
public interface Peer extends AutoCloseable {
  /** Where a path of it is. */
  URI uri(String path);

  /** The next request that arrived. */
  PeerScript.Seen take();

  @Override
  void close();
}
