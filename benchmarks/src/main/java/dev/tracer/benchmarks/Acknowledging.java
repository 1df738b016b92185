// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * A server of OTLP over HTTP that acknowledges what comes, unread, after some time. It runs in a
 * process of its own, so that what it costs is not counted, and ends when its input does.
 */
final class Acknowledging implements AutoCloseable {
  private final Process process;
  private final String endpoint;

  /** Starts it. */
  Acknowledging(Duration delay) {
    try {
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  // else an answer with a body, which it writes in two pieces, comes 40 ms late
                  "-Dsun.net.httpserver.nodelay=true",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Acknowledging.class.getName(),
                  Long.toString(delay.toNanos()))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      endpoint =
          new BufferedReader(
                  new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
              .readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (endpoint == null) {
      throw new IllegalStateException("the server did not start");
    }
  }

  String endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    process.destroy();
  }

  /** Serves until the input ends. */
  public static void main(String[] args) throws IOException {
    long delayNanos = Long.parseLong(args[0]);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", exchange -> answer(exchange, delayNanos));
    server.start();
    System.out.println("http://127.0.0.1:" + server.getAddress().getPort());
    while (System.in.read() >= 0) {
      // nobody writes
    }
    System.exit(0);
  }

  private static void answer(HttpExchange exchange, long delayNanos) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      long end = System.nanoTime() + delayNanos;
      for (long left = delayNanos; left > 0; left = end - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      String type = exchange.getRequestHeaders().getFirst("Content-Type");
      byte[] response = "application/json".equals(type) ? new byte[] {'{', '}'} : new byte[0];
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(200, response.length == 0 ? -1 : response.length);
      exchange.getResponseBody().write(response);
    }
  }
}
