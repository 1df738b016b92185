// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.backends.chain;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The program of a service: {@code HopProgram KIND}. Says {@code ready PORT}, ends with its input.
 * The path of a request is the ports of the services behind; the answer is a line of this service
 * and the lines of those.
 */
final class HopProgram {
  private final String kind;
  private final Hop hop;

  private HopProgram(String kind) {
    this.kind = kind;
    this.hop =
        switch (kind) {
          case "tracer" -> new TracerHop();
          case "opentelemetry" -> new OpenTelemetryHop();
          case "brave" -> new BraveHop();
          case "xray" -> new XRayHop();
          case "datadog" -> new DatadogHop();
          default -> throw new IllegalArgumentException(kind);
        };
  }

  public static void main(String[] args) throws Exception {
    HopProgram program = new HopProgram(args[0]);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", program::answer);
    server.start();
    System.out.println("ready " + server.getAddress().getPort());
    while (System.in.read() >= 0) {
      // the test says nothing
    }
    System.exit(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body;
    int status = 200;
    try {
      body = serve(exchange).getBytes(StandardCharsets.UTF_8);
    } catch (Exception e) {
      e.printStackTrace();
      body = (kind + " failed: " + e).getBytes(StandardCharsets.UTF_8);
      status = 500;
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String serve(HttpExchange exchange) throws Exception {
    Map<String, String> received = Hop.headers();
    exchange.getRequestHeaders().forEach((name, values) -> received.put(name, values.get(0)));
    HttpNext next = new HttpNext(exchange.getRequestURI().getPath());
    Hop.Report report = hop.serve(received, next);
    received.keySet().removeAll(HttpNext.OF_HTTP);
    return Seen.of(kind, report, received).format() + '\n' + next.answer;
  }

  /** Calls by the JDK's oldest client, which all agents know. */
  private static final class HttpNext implements Hop.Next {
    static final java.util.List<String> OF_HTTP =
        java.util.List.of("Accept", "Connection", "Host", "User-Agent");

    private final String path;
    private String answer = "";

    HttpNext(String path) {
      this.path = path;
    }

    @Override
    public boolean exists() {
      return path.length() > 1;
    }

    @Override
    public void call(Map<String, String> headers) throws IOException {
      int end = path.indexOf('/', 1);
      String port = end < 0 ? path.substring(1) : path.substring(1, end);
      String rest = end < 0 ? "/" : path.substring(end);
      URL url = new URL("http", "127.0.0.1", Integer.parseInt(port), rest);
      HttpURLConnection connection = (HttpURLConnection) url.openConnection();
      headers.forEach(connection::setRequestProperty);
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      int status = connection.getResponseCode();
      (status == 200 ? connection.getInputStream() : connection.getErrorStream()).transferTo(body);
      answer = body.toString(StandardCharsets.UTF_8);
      if (status != 200) {
        throw new IOException(answer);
      }
    }
  }
}
