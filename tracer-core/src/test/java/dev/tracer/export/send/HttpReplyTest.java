// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpReplyTest {
  private static HttpReply read(String bytes) throws IOException {
    byte[] answer = bytes.getBytes(StandardCharsets.ISO_8859_1);
    return HttpReply.readHead(new ByteArrayInputStream(answer)).withBody();
  }

  private static String text(HttpReply reply) {
    return Answer.acknowledged().withBody("", bytes(reply)).text();
  }

  private static byte[] bytes(HttpReply reply) {
    return Answer.acknowledged().with(reply.body()).body();
  }

  static Stream<Arguments> replies() {
    String ok = "HTTP/1.1 200 OK\r\n";
    return Stream.of(
        arguments("length", ok + "Content-Length: 3\r\n\r\nabcHTTP/1.1 500", 200, "abc", true),
        arguments("no body", ok + "content-length:0\r\n\r\n", 200, "", true),
        arguments("line feeds alone", "HTTP/1.1 200 OK\nContent-Length: 2\n\nab", 200, "ab", true),
        arguments("no reason", "HTTP/1.1 503\r\nContent-Length: 1\r\n\r\nx", 503, "x", true),
        arguments("to the end", ok + "\r\nabc", 200, "abc", false),
        arguments(
            "closing", ok + "Connection: Close\r\nContent-Length: 1\r\n\r\na", 200, "a", false),
        arguments("1.0", "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na", 200, "a", false),
        arguments(
            "1.0 kept",
            "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\na",
            200,
            "a",
            true),
        arguments(
            "chunks",
            ok
                + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nT: v\r\n\r\n",
            200,
            "abc0123456789",
            true),
        arguments("bad chunk", ok + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", 200, "", false),
        arguments("cut chunk", ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nab", 200, "", false),
        arguments("bad length", ok + "Content-Length: x\r\n\r\nab", 200, "", false),
        arguments("cut success", ok + "Content-Length: 9\r\n\r\nab", 200, "", false),
        arguments(
            "cut refusal", "HTTP/1.1 400 No\r\nContent-Length: 9\r\n\r\nwhy", 400, "why", false),
        arguments("other protocol", "HTTP/1.1 101 Switch\r\n\r\nxyz", 101, "", false),
        arguments("no content", "HTTP/1.1 204 No\r\nContent-Length: 5\r\n\r\n", 204, "", true),
        arguments(
            "interim answers",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
                + "HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\nok",
            202,
            "ok",
            true));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("replies")
  void read_isStatusBodyAndWhetherMoreMayFollow(
      String name, String bytes, int status, String body, boolean reusable) throws IOException {
    HttpReply reply = read(bytes);

    assertThat(reply.status()).isEqualTo(status);
    assertThat(text(reply)).isEqualTo(body);
    assertThat(reply.isReusable()).isEqualTo(reusable);
  }

  @Test
  void read_bodyWithoutEnd_isCut() throws IOException {
    HttpReply reply =
        read("HTTP/1.1 500 No\r\nContent-Length: 9999999999\r\n\r\n" + "x".repeat(5_000_000));

    assertThat(bytes(reply)).hasSize(4 << 20);
    assertThat(reply.isCut()).isTrue();
    assertThat(reply.isReusable()).isFalse();
  }

  @Test
  void field_isFoundWithoutRegardToCase() throws IOException {
    HttpReply reply = read("HTTP/1.1 503 No\r\nRETRY-after:\t 7 \r\nContent-Length: 0\r\n\r\n");

    assertThat(reply.field("retry-after")).isEqualTo("7");
    assertThat(reply.field("etag")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/2 200 OK\r\n\r\n",
        "HTTP/1.1 2x0 OK\r\n\r\n",
        "HTTP/1.1200 OK\r\n\r\n",
        "HTTP/1.\r\n\r\n",
        "\r\nHTTP/1.1 200 OK\r\n\r\n"
      })
  void read_somethingElse_isNotHttp(String bytes) {
    assertThatThrownBy(() -> read(bytes)).isInstanceOf(HttpReply.NotHttpException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 512, 513, 1_999})
  void read_ofLittle_cutsThere(int most) throws IOException {
    byte[] answer =
        ("HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n" + "x".repeat(2_000))
            .getBytes(StandardCharsets.ISO_8859_1);
    assertThat(bytes(HttpReply.read(new ByteArrayInputStream(answer), most))).hasSize(most);
  }

  @Test
  void read_alertOfTls_saysSo() {
    assertThatThrownBy(() -> read("\25\3\1\0\2\2\106"))
        .isInstanceOf(HttpReply.NotHttpException.class)
        .hasMessage("the server speaks TLS; use https://");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HT", "HTTP/1.1 20", "HTTP/1.1 200 OK\r\nContent-"})
  void read_endWithinTheHead_isALostConnection(String bytes) {
    assertThatThrownBy(() -> read(bytes)).isInstanceOf(EOFException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 100 Continue\r\n\r\n"})
  void read_headWithoutEnd_isGivenUp(String start) {
    assertThatThrownBy(() -> read(start.repeat(10_000) + "x".repeat(100_000)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void read_anything_throwsNothingButIoExceptions() {
    Random random = new Random(5);
    String valid =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(valid);
      for (int edits = random.nextInt(5); edits >= 0; edits--) {
        text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(256));
      }
      text.setLength(random.nextInt(text.length()) + 1);
      try {
        assertThat(read(text.toString()).status()).isBetween(101, 999);
      } catch (IOException e) {
        assertThat(e).isNotNull();
      }
    }
  }
}
