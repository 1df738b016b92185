// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring.shop.mail;

import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.scheduler.Schedulers;

/** Tells customers: {@code @KafkaListener}, {@code @Async}, virtual threads, WebClient, Reactor. */
@SpringBootConfiguration
@EnableAutoConfiguration
@EnableAsync
public class MailApplication {

  /** Hears of orders. */
  public static class Orders {
    private final Mail mail;

    Orders(Mail mail) {
      this.mail = mail;
    }

    /** Has a mail sent. */
    @KafkaListener(topics = "orders", groupId = "mail")
    public void placed(String item) {
      mail.send(item).join();
    }
  }

  /** Sends mails. */
  public static class Mail {
    private static final Logger LOG = LoggerFactory.getLogger(Mail.class);

    private final WebClient stock;

    Mail(WebClient stock) {
      this.stock = stock;
    }

    /** On another thread: a virtual one where there are any. */
    @Async
    public CompletableFuture<String> send(String item) {
      LOG.info("mail begun");
      String reserved =
          stock
              .get()
              .uri("/reserved/{item}", item)
              .retrieve()
              .bodyToMono(String.class)
              .publishOn(Schedulers.parallel())
              .doOnNext(answer -> LOG.info("mail sent"))
              .block();
      return CompletableFuture.completedFuture(reserved);
    }
  }

  @Bean
  Mail mail(WebClient.Builder http, @Value("${stock.url}") String stock) {
    return new Mail(http.baseUrl(stock).build());
  }

  @Bean
  Orders orders(Mail mail) {
    return new Orders(mail);
  }
}
