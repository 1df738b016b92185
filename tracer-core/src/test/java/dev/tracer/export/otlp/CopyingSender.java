// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import dev.tracer.export.send.Answer;
import dev.tracer.export.send.Request;
import dev.tracer.export.send.Sender;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Keeps what it is to send, as text. */
final class CopyingSender implements Sender {
  final List<String> requests = new ArrayList<>();

  @Override
  public Answer send(Request request, Duration timeout) {
    ByteBuffer body = request.body();
    requests.add(
        new String(
            body.array(),
            body.arrayOffset() + body.position(),
            body.remaining(),
            StandardCharsets.UTF_8));
    return Answer.acknowledged();
  }

  @Override
  public String toString() {
    return "memory";
  }
}
