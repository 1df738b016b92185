// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package consumer;

import dev.tracer.Tracer;
import dev.tracer.kafka.KafkaTracing;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Loads the library where no dependency but Kafka's clients is at hand. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    try (Tracer tracer = Tracer.builder("consumer").build()) {
      KafkaTracing.of(tracer)
          .process(new ConsumerRecord<>("orders", 0, 0L, "key", "value"), System.out::println);
    }
  }
}
