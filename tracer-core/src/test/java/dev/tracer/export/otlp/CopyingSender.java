// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import dev.tracer.export.send.Answer;
import dev.tracer.export.send.Request;
import dev.tracer.export.send.Sender;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Keeps what it is to send, as text and as bytes. */
final class CopyingSender implements Sender {
  final List<String> requests = new ArrayList<>();
  final List<byte[]> bodies = new ArrayList<>();

  @Override
  public Answer send(Request request, Duration timeout) {
    byte[] body = new byte[request.body().remaining()];
    request.body().duplicate().get(body);
    bodies.add(body);
    requests.add(new String(body, StandardCharsets.UTF_8));
    return Answer.acknowledged();
  }

  @Override
  public String toString() {
    return "memory";
  }
}
