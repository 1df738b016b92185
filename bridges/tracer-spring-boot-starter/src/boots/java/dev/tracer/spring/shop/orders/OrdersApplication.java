// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring.shop.orders;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/** Takes orders: WebMVC, RestClient, JPA, Kafka. */
@SpringBootConfiguration
@EnableAutoConfiguration
public class OrdersApplication {

  @RestController
  static class Orders {
    private static final Logger LOG = LoggerFactory.getLogger(Orders.class);

    private final RestClient stock;
    private final OrderRepository orders;
    private final KafkaTemplate<String, String> kafka;

    Orders(
        RestClient.Builder http,
        OrderRepository orders,
        KafkaTemplate<String, String> kafka,
        @Value("${stock.url}") String stock) {
      this.stock = http.baseUrl(stock).build();
      this.orders = orders;
      this.kafka = kafka;
    }

    @PostMapping("/orders/{item}")
    public String place(@PathVariable String item) {
      stock.get().uri("/stock/{item}", item).retrieve().body(String.class);
      orders.save(new PlacedOrder(item));
      LOG.info("order placed");
      kafka.send("orders", item).join();
      return "placed";
    }
  }
}
