// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * The body of a request, in pieces out of the room that all requests share. Confined to one thread.
 */
final class Body implements AutoCloseable {
  private final Semaphore room;
  private final List<byte[]> pieces = new ArrayList<>();
  private int size;

  Body(Semaphore room) {
    this.room = room;
  }

  /** Adds a piece, of which so many bytes count, for which a permit was taken. */
  void add(byte[] piece, int length) {
    pieces.add(piece);
    size += length;
  }

  int size() {
    return size;
  }

  /** All of it in one. */
  byte[] bytes() {
    byte[] all = new byte[size];
    int at = 0;
    for (byte[] piece : pieces) {
      int length = Math.min(piece.length, size - at);
      System.arraycopy(piece, 0, all, at, length);
      at += length;
    }
    return all;
  }

  /** Gives the room back. */
  @Override
  public void close() {
    room.release(pieces.size());
    pieces.clear();
    size = 0;
  }
}
