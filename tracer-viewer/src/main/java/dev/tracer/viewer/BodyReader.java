// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

/**
 * Reads the bodies of requests, several at a time, bounded in bytes for each and for all together,
 * and in time. Whoever sends nothing more holds what has come, and nobody up. Thread-safe.
 */
final class BodyReader {
  static final int PIECE = 8192;

  /** How much more of a body that is too large is read. */
  private static final long MAX_DRAINED = 128L << 20;

  private final ReadWatch watch;
  private final Semaphore room;
  private final int patienceSeconds;

  /**
   * A reader.
   *
   * @param maxBytes for all bodies that are there at a time
   * @param patienceSeconds how long a body waits for others to go
   */
  BodyReader(ReadWatch watch, int maxBytes, int patienceSeconds) {
    this.watch = watch;
    this.room = new Semaphore(maxBytes / PIECE);
    this.patienceSeconds = patienceSeconds;
  }

  /** The whole body, decompressed if need be; to be closed. */
  Body read(InputStream raw, boolean gzip) throws IOException, HttpError {
    watch.begin();
    try {
      return gzip ? unzip(raw) : read(raw, raw);
    } finally {
      watch.end();
    }
  }

  private Body unzip(InputStream raw) throws HttpError {
    try (InputStream in = new GZIPInputStream(raw, PIECE)) {
      return read(in, raw);
    } catch (IOException e) { // also if the connection breaks: then nobody reads the answer
      throw new HttpError(400, "malformed gzip");
    }
  }

  private Body read(InputStream in, InputStream raw) throws IOException, HttpError {
    Body body = new Body(room);
    boolean whole = false;
    try {
      while (!whole) {
        whole = readPiece(in, body);
        if (body.size() > Exchange.MAX_BODY) {
          whole = false;
          break;
        }
      }
    } finally {
      if (!whole) {
        body.close();
      }
    }
    if (!whole) {
      drain(raw);
      throw new HttpError(413, "a body may have " + Exchange.MAX_BODY + " bytes, decompressed");
    }
    return body;
  }

  /** Reads until a piece is full; whether the body is over. */
  private boolean readPiece(InputStream in, Body body) throws IOException, HttpError {
    acquire();
    byte[] piece = new byte[PIECE];
    int length = 0;
    try {
      length = in.readNBytes(piece, 0, PIECE);
    } finally {
      body.add(piece, length); // what was acquired goes back with the body
    }
    return length < PIECE;
  }

  private void acquire() throws HttpError {
    try {
      if (!room.tryAcquire(patienceSeconds, TimeUnit.SECONDS)) {
        throw new HttpError(503, "busy");
      }
    } catch (InterruptedException e) { // by the watch, or the viewer is closing
      throw new HttpError(503, "busy");
    }
  }

  /**
   * Reads what a caller still sends, up to a bound, and forgets it: whoever is cut off while he
   * writes does not see why.
   */
  private static void drain(InputStream raw) throws IOException {
    byte[] buffer = new byte[PIECE];
    long left = MAX_DRAINED;
    for (int n = raw.read(buffer); n >= 0 && left > 0; n = raw.read(buffer)) {
      left -= n;
    }
  }
}
