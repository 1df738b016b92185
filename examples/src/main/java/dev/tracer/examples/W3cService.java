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
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * The service that the W3C's trace-context validation drives: it takes a JSON array of {@code
 * {"url": ..., "arguments": [...]}} by POST and posts each {@code arguments} to its {@code url}, in
 * turn, through a traced client.
 */
final class W3cService {
  private final HttpClient client;

  private W3cService(HttpClient client) {
    this.client = client;
  }

  public static void main(String[] args) throws Exception {
    Options options = new Options("w3c-service", args);
    boolean ci = options.ci();
    int port = options.number("port", ci ? 0 : 5000, 0, 65_535);
    options.done();

    try (Tracer tracer = Tracer.builder("w3c-service").build()) {
      HttpTracing tracing = HttpTracing.of(tracer);
      HttpClient client = tracing.client(HttpClient.newHttpClient());
      W3cService service = new W3cService(client);
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      HttpServer server = HttpServer.create(address, 0);
      server.setExecutor(Executors.newCachedThreadPool(W3cService::daemon));
      JdkServerTracing.of(tracing).addTo(server.createContext("/test", service::handle));
      server.start();
      URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/test");
      System.out.println("Listening on " + uri);
      if (ci) {
        service.tryOut(uri);
      } else {
        new CountDownLatch(1).await(); // until somebody stops the process
      }
      server.stop(0);
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "w3c-service");
    thread.setDaemon(true);
    return thread;
  }

  /** One request that makes the service call itself. */
  private void tryOut(URI uri) throws IOException, InterruptedException {
    String body = "[{\"url\": \"" + uri + "\", \"arguments\": []}]";
    System.out.println(uri.getPath() + " answered " + post(uri, body).statusCode());
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    int status = 200;
    try {
      Json json = new Json(body);
      json.skip('[');
      while (json.peek() == '{') {
        call(json);
        if (json.peek() == ',') {
          json.skip(',');
        }
      }
      json.skip(']');
    } catch (IllegalArgumentException e) {
      status = 400;
    } catch (InterruptedException e) {
      status = 503;
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private void call(Json json) throws IOException, InterruptedException {
    String url = "";
    String arguments = "[]";
    json.skip('{');
    while (json.peek() == '"') {
      String name = json.string();
      json.skip(':');
      switch (name) {
        case "url" -> url = json.string();
        case "arguments" -> arguments = json.raw();
        default -> json.raw();
      }
      if (json.peek() == ',') {
        json.skip(',');
      }
    }
    json.skip('}');
    post(URI.create(url), arguments);
  }

  private HttpResponse<Void> post(URI uri, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.discarding());
  }

  /** Just enough of a JSON reader: it finds where values end. */
  private static final class Json {
    private final String text;
    private int at;

    Json(String text) {
      this.text = text;
    }

    char peek() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      if (at == text.length()) {
        throw new IllegalArgumentException("the JSON text ends too early");
      }
      return text.charAt(at);
    }

    void skip(char expected) {
      if (peek() != expected) {
        throw new IllegalArgumentException("expected " + expected + " at " + at);
      }
      at++;
    }

    String string() {
      skip('"');
      StringBuilder value = new StringBuilder();
      while (at < text.length() && text.charAt(at) != '"') {
        if (text.charAt(at) == '\\') {
          at++; // URLs need no more than this
        }
        value.append(text.charAt(at++));
      }
      skip('"');
      return value.toString();
    }

    /** The next value as it is written. */
    String raw() {
      peek();
      int start = at;
      int depth = 0;
      do {
        switch (peek()) {
          case '"' -> string();
          case '[', '{' -> {
            depth++;
            at++;
          }
          case ']', '}' -> {
            depth--;
            at++;
          }
          default -> at++;
        }
      } while (depth > 0 || (at < text.length() && ",]}".indexOf(peek()) < 0));
      return text.substring(start, at);
    }
  }
}
