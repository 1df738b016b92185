// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Writes requests to a stream that belongs to somebody else. Thread-safe as the stream is. */
final class StreamSender implements Sender {
  private final PrintStream out;

  StreamSender(PrintStream out) {
    this.out = out;
  }

  @Override
  public Answer send(Request request, Duration timeout) {
    ByteBuffer body = request.body();
    out.write(body.array(), body.arrayOffset() + body.position(), body.remaining());
    return out.checkError() // flushes
        ? Answer.of(Answer.Kind.UNAVAILABLE, "standard output is broken")
        : Answer.acknowledged();
  }

  @Override
  public String toString() {
    return "stdout";
  }
}
