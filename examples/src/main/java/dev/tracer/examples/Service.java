// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tracer.Tracer;
import dev.tracer.http.HttpTracing;
import dev.tracer.http.JdkServerTracing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** A small HTTP service on loopback. Two lines of it are about tracing. */
final class Service implements AutoCloseable {
  /** What the service does with a request. */
  @FunctionalInterface
  interface Handler {
    String handle(String argument) throws IOException, InterruptedException;
  }

  private final String path;
  private final String parameter;
  private final Handler handler;
  private final HttpServer server;
  private final HttpClient client;

  /** Serves at {@code path} and hands the value of the query's only parameter to the handler. */
  Service(Tracer tracer, String path, String parameter, Handler handler) throws IOException {
    this.path = path;
    this.parameter = parameter;
    this.handler = handler;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    HttpTracing tracing = HttpTracing.of(tracer);
    JdkServerTracing.of(tracing).addTo(server.createContext(path, this::serve)); // SERVER spans
    client = tracing.client(HttpClient.newHttpClient()); // CLIENT spans, and headers
    server.start();
  }

  URI uri(String argument) {
    InetSocketAddress address = server.getAddress();
    String host = address.getAddress().getHostAddress() + ":" + address.getPort();
    return URI.create("http://" + host + path + "?" + parameter + "=" + argument);
  }

  private void serve(HttpExchange exchange) throws IOException {
    int status = 200;
    String answer;
    try {
      answer =
          handler.handle(exchange.getRequestURI().getQuery().substring(parameter.length() + 1));
    } catch (Exception e) {
      status = 500;
      answer = e.getMessage();
    }
    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** Asks another service. */
  String call(Service other, String argument) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(other.uri(argument)).build();
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    if (response.statusCode() >= 400) {
      throw new IOException(
          other.path + " answered " + response.statusCode() + ": " + response.body());
    }
    return response.body();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
