// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.Consumer;

/** Reads files of OTLP/JSON, one request a line. */
final class OtlpLines {
  /** Longer lines are passed over. */
  static final int MAX_LINE = 64 << 20;

  private OtlpLines() {}

  /**
   * Calls {@code target} with each line that is a request.
   *
   * @return how many lines were none
   */
  static int read(InputStream in, Names names, Consumer<Received> target) throws IOException {
    int bad = 0;
    byte[] line = new byte[8192];
    int length = 0;
    int next;
    do {
      next = in.read();
      if (next >= 0 && next != '\n') {
        if (length < MAX_LINE) {
          line = length < line.length ? line : Arrays.copyOf(line, 2 * length);
          line[length] = (byte) next;
        }
        length = Math.min(MAX_LINE, length) + 1;
        continue;
      }
      if (!isBlank(line, length)) {
        bad += length <= MAX_LINE && read(line, length, names, target) ? 0 : 1;
      }
      length = 0;
    } while (next >= 0);
    return bad;
  }

  private static boolean isBlank(byte[] line, int length) {
    for (int i = 0; i < Math.min(length, line.length); i++) {
      if (line[i] > ' ') {
        return false;
      }
    }
    return true;
  }

  private static boolean read(byte[] line, int length, Names names, Consumer<Received> target) {
    try {
      target.accept(OtlpJsonInput.read(line, 0, length, names));
      return true;
    } catch (MalformedException e) {
      return false;
    }
  }
}
