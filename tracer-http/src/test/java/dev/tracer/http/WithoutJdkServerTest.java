// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Tracer;
import dev.tracer.export.SpanProcessor;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Virtual machines that lack the module {@code jdk.httpserver}, as images made by jlink do. */
class WithoutJdkServerTest {
  /**
   * Calls a server of its own, looks at the classes that may be beans, and says what came of it.
   */
  static final class Program {
    public static void main(String[] args) throws Exception {
      for (Class<?> bean :
          List.of(HttpTracing.class, HttpTracingBuilder.class, InboundPolicy.class)) {
        bean.getDeclaredMethods();
        bean.getMethods();
      }
      var span = new String[1];
      SpanProcessor spans = ended -> span[0] = ended.name() + ' ' + ended.statusCode();
      try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
          Tracer tracer = Tracer.builder("image").processor(spans).build()) {
        Thread answering = new Thread(() -> answer(server));
        answering.start();
        HttpClient client = HttpTracing.of(tracer).client(HttpClient.newHttpClient());
        URI uri = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
        client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
        HttpTracing.route("/nowhere");
        answering.join();
      }
      System.out.println(
          "server module: "
              + ModuleLayer.boot().findModule("jdk.httpserver").isPresent()
              + ", span: "
              + span[0]);
    }

    private static void answer(ServerSocket server) {
      try (Socket socket = server.accept()) {
        var request = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
        while (!request.readLine().isEmpty()) {
          // the head, which is all
        }
        socket
            .getOutputStream()
            .write("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static String place(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  @Test
  void client_worksWithoutTheModule() throws Exception {
    String path =
        String.join(
            File.pathSeparator,
            place(Program.class),
            place(HttpTracing.class),
            place(Tracer.class));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--limit-modules",
                "java.net.http,java.logging",
                "-cp",
                path,
                Program.class.getName())
            .redirectErrorStream(true)
            .start();
    try (InputStream said = process.getInputStream()) {
      assertThat(new String(said.readAllBytes(), StandardCharsets.UTF_8))
          .contains("server module: false, span: GET UNSET" + System.lineSeparator());
    } finally {
      process.destroyForcibly();
    }
  }
}
