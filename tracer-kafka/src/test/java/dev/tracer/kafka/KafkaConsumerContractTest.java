// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import dev.tracer.Tracer;
import dev.tracer.kafka.kit.ConsumerContract;
import dev.tracer.kafka.kit.MessagingSystem;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Kafka.Extension.class)
class KafkaConsumerContractTest extends ConsumerContract {
  private final Kafka kafka;

  KafkaConsumerContractTest(Kafka kafka) {
    this.kafka = kafka;
  }

  @Override
  protected MessagingSystem start(Tracer tracer) {
    KafkaTracing tracing = KafkaTracing.of(tracer);
    return new KafkaMessaging(kafka, tracing, tracing.producer(kafka.producer()));
  }
}
