// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http.interop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tracer.http.kit.JdkPeer;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/**
 * A service without tracing of its own, which an agent traces: {@code /relay?url=URL} calls the URL
 * and answers with its status and body.
 */
final class Relay {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private Relay() {}

  public static void main(String[] args) throws IOException {
    HttpServer server = HttpServer.create(JdkPeer.loopback(), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/relay", Relay::handle);
    server.start();
    System.out.println("port " + server.getAddress().getPort());
  }

  private static void handle(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    URI url = URI.create(URLDecoder.decode(query.substring(4), StandardCharsets.UTF_8));
    try (exchange) {
      HttpResponse<byte[]> answer =
          CLIENT.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofByteArray());
      int length = answer.body().length;
      exchange.sendResponseHeaders(answer.statusCode(), length == 0 ? -1 : length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
