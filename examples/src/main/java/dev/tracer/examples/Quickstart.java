// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples;

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
 * Three services on loopback, gateway → order → payment, each with a tracer of its own and traced
 * by tracer-http. Requests go through all three; the traces are drawn in the terminal, written to a
 * file as OTLP-JSON lines, and sent to an OTLP receiver if one is given by {@code --endpoint URL}.
 */
public final class Quickstart {
  private Quickstart() {}

  /** Runs the example. */
  public static void main(String[] args) throws Exception {
    Options options = new Options("quickstart", args);
    Path file = options.file("file", "quickstart.jsonl");
    String endpoint = options.url("endpoint", "");
    options.done();

    Files.deleteIfExists(file);
    // One waterfall for all three, as they live in one process: so it can draw whole traces.
    // Services in processes of their own would have one each.
    SpanExporter waterfall =
        WaterfallExporter.builder().sharedBy(3).attributes("payment.amount").build();

    try (Tracer payment = tracer("payment", waterfall, file, endpoint);
        Tracer order = tracer("order", waterfall, file, endpoint);
        Tracer gateway = tracer("gateway", waterfall, file, endpoint);
        Service payments = new Service(payment, "/pay", "card", card -> pay(payment, card));
        Shop shop = new Shop(order, gateway, payments)) {

      HttpClient browser = HttpClient.newHttpClient();
      for (String card : List.of("4111", "4000", "stolen")) {
        URI uri = shop.gateway.uri(card);
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

  private static Tracer tracer(String service, SpanExporter waterfall, Path file, String endpoint) {
    TracerBuilder builder =
        Tracer.builder(service).exporter(waterfall).exporter(OtlpExporter.file(file));
    if (!endpoint.isEmpty()) {
      builder.exporter(OtlpExporter.http(endpoint));
    }
    return builder.build();
  }

  /** The two services in front of the payment. */
  private static final class Shop implements AutoCloseable {
    final Service orders;
    final Service gateway;

    Shop(Tracer order, Tracer gateway, Service payments) throws IOException {
      this.orders = new Service(order, "/order", "card", card -> order(order, payments, card));
      this.gateway = new Service(gateway, "/checkout", "card", card -> checkout(gateway, card));
    }

    private String checkout(Tracer tracer, String card) throws IOException, InterruptedException {
      tracer.run("validate-cart", span -> span.set("cart.items", 3).set("cart.total", 59.90));
      return gateway.call(orders, card);
    }

    private String order(Tracer tracer, Service payments, String card)
        throws IOException, InterruptedException {
      for (int item = 0; item < 5; item++) {
        tracer.run("reserve-stock", span -> work(1));
      }
      String receipt = orders.call(payments, card);
      tracer.run("write-order", span -> work(2));
      return receipt;
    }

    @Override
    public void close() {
      gateway.close();
      orders.close();
    }
  }

  private static String pay(Tracer tracer, String card) {
    Span.current().set("payment.amount", 59.90); // the SERVER span
    tracer.run("check-limit", span -> work(3));
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
