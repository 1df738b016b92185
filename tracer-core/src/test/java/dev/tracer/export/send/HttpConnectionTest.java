// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HttpConnectionTest {
  /** A connection that breaks when something is written, and has something to read before. */
  private static HttpConnection breaking(String received) throws IOException {
    Socket socket =
        new Socket() {
          @Override
          public InputStream getInputStream() {
            return new ByteArrayInputStream(received.getBytes(StandardCharsets.ISO_8859_1));
          }

          @Override
          public OutputStream getOutputStream() {
            return new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
              }
            };
          }

          @Override
          public void setSoTimeout(int millis) {}
        };
    return new HttpConnection(socket, socket, false);
  }

  private static HttpReply send(HttpConnection connection) throws IOException {
    return connection.send(new byte[] {1}, ByteBuffer.wrap(new byte[] {2}), 1000);
  }

  @Test
  void send_serverRefusesBeforeItHasReadAll_itsAnswerCounts() throws IOException {
    HttpConnection connection =
        breaking("HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");

    HttpReply reply = send(connection);
    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.isReusable()).isFalse();
  }

  @Test
  void send_connectionBreaksWithoutAWord_isLost() throws IOException {
    HttpConnection connection = breaking("");

    assertThatThrownBy(() -> send(connection)).hasMessage("Broken pipe");
  }

  @Test
  void send_serverSaysYesToHalfARequest_isNotBelieved() throws IOException {
    HttpConnection connection = breaking("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

    assertThatThrownBy(() -> send(connection)).hasMessage("Broken pipe");
  }
}
