// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Compressed bytes in an array that is used again and again. Confined to one thread. */
final class GzipBuffer extends ByteArrayOutputStream {
  GzipBuffer() {
    super(8 * 1024);
  }

  /** Replaces what is in the buffer by the first {@code length} bytes of {@code plain}. */
  void compress(byte[] plain, int length) {
    reset();
    try (Fast out = new Fast(this)) {
      out.write(plain, 0, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // not in memory
    }
  }

  /** The array; valid up to {@link #size} and until the next write. */
  byte[] bytes() {
    return buf;
  }

  /** JSON shrinks to a tenth at the fastest level; the others cost more than they save. */
  private static final class Fast extends GZIPOutputStream {
    Fast(ByteArrayOutputStream out) throws IOException {
      super(out, 4096);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
