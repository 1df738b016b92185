// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples;

import com.sun.net.httpserver.HttpExchange;
import dev.tracer.Span;
import dev.tracer.Tracer;
import dev.tracer.TracerBuilder;
import dev.tracer.TracerStats;
import dev.tracer.export.SpanExporter;
import dev.tracer.export.otlp.OtlpExporter;
import dev.tracer.export.text.WaterfallExporter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Three services on loopback, gateway → order → payment, each with a tracer of its own. Requests go
 * through all three; the traces are drawn in the terminal, written to a file as OTLP-JSON lines,
 * and sent to an OTLP receiver if one is given by {@code --endpoint URL}.
 */
public final class Quickstart {
  private Quickstart() {}

  /** Runs the example; {@code --help} tells the options. */
  public static void main(String[] args) throws Exception {
    Options options = new Options("quickstart", args);
    Path file = Path.of(options.value("file", "quickstart.jsonl"));
    String endpoint = options.value("endpoint", "");
    options.done();

    Files.deleteIfExists(file);
    // One exporter for the three services, because they live in one process: so the waterfall can
    // draw a whole trace. Services of their own would have one each.
    SpanExporter waterfall = WaterfallExporter.builder().sharedBy(3).build();
    SpanExporter lines = OtlpExporter.file(file);

    try (Tracer payment = tracer("payment", waterfall, lines, endpoint);
        Tracer order = tracer("order", waterfall, lines, endpoint);
        Tracer gateway = tracer("gateway", waterfall, lines, endpoint);
        TracedService paymentService =
            new TracedService(payment, "/pay", (exchange, span) -> pay(payment, exchange, span));
        TracedService orderService =
            new TracedService(
                order, "/order", (exchange, span) -> order(order, paymentService, exchange));
        TracedService gatewayService =
            new TracedService(
                gateway,
                "/checkout",
                (exchange, span) -> checkout(gateway, orderService, exchange))) {

      HttpClient browser = HttpClient.newHttpClient();
      for (String card : List.of("4111", "4000", "stolen")) {
        URI uri = gatewayService.uri("card=" + card);
        String answer =
            browser.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
        System.out.println("GET /checkout?card=" + card + " -> " + answer);
      }
      System.out.println();

      for (Tracer tracer : List.of(gateway, order, payment)) {
        tracer.flush(Duration.ofSeconds(10));
      }
      report(List.of(gateway, order, payment), file, endpoint);
    }
  }

  private static Tracer tracer(
      String service, SpanExporter waterfall, SpanExporter lines, String endpoint) {
    TracerBuilder builder = Tracer.builder(service).exporter(waterfall).exporter(lines);
    if (!endpoint.isEmpty()) {
      builder.exporter(OtlpExporter.http(endpoint));
    }
    return builder.build();
  }

  private static String checkout(Tracer tracer, TracedService orders, HttpExchange exchange)
      throws IOException, InterruptedException {
    String card = TracedService.parameter(exchange, "card");
    tracer.run("validate-cart", span -> span.set("cart.items", 3).set("cart.total", 59.90));
    return orders.call(tracer, "card=" + card);
  }

  private static String order(Tracer tracer, TracedService payments, HttpExchange exchange)
      throws IOException, InterruptedException {
    String card = TracedService.parameter(exchange, "card");
    tracer.run("reserve-stock", span -> work(4));
    String receipt = payments.call(tracer, "card=" + card);
    tracer.run("write-order", span -> work(2));
    return receipt;
  }

  private static String pay(Tracer tracer, HttpExchange exchange, Span span) {
    String card = TracedService.parameter(exchange, "card");
    span.set("payment.amount", 59.90);
    tracer.run("check-limit", s -> work(3));
    return tracer.call(
        "charge-card",
        charge -> {
          work(card.equals("4000") ? 60 : 8);
          if (card.equals("stolen")) {
            throw new IllegalStateException("card declined");
          }
          charge.event("authorised");
          return "paid";
        });
  }

  /** Keeps the thread busy for some milliseconds, as real work would. */
  private static void work(int millis) {
    long end = System.nanoTime() + millis * 1_000_000L;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private static void report(List<Tracer> tracers, Path file, String endpoint) throws IOException {
    long lines;
    try (var content = Files.lines(file)) {
      lines = content.count();
    }
    System.out.println("OTLP-JSON: " + lines + " lines in " + file);
    boolean lost = false;
    for (Tracer tracer : tracers) {
      for (TracerStats.Exporter exporter : tracer.stats().exporters()) {
        if (exporter.droppedTotal() > 0) {
          lost = true;
          System.out.println(
              tracer.resource().serviceName()
                  + " lost spans: "
                  + exporter.dropped()
                  + ", "
                  + exporter.lastError());
        }
      }
    }
    if (!endpoint.isEmpty()) {
      System.out.println(lost ? "Not all arrived at " + endpoint : "Sent to " + endpoint);
    }
    if (lost || lines == 0) {
      System.exit(1);
    }
  }
}
