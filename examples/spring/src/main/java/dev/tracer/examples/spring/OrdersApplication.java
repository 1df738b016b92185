// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.spring;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/** Takes orders, and asks whether there is enough. */
@SpringBootConfiguration
@EnableAutoConfiguration
public class OrdersApplication {

  @RestController
  static class Orders {
    private static final Logger LOG = LoggerFactory.getLogger(Orders.class);

    private final RestClient stock;

    Orders(RestClient.Builder http, @Value("${stock.url}") String stock) {
      this.stock = http.baseUrl(stock).build();
    }

    @PostMapping("/orders/{item}")
    public String place(@PathVariable String item) {
      Integer pieces = stock.get().uri("/stock/{item}", item).retrieve().body(Integer.class);
      LOG.info("{} ordered", item);
      return pieces != null && pieces > 0 ? "placed" : "sold out";
    }
  }
}
