// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.bridges;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tracer.Tracer;
import dev.tracer.export.text.WaterfallExporter;
import dev.tracer.http.HttpTracing;
import dev.tracer.http.JdkServerTracing;
import dev.tracer.micrometer.MicrometerTracing;
import dev.tracer.opentelemetry.OpenTelemetryBridge;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.opentelemetry.instrumentation.okhttp.v3_0.OkHttpTelemetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * One trace made by three APIs: a framework that observes by Micrometer, code with spans of its
 * own, and OkHttp traced by the library that OpenTelemetry publishes for it. None of them knows of
 * the others. The request ends in a server traced by tracer-http.
 */
public final class Bridges {
  private final Tracer tracer;
  private final ObservationRegistry observations;
  private final Call.Factory http;
  private final String stock;

  private Bridges(Tracer tracer, String stock) {
    this.tracer = tracer;
    this.stock = stock;

    // what observes by Micrometer
    MicrometerTracing micrometer = MicrometerTracing.of(tracer);
    observations = ObservationRegistry.create();
    observations
        .observationConfig()
        .observationHandler(new DefaultTracingObservationHandler(micrometer.tracer()));

    // what is instrumented for OpenTelemetry
    OpenTelemetryBridge openTelemetry = OpenTelemetryBridge.of(tracer);
    http = OkHttpTelemetry.create(openTelemetry).newCallFactory(new OkHttpClient());
  }

  /** Runs the example. */
  public static void main(String[] args) throws IOException {
    for (String argument : args) {
      if (!argument.equals("--ci")) {
        System.err.println("examples/run bridges: unexpected argument: " + argument);
        System.exit(2);
      }
    }
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    WaterfallExporter waterfall = WaterfallExporter.builder().sharedBy(2).build();
    try (Tracer orders = Tracer.builder("orders").exporter(waterfall).build();
        Tracer stock = Tracer.builder("stock").exporter(waterfall).build()) {
      JdkServerTracing.of(HttpTracing.of(stock))
          .addTo(server.createContext("/stock", Bridges::serve));
      server.start();
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/stock";
      System.out.println("placed: " + new Bridges(orders, url).place("chair"));
    } finally {
      server.stop(0);
    }
    System.exit(0); // OkHttp's pool holds threads for a minute
  }

  /** What a framework would do around a handler. */
  private String place(String article) {
    return Observation.createNotStarted("orders.place", observations)
        .contextualName("place order")
        .lowCardinalityKeyValue("channel", "web")
        .observe(() -> tracer.call("reserve", span -> reserve(article)));
  }

  private String reserve(String article) {
    Request request = new Request.Builder().url(stock + "?article=" + article).build();
    try (Response response = http.newCall(request).execute()) {
      return response.body().string();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = "3 left".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
