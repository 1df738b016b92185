// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tracer.Context;
import dev.tracer.Scope;
import dev.tracer.Span;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.Tracer;
import dev.tracer.propagation.CarrierGetter;
import dev.tracer.propagation.CarrierSetter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A small HTTP service on loopback, traced by hand: how a context is read from a request and
 * written into one, and what a SERVER and a CLIENT span look like. An application would let
 * tracer-http do this.
 */
final class TracedService implements AutoCloseable {
  /** What the service does with a request. */
  @FunctionalInterface
  interface Handler {
    String handle(HttpExchange exchange, Span span) throws IOException, InterruptedException;
  }

  private static final CarrierGetter<Map<String, List<String>>> HEADERS =
      CarrierGetter.ofMultiMap();
  private static final CarrierSetter<HttpRequest.Builder> REQUEST = HttpRequest.Builder::setHeader;

  private final Tracer tracer;
  private final String path;
  private final Handler handler;
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  TracedService(Tracer tracer, String path, Handler handler) throws IOException {
    this.tracer = tracer;
    this.path = path;
    this.handler = handler;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(path, this::serve);
    server.start();
  }

  URI uri(String query) {
    InetSocketAddress address = server.getAddress();
    return URI.create(
        "http://"
            + address.getAddress().getHostAddress()
            + ":"
            + address.getPort()
            + path
            + "?"
            + query);
  }

  /** The server's side: the span continues the trace of the caller. */
  private void serve(HttpExchange exchange) throws IOException {
    Context caller = tracer.extract(exchange.getRequestHeaders(), HEADERS);
    Span span =
        tracer
            .spanBuilder(exchange.getRequestMethod() + " " + path)
            .parent(caller)
            .kind(SpanKind.SERVER)
            .set("http.request.method", exchange.getRequestMethod())
            .set("http.route", path)
            .set("url.path", exchange.getRequestURI().getPath())
            .set("url.scheme", "http")
            .start();
    int status = 200;
    String answer;
    try (Scope scope = span.makeCurrent()) {
      answer = handler.handle(exchange, span);
    } catch (Exception e) {
      span.fail(e);
      status = 500;
      answer = e.getMessage();
    }
    span.set("http.response.status_code", status);
    span.end();
    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** The client's side: the request carries the trace of the current span. */
  String call(Tracer caller, String query) throws IOException, InterruptedException {
    URI uri = uri(query);
    Span span =
        caller
            .spanBuilder("GET")
            .kind(SpanKind.CLIENT)
            .set("http.request.method", "GET")
            .set("url.full", uri.toString())
            .set("server.address", uri.getHost())
            .set("server.port", uri.getPort())
            .start();
    try (Scope scope = span.makeCurrent()) {
      HttpRequest.Builder request = HttpRequest.newBuilder(uri);
      caller.inject(request, REQUEST);
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      span.set("http.response.status_code", response.statusCode());
      if (response.statusCode() >= 400) {
        span.set("error.type", Integer.toString(response.statusCode())).status(StatusCode.ERROR);
        throw new IOException(path + " answered " + response.statusCode() + ": " + response.body());
      }
      return response.body();
    } catch (IOException | InterruptedException e) {
      span.fail(e);
      throw e;
    } finally {
      span.end();
    }
  }

  static String parameter(HttpExchange exchange, String name) {
    for (String pair : exchange.getRequestURI().getQuery().split("&")) {
      if (pair.startsWith(name + "=")) {
        return pair.substring(name.length() + 1);
      }
    }
    return "";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
