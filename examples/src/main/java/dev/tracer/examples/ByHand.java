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
import dev.tracer.export.text.WaterfallExporter;
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
 * An HTTP server and a client traced by hand: how a context is read from a request and written into
 * one, and what a SERVER and a CLIENT span look like. For protocols that no module of ours knows;
 * with HTTP an application would let tracer-http do this.
 */
public final class ByHand {

  private static final CarrierGetter<Map<String, List<String>>> HEADERS =
      CarrierGetter.ofMultiMap();
  private static final CarrierSetter<HttpRequest.Builder> REQUEST = HttpRequest.Builder::setHeader;

  private static final String PATH = "/stock";

  private ByHand() {}

  /** Runs the example. */
  public static void main(String[] args) throws Exception {
    new Options("by-hand", args).done();
    WaterfallExporter waterfall = WaterfallExporter.builder().sharedBy(2).build();
    try (Tracer shop = Tracer.builder("shop").exporter(waterfall).build();
        Tracer stock = Tracer.builder("stock").exporter(waterfall).build()) {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(PATH, exchange -> serve(stock, exchange));
      server.start();
      try {
        String host = "127.0.0.1:" + server.getAddress().getPort();
        shop.run("show-item", span -> call(shop, URI.create("http://" + host + PATH)));
      } finally {
        server.stop(0);
      }
    }
  }

  /** The server's side: the span continues the trace of the caller. */
  private static void serve(Tracer tracer, HttpExchange exchange) throws IOException {
    Context caller = tracer.extract(exchange.getRequestHeaders(), HEADERS);
    Span span =
        tracer
            .spanBuilder(exchange.getRequestMethod() + " " + PATH)
            .parent(caller)
            .kind(SpanKind.SERVER)
            .set("http.request.method", exchange.getRequestMethod())
            .set("http.route", PATH)
            .set("url.path", exchange.getRequestURI().getPath())
            .set("url.scheme", "http")
            .start();
    int status = 200;
    String answer;
    try (Scope scope = span.makeCurrent()) {
      answer = tracer.call("count", count -> "5 left");
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
  private static String call(Tracer tracer, URI uri) throws IOException, InterruptedException {
    Span span =
        tracer
            .spanBuilder("GET")
            .kind(SpanKind.CLIENT)
            .set("http.request.method", "GET")
            .set("url.full", uri.toString())
            .set("server.address", uri.getHost())
            .set("server.port", uri.getPort())
            .start();
    try (Scope scope = span.makeCurrent()) {
      HttpRequest.Builder request = HttpRequest.newBuilder(uri);
      tracer.inject(request, REQUEST);
      HttpResponse<String> response =
          HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
      span.set("http.response.status_code", response.statusCode());
      if (response.statusCode() >= 400) {
        span.set("error.type", Integer.toString(response.statusCode())).status(StatusCode.ERROR);
      }
      return response.body();
    } catch (IOException | InterruptedException e) {
      span.fail(e);
      throw e;
    } finally {
      span.end();
    }
  }
}
