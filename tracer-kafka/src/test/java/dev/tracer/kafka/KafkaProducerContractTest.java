// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import dev.tracer.Tracer;
import dev.tracer.kafka.kit.MessagingSystem;
import dev.tracer.kafka.kit.ProducerContract;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Kafka.Extension.class)
class KafkaProducerContractTest extends ProducerContract {
  private final Kafka kafka;

  KafkaProducerContractTest(Kafka kafka) {
    this.kafka = kafka;
  }

  @Override
  protected MessagingSystem start(Tracer tracer) {
    KafkaTracing tracing = KafkaTracing.of(tracer);
    return new KafkaMessaging(kafka, tracing, tracing.producer(kafka.producer()));
  }
}
