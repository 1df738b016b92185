// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring.shop.stock;

import io.micrometer.observation.annotation.Observed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Knows what is there: WebMVC, {@code @Observed}, JDBC. */
@SpringBootConfiguration
@EnableAutoConfiguration
public class StockApplication {

  /** The shelves. */
  public static class Shelves {
    private final JdbcTemplate database;

    Shelves(JdbcTemplate database) {
      this.database = database;
    }

    /** How many there are. */
    @Observed(name = "count", contextualName = "count items")
    public int count(String item) {
      Integer count =
          database.queryForObject("SELECT COUNT(*) FROM items WHERE name = ?", Integer.class, item);
      return count == null ? 0 : count;
    }
  }

  @RestController
  static class Stock {
    private static final Logger LOG = LoggerFactory.getLogger(Stock.class);

    private final Shelves shelves;

    Stock(Shelves shelves) {
      this.shelves = shelves;
    }

    @GetMapping("/stock/{item}")
    public String stock(@PathVariable String item) {
      LOG.info("items counted");
      return item + ": " + shelves.count(item);
    }

    @GetMapping("/reserved/{item}")
    public String reserved(@PathVariable String item) {
      return item;
    }
  }

  @Bean
  Shelves shelves(JdbcTemplate database) {
    database.execute("CREATE TABLE items (name VARCHAR(80))");
    return new Shelves(database);
  }
}
