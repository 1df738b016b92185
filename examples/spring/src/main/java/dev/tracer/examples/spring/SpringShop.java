// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.spring;

import dev.tracer.export.text.WaterfallExporter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Two Spring Boot services, one of them with a database, and an order that goes through both. There
 * is no line for Tracer in them. Their trace is drawn, and their log lines carry its id.
 */
public final class SpringShop {
  private SpringShop() {}

  /** Runs the example; {@code --ci} is accepted, as it ends by itself. */
  public static void main(String[] args) throws Exception {
    for (String argument : args) {
      if (!argument.equals("--ci")) {
        System.err.println("examples/run spring: unexpected argument: " + argument);
        System.exit(2);
      }
    }
    // in one process, both halves of a trace can be drawn as one
    WaterfallExporter waterfall =
        WaterfallExporter.builder().sharedBy(2).quietTime(Duration.ofSeconds(10)).build();
    try (ConfigurableApplicationContext stock =
            start("stock", StockApplication.class, waterfall, "");
        ConfigurableApplicationContext orders =
            start("orders", OrdersApplication.class, waterfall, address(stock))) {
      HttpRequest order =
          HttpRequest.newBuilder(URI.create(address(orders) + "/orders/tea"))
              .POST(HttpRequest.BodyPublishers.noBody())
              .build();
      String answer = HttpClient.newHttpClient().send(order, BodyHandlers.ofString()).body();
      System.out.println("\nPOST /orders/tea: " + answer + "\n");
    }
  }

  private static ConfigurableApplicationContext start(
      String name, Class<?> application, WaterfallExporter waterfall, String stock) {
    return new SpringApplicationBuilder(application)
        .initializers(context -> context.getBeanFactory().registerSingleton("waterfall", waterfall))
        .run(
            "--spring.application.name=" + name,
            "--server.port=0",
            "--server.address=127.0.0.1",
            "--stock.url=" + stock,
            "--spring.datasource.url=jdbc:h2:mem:" + name,
            "--spring.main.banner-mode=off",
            "--logging.level.root=warn",
            "--logging.level.dev.tracer=info");
  }

  private static String address(ConfigurableApplicationContext context) {
    return "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
  }
}
