// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpConnectionTest {
  /** In nanoseconds. */
  private static final long ALL_TIME = 150_000_000;

  private static HttpConnection connection(InputStream in, OutputStream out, IntConsumer timeouts)
      throws IOException {
    Socket socket =
        new Socket() {
          @Override
          public InputStream getInputStream() {
            return in;
          }

          @Override
          public OutputStream getOutputStream() {
            return out;
          }

          @Override
          public void setSoTimeout(int millis) {
            timeouts.accept(millis);
          }
        };
    return new HttpConnection(socket, socket, false);
  }

  /** A connection that breaks when something is written, and has something to read before. */
  private static HttpConnection breaking(InputStream received) throws IOException {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    return connection(received, broken, millis -> {});
  }

  private static HttpConnection breaking(String received) throws IOException {
    return breaking(new ByteArrayInputStream(received.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static HttpReply send(HttpConnection connection) throws IOException {
    return connection.send(
        new byte[] {1}, ByteBuffer.wrap(new byte[] {2}), new Call(1_000_000_000_000L));
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

  @Test
  void send_serverRefusesOurCertificateAndCloses_isWhatItSaid() throws IOException {
    InputStream alert =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new SSLHandshakeException("Received fatal alert: bad_certificate");
          }
        };

    assertThatThrownBy(() -> send(breaking(alert))).isInstanceOf(SSLHandshakeException.class);
  }

  /** Of a server that tells no length and keeps the connection open, for example. */
  @Test
  void send_bodyDoesNotCome_statusCountsInTime() throws IOException {
    InputStream answer =
        new SequenceInputStream(
            new ByteArrayInputStream("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII)),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new SocketTimeoutException("Read timed out");
              }
            });
    List<Integer> timeouts = new ArrayList<>();
    HttpConnection connection = connection(answer, OutputStream.nullOutputStream(), timeouts::add);

    HttpReply reply = send(connection);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.isReusable()).isFalse();
    assertThat(timeouts).hasSize(2);
    assertThat(timeouts.get(1)).as("time left to tell it").isLessThanOrEqualTo(timeouts.get(0) / 2);
  }

  /** Each byte comes in time, their end does not. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 9\r\n\r\ndrop drop",
        "Transfer-Encoding: chunked\r\n\r\n9\r\ndrop drop\r\n0\r\n\r\n"
      })
  void send_bodyDrips_statusCountsInTime(String rest) throws IOException {
    String answer = "HTTP/1.1 200 OK\r\n" + rest;
    int body = answer.indexOf("\r\n\r\n") + 4;
    InputStream in =
        new InputStream() {
          private int at;

          @Override
          public int read() {
            return answer.charAt(at++);
          }

          @Override
          public int read(byte[] to, int from, int count) {
            long start = System.nanoTime();
            while (at == body && System.nanoTime() - start < ALL_TIME) {
              Thread.onSpinWait();
            }
            to[from] = (byte) read();
            return 1;
          }
        };
    HttpConnection connection = connection(in, OutputStream.nullOutputStream(), millis -> {});

    HttpReply reply =
        connection.send(new byte[] {1}, ByteBuffer.wrap(new byte[] {2}), new Call(ALL_TIME));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.isTorn()).isTrue();
    assertThat(reply.isReusable()).isFalse();
  }
}
