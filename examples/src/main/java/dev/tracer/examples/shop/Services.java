// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.shop;

import com.sun.net.httpserver.HttpExchange;
import dev.tracer.http.JdkServerTracing;
import dev.tracer.kafka.KafkaTracing;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** The six services of the shop: what each does, and whom it asks. */
final class Services {
  /** In the order in which they can start: whoever is asked comes first. */
  static final List<String> NAMES =
      List.of("pricing", "cart", "product", "user", "recommendation", "api-gateway");

  private Services() {}

  /** Starts a service. */
  static Service start(Setup setup) throws Exception {
    Service service = new Service(setup);
    switch (setup.name()) {
      case "api-gateway" -> gateway(service, setup);
      case "user" -> user(service);
      case "product" -> product(service, setup);
      case "recommendation" -> recommendation(service);
      case "cart" -> cart(service);
      case "pricing" -> pricing(service);
      default -> throw new IllegalArgumentException("no such service: " + setup.name());
    }
    service.start();
    return service;
  }

  /** The last part of the path. */
  private static String last(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Names the span by the route, which has few values, and not by the path, which has many. */
  private static void route(HttpExchange exchange, String template) {
    JdkServerTracing.route(exchange, template);
  }

  private static void gateway(Service service, Setup setup) {
    Producer<String, String> producer =
        service.closing(
            KafkaTracing.of(service.tracer())
                .producer(
                    new KafkaProducer<>(
                        Map.of("bootstrap.servers", setup.kafka()),
                        new StringSerializer(),
                        new StringSerializer())));
    service.serve(
        "/page/",
        exchange -> {
          route(exchange, "/page/{user}");
          String user = last(exchange);
          service.log().info("page for user {}", user);
          String page =
              service.ask("user", "/users/" + user)
                  + service.ask("product", "/products")
                  + service.ask("recommendation", "/recommendations/" + user)
                  + service.ask("cart", "/carts/" + user);
          var unused =
              producer.send(
                  new ProducerRecord<>(PageViews.TOPIC, user, "page"),
                  (sent, error) -> {
                    if (error != null) {
                      service.log().warn("page view not counted", error);
                    }
                  });
          return page;
        });
  }

  private static void user(Service service) {
    service.serve(
        "/users/",
        exchange -> {
          route(exchange, "/users/{user}");
          service.tracer().run("load-profile", span -> Service.work(40));
          return "user " + last(exchange) + "\n";
        });
  }

  private static void product(Service service, Setup setup) {
    PageViews views = service.closing(new PageViews(service, setup.kafka()));
    service.serve(
        "/products",
        exchange -> {
          service.tracer().run("load-catalogue", span -> Service.work(150));
          return "products, " + views.count() + " pages seen\n";
        });
  }

  private static void recommendation(Service service) throws Exception {
    Purchases purchases = service.closing(new Purchases(service.tracer()));
    service.serve(
        "/recommendations/",
        exchange -> {
          route(exchange, "/recommendations/{user}");
          int customer = Integer.parseInt(last(exchange));
          List<Integer> products = purchases.recommend(customer);
          service.log().info("{} products for user {}", products.size(), customer);
          return "recommended: " + products + "\n";
        });
    service.serve(
        "/index",
        exchange -> {
          purchases.createIndex();
          return Purchases.INDEX;
        });
  }

  private static void cart(Service service) {
    service.serve(
        "/carts/",
        exchange -> {
          route(exchange, "/carts/{user}");
          service.tracer().run("load-cart", span -> Service.work(50));
          return "cart: " + service.ask("pricing", "/prices");
        });
  }

  private static void pricing(Service service) {
    service.serve(
        "/prices",
        exchange -> {
          service.tracer().run("apply-discounts", span -> Service.work(110));
          return "59.90\n";
        });
  }
}
