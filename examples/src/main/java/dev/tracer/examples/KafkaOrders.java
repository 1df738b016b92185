// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples;

import dev.tracer.Tracer;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanExporter;
import dev.tracer.export.text.WaterfallExporter;
import dev.tracer.kafka.KafkaTracing;
import dev.tracer.testing.InMemoryExporter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * An order goes through three services: one takes it by HTTP and sends it to a Kafka topic, a
 * fulfilment service consumes it and announces the shipment in another topic, a notification
 * service consumes that. One trace shows it all. Runs against a broker of its own, or an existing
 * cluster given by {@code --bootstrap HOST:PORT}.
 */
public final class KafkaOrders {
  private final Map<String, Object> config;
  private final String suffix;
  private final String orders;
  private final String shipments;

  private KafkaOrders(String bootstrap, String suffix) {
    this.config = Map.of("bootstrap.servers", bootstrap);
    this.suffix = suffix;
    this.orders = "orders" + suffix;
    this.shipments = "shipments" + suffix;
  }

  /** Runs the example. */
  public static void main(String[] args) throws Exception {
    Options options = new Options("kafka", args);
    String cluster =
        options.value(
            "bootstrap",
            "",
            text -> text.matches("[^,:\\s]+:\\d{1,5}(,[^,:\\s]+:\\d{1,5})*"),
            "HOST:PORT");
    options.done();
    if (cluster.isEmpty()) {
      try (KafkaBroker broker = new KafkaBroker()) {
        new KafkaOrders(broker.bootstrap(), "").run();
      }
    } else {
      // Names that nobody has there.
      String run = UUID.randomUUID().toString().substring(0, 8);
      new KafkaOrders(cluster, "-" + run).run();
    }
  }

  private void run() throws Exception {
    // One exporter for the three services, because they live in one process: so the waterfall can
    // draw a whole trace. Services of their own would have one each.
    SpanExporter waterfall = WaterfallExporter.builder().sharedBy(3).build();
    InMemoryExporter seen = InMemoryExporter.create();
    List<String> topics = List.of(orders, shipments);
    CountDownLatch notified = new CountDownLatch(1);
    try (Admin admin = Admin.create(config)) {
      admin
          .createTopics(topics.stream().map(t -> new NewTopic(t, 1, (short) 1)).toList())
          .all()
          .get(1, TimeUnit.MINUTES);
      try (Tracer order = tracer("order", waterfall, seen);
          Tracer fulfilment = tracer("fulfilment", waterfall, seen);
          Tracer notification = tracer("notification", waterfall, seen);
          Producer<String, String> orderProducer = producer(order);
          Producer<String, String> shipmentProducer = producer(fulfilment);
          Loop fulfil =
              new Loop(fulfilment, orders, record -> ship(fulfilment, shipmentProducer, record));
          Loop notify =
              new Loop(
                  notification,
                  shipments,
                  record -> {
                    notification.run("send-mail", span -> span.set("mail.to", "customer"));
                    notified.countDown();
                  });
          Service service = new Service(order, "/orders", "id", id -> take(orderProducer, id))) {
        URI uri = service.uri("4711");
        String answer =
            HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
        System.out.println("GET /orders?id=4711 -> " + answer);
        if (!notified.await(2, TimeUnit.MINUTES)) {
          System.err.println("The notification service got nothing within two minutes.");
        }
      }
      admin.deleteTopics(topics).all().get(1, TimeUnit.MINUTES);
    }
    report(seen.spans());
  }

  private static Tracer tracer(String name, SpanExporter waterfall, InMemoryExporter seen) {
    return Tracer.builder(name).exporter(waterfall).exporter(seen).build();
  }

  private Producer<String, String> producer(Tracer tracer) {
    return KafkaTracing.of(tracer)
        .producer(new KafkaProducer<>(config, new StringSerializer(), new StringSerializer()));
  }

  private String take(Producer<String, String> producer, String id)
      throws IOException, InterruptedException {
    send(producer, orders, id, "{\"order\": " + id + "}");
    return "accepted";
  }

  private void ship(
      Tracer tracer, Producer<String, String> producer, ConsumerRecord<String, String> order)
      throws IOException, InterruptedException {
    tracer.run("reserve-stock", span -> span.set("order.id", order.key()));
    send(producer, shipments, order.key(), "{\"shipped\": true}");
  }

  private static void send(
      Producer<String, String> producer, String topic, String key, String value)
      throws IOException, InterruptedException {
    try {
      producer.send(new ProducerRecord<>(topic, key, value)).get();
    } catch (ExecutionException e) {
      throw new IOException("not sent", e.getCause());
    }
  }

  private static void report(List<SpanData> spans) {
    Map<String, Integer> services = new TreeMap<>();
    TreeSet<String> traces = new TreeSet<>();
    for (SpanData span : spans) {
      services.merge(span.resource().serviceName(), 1, Integer::sum);
      traces.add(span.traceId());
    }
    System.out.println("Spans by service: " + services + ", trace ids: " + traces);
    if (traces.size() != 1 || services.size() != 3) {
      System.err.println("That should have been one trace through three services.");
      System.exit(1);
    }
  }

  /** What a consumer service does all day: poll, and process each record in a span of its own. */
  private final class Loop implements AutoCloseable {
    private final KafkaTracing tracing;
    private final Consumer<String, String> consumer;
    private final KafkaTracing.Handler<ConsumerRecord<String, String>, Exception> handler;
    private final Thread thread;

    Loop(
        Tracer tracer,
        String topic,
        KafkaTracing.Handler<ConsumerRecord<String, String>, Exception> handler) {
      Map<String, Object> all = new TreeMap<>(config);
      all.put("group.id", tracer.resource().serviceName() + suffix);
      all.put("auto.offset.reset", "earliest");
      // Otherwise a close would commit records whose handler failed or never ran.
      all.put("enable.auto.commit", "false");
      this.tracing = KafkaTracing.of(tracer);
      this.consumer =
          tracing.consumer(
              new KafkaConsumer<>(all, new StringDeserializer(), new StringDeserializer()));
      this.handler = handler;
      this.thread = new Thread(() -> run(topic), topic + "-loop");
      thread.start();
    }

    private void run(String topic) {
      try (consumer) {
        consumer.subscribe(List.of(topic));
        while (true) {
          tracing.forEach(consumer.poll(Duration.ofSeconds(1)), handler);
          consumer.commitSync(); // not reached if a handler throws: the next consumer gets the rest
        }
      } catch (WakeupException e) {
        // close() wants it
      } catch (Exception e) {
        System.err.println("The consumer of " + topic + " gives up: " + e);
      }
    }

    @Override
    public void close() throws InterruptedException {
      consumer.wakeup();
      thread.join(60_000);
    }
  }
}
