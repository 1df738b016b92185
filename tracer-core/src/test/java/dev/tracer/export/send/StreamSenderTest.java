// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StreamSenderTest {
  private static Request request(String text) {
    return new Request("text/plain", ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 3, "");
  }

  @Test
  void stream_isWrittenToFlushedAndNeverClosed() {
    boolean[] closed = new boolean[1];
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream stream =
        new PrintStream(new BufferedOutputStream(bytes), false, StandardCharsets.ISO_8859_1) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    StreamSender sender = new StreamSender(stream);
    Answer answer = sender.send(request("caf\u00e9\n"), Duration.ofSeconds(1));
    String written = bytes.toString(StandardCharsets.UTF_8);
    sender.close(Duration.ZERO);

    assertThat(answer.kind()).isEqualTo(Answer.Kind.ACKNOWLEDGED);
    assertThat(written).isEqualTo("caf\u00e9\n");
    assertThat(closed[0]).isFalse();
  }

  @Test
  void stream_broken_saysSo() {
    PrintStream stream =
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("broken pipe");
              }
            });
    Answer answer = new StreamSender(stream).send(request("x"), Duration.ofSeconds(1));

    assertThat(answer.kind()).isEqualTo(Answer.Kind.UNAVAILABLE);
    assertThat(answer.result(3).message()).isEqualTo("standard output is broken");
  }
}
