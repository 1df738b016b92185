// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.spring;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Knows what is on the shelves. */
@SpringBootConfiguration
@EnableAutoConfiguration
public class StockApplication {

  @RestController
  static class Stock {
    private static final Logger LOG = LoggerFactory.getLogger(Stock.class);

    private final JdbcTemplate database;

    Stock(JdbcTemplate database) {
      this.database = database;
      database.execute("CREATE TABLE items (name VARCHAR(80), pieces INT)");
      database.update("INSERT INTO items VALUES ('tea', 7)");
    }

    @GetMapping("/stock/{item}")
    public int pieces(@PathVariable String item) {
      Integer pieces =
          database.queryForObject("SELECT pieces FROM items WHERE name = ?", Integer.class, item);
      LOG.info("{} pieces of {}", pieces, item);
      return pieces == null ? 0 : pieces;
    }
  }
}
