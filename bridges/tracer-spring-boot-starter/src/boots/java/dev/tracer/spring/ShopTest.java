// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Tracer;
import dev.tracer.export.SpanData;
import dev.tracer.spring.shop.mail.MailApplication;
import dev.tracer.spring.shop.orders.OrdersApplication;
import dev.tracer.spring.shop.stock.StockApplication;
import dev.tracer.testing.InMemoryExporter;
import dev.tracer.testing.SpanTree;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** Three services that nobody would write differently for Tracer, and a real broker. */
@Tag("slow")
@ExtendWith(OutputCaptureExtension.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES) // several starts at once on a busy machine
class ShopTest {
  private static final InMemoryExporter SPANS = InMemoryExporter.create();
  private static final List<ConfigurableApplicationContext> RUNNING = new ArrayList<>();
  private static EmbeddedKafkaKraftBroker broker;
  private static String orders;

  @BeforeAll
  static void start() {
    // the first one sets up the log, for the broker as well
    String stock = start("stock", StockApplication.class, WebApplicationType.SERVLET, "");
    broker = new EmbeddedKafkaKraftBroker(1, 1, "orders");
    broker.adminTimeout(300);
    broker.afterPropertiesSet();
    start("mail", MailApplication.class, WebApplicationType.NONE, stock);
    orders = start("orders", OrdersApplication.class, WebApplicationType.SERVLET, stock);
  }

  private static String start(
      String name, Class<?> application, WebApplicationType type, String stock) {
    ConfigurableApplicationContext context =
        new SpringApplicationBuilder(application)
            .web(type)
            .initializers(applied -> applied.getBeanFactory().registerSingleton("spans", SPANS))
            .run(
                "--spring.application.name=" + name,
                "--server.port=0",
                application == OrdersApplication.class ? "--with=jpa" : Boot.NO_JPA,
                "--spring.data.jpa.repositories.enabled="
                    + (application == OrdersApplication.class),
                "--stock.url=" + stock,
                "--spring.datasource.url=jdbc:h2:mem:" + name,
                "--spring.jpa.hibernate.ddl-auto=create",
                "--spring.jpa.open-in-view=false",
                "--spring.kafka.bootstrap-servers="
                    + (broker == null ? "" : broker.getBrokersAsString()),
                "--spring.kafka.consumer.auto-offset-reset=earliest",
                "--spring.threads.virtual.enabled=true",
                "--spring.main.banner-mode=off",
                "--logging.level.root=warn",
                "--logging.level.dev.tracer=info");
    RUNNING.add(context);
    return "http://localhost:" + context.getEnvironment().getProperty("local.server.port");
  }

  @AfterAll
  static void stop() {
    for (int i = RUNNING.size() - 1; i >= 0; i--) {
      RUNNING.get(i).close();
    }
    broker.destroy();
  }

  @BeforeEach
  void forgetTheStart() {
    RUNNING.forEach(context -> context.getBean(Tracer.class).flush(Duration.ofMinutes(5)));
    SPANS.reset(); // statements that make tables
  }

  @Test
  void order_isOneTraceAcrossAllServices_andEachLogLineHasItsId(CapturedOutput output)
      throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(orders + "/orders/tea"))
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build(),
                HttpResponse.BodyHandlers.ofString());

    assertThat(answer.body()).isEqualTo("placed");
    List<SpanData> spans = SPANS.await(10, Duration.ofMinutes(5));
    SpanTree.of(spans)
        .withServices()
        .withoutDurations()
        .assertIs(
            """
            http post /orders/{item} [SERVER] @orders
              http get [CLIENT] @orders
                http get /stock/{item} [SERVER] @stock
                  count items @stock
                    SELECT items [CLIENT] @stock
              insert placed_order [CLIENT] @orders
              orders send [PRODUCER] @orders
                orders %s [CONSUMER] @mail
                  http get [CLIENT] @mail
                    http get /reserved/{item} [SERVER] @stock
            """
                .formatted(Boot.IS_4 ? "process" : "receive"));
    String trace = spans.get(0).traceId();
    for (String line : List.of("order placed", "items counted", "mail begun", "mail sent")) {
      assertThat(output.getOut().lines().filter(text -> text.endsWith(line)))
          .as(line)
          .singleElement()
          .asString()
          .contains("[" + trace + "-");
    }
  }
}
